package io.github.uring4j;

import static io.github.uring4j.EncodersTest.*;

import java.util.stream.Stream;

/** The vectors of the encoders of storage, pipes, memory and attributes. */
final class FileEncoderRows {

  private FileEncoderRows() {}

  static Stream<Class<?>> encoderClasses() {
    return Stream.of(
        AttributeEncoders.class, MemoryEncoders.class, PipeEncoders.class, StorageEncoders.class);
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
  }
}
