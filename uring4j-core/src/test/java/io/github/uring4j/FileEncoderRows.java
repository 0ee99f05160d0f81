package io.github.uring4j;

import static io.github.uring4j.EncodersTest.*;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/** The vectors of the encoders of storage, pipes, memory and attributes. */
final class FileEncoderRows {

  private static final MemorySegment NOTHING = MemorySegment.NULL;

  private FileEncoderRows() {}

  static Stream<Class<?>> encoderClasses() {
    return Stream.of(
        AttributeEncoders.class,
        CommandEncoders.class,
        EpollEncoders.class,
        FutexEncoders.class,
        MemoryEncoders.class,
        PipeEncoders.class,
        ProcessEncoders.class,
        StorageEncoders.class);
  }

  static void add() {
    row(
        "openat",
        "openat dfd=-100 path=0x7f0011223340 flags=0x80242 mode=0644",
        (s, at, u) -> Encoders.openat(s, at, u, CWD, ADDRESS, 0x80242, 0644));
    row(
        "syncFileRange",
        "sync_file_range fd=7 len=8192 offset=0x0102030405060708 flags=7",
        (s, at, u) -> StorageEncoders.syncFileRange(s, at, u, 0, 7, OFFSET, 8192, 7));
    row(
        "fadvise",
        "fadvise fd=7 offset=0x0102030405060708 len=4096 advice=4",
        (s, at, u) -> StorageEncoders.fadvise(s, at, u, 0, 7, OFFSET, 4096, 4));
    row(
        "fadvise64",
        "fadvise64 fd=7 offset=0x0102030405060708 len=0x1122334455667788 advice=4",
        (s, at, u) -> StorageEncoders.fadvise64(s, at, u, 0, 7, OFFSET, TARGET, 4));
    row(
        "tee",
        "tee fd_in=7 fd_out=8 nbytes=65536 splice_flags=2",
        (s, at, u) -> PipeEncoders.tee(s, at, u, 0, 7, 8, 65536, 2));
    row(
        "madvise",
        "madvise addr=0x7f0011223340 length=4096 advice=4",
        (s, at, u) -> MemoryEncoders.madvise(s, at, u, ADDRESS, 4096, 4));
    row(
        "madvise64",
        "madvise64 addr=0x7f0011223340 length=0x1122334455667788 advice=4",
        (s, at, u) -> MemoryEncoders.madvise64(s, at, u, ADDRESS, TARGET, 4));
    row(
        "getxattr",
        "getxattr name=0x7f0011223340 value=0x7f0055667780 path=0x7f0099aabbc0 len=64",
        (s, at, u) -> AttributeEncoders.getxattr(s, at, u, THIRD, ADDRESS, SECOND, 64));
    row(
        "setxattr",
        "setxattr name=0x7f0011223340 value=0x7f0055667780 path=0x7f0099aabbc0 flags=1 len=64",
        (s, at, u) -> AttributeEncoders.setxattr(s, at, u, THIRD, ADDRESS, SECOND, 64, 1));
    row(
        "fgetxattr",
        "fgetxattr fd=7 name=0x7f0011223340 value=0x7f0055667780 len=64",
        (s, at, u) -> AttributeEncoders.fgetxattr(s, at, u, 0, 7, ADDRESS, SECOND, 64));
    row(
        "fsetxattr",
        "fsetxattr fd=7 name=0x7f0011223340 value=0x7f0055667780 flags=2 len=64",
        (s, at, u) -> AttributeEncoders.fsetxattr(s, at, u, 0, 7, ADDRESS, SECOND, 64, 2));
    row(
        "futexWait",
        "futex_wait futex=0x7f0011223340 val=5 mask=0xffffffff futex_flags=0x82 flags=0",
        (s, at, u) -> FutexEncoders.futexWait(s, at, u, ADDRESS, 5, -1, 0x82));
    row(
        "futexWake",
        "futex_wake futex=0x7f0011223340 val=1 mask=0xffffffff futex_flags=0x82 flags=0",
        (s, at, u) -> FutexEncoders.futexWake(s, at, u, ADDRESS, 1, -1, 0x82));
    row(
        "futexWaitv",
        "futex_waitv futex=0x7f0011223340 nr_futex=2 flags=0",
        (s, at, u) -> FutexEncoders.futexWaitv(s, at, u, ADDRESS, 2));
    row(
        "waitid",
        "waitid idtype=1 id=1234 infop=0x7f0011223340 options=4 flags=0",
        (s, at, u) -> ProcessEncoders.waitid(s, at, u, 1, 1234, ADDRESS, 4));
    row(
        "epollCtl",
        "epoll_ctl epfd=7 fd=8 op=1 ev=0x7f0011223340",
        (s, at, u) -> EpollEncoders.epollCtl(s, at, u, 7, 8, 1, ADDRESS));
    row(
        "epollWait",
        "epoll_wait fd=7 events=0x7f0011223340 maxevents=32 flags=0",
        (s, at, u) -> EpollEncoders.epollWait(s, at, u, 0, 7, ADDRESS, 32));
    row(
        "pipe",
        "pipe fds=0x7f0011223340 pipe_flags=0x80000",
        (s, at, u) -> PipeEncoders.pipe(s, at, u, ADDRESS, 0x80000));
    row(
        "uringCmd",
        "uring_cmd cmd_op=0x1234 fd=7",
        (s, at, u) -> CommandEncoders.uringCmd(s, at, u, 0, 7, 0x1234, NOTHING));
    row(
        "uringCmd128",
        "uring_cmd128 cmd_op=0x1234 fd=7",
        (s, at, u) -> CommandEncoders.uringCmd128(s, at, u, 0, 7, 0x1234, NOTHING));
    row(
        "blockCommand",
        "cmd_discard fd=7 offset=0x0102030405060708 nbytes=0x1122334455667788",
        (s, at, u) -> CommandEncoders.blockCommand(s, at, u, 0, 7, 0x1200, OFFSET, TARGET));
  }
}
