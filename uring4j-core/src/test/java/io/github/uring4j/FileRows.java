package io.github.uring4j;

import static io.github.uring4j.EncodingRows.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.EncodingRows.Row;
import io.github.uring4j.abi.IoUringConstants;
import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.Structs.FutexWaitv;
import io.github.uring4j.abi.Structs.IoUringAttrPi;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of storage, pipes, memory, attributes, futexes, processes, epoll and commands. */
final class FileRows {

  private static final MemorySegment PAGE = Arena.ofAuto().allocate(PageSize.BYTES, PageSize.BYTES);

  /** Never touched. */
  private static final MemorySegment MANY_PAGES = NativeMemory.at(PageSize.BYTES, 1L << 32);

  private static final SigInfo INFO = new SigInfo();
  private static final EpollEventArray READY = new EpollEventArray(32);
  private static final PipeEnds ENDS = new PipeEnds();
  private static final PlainFd EPOLL = PlainFd.of(11);

  /** As the kernel sees them. */
  private static final MemorySegment PAYLOAD =
      MemorySegment.ofArray(new long[] {0x0807_0605_0403_0201L, 0x1817_1615_1413_1211L});

  static List<Row> operations() {
    return List.of(
        row(
            "openat(Object, PlainFd, String, int, int)",
            "OPENAT fd=9 addr=\"x\" len=420 op=0x80041",
            r -> r.openat("a", DIRECTORY, "x", OpenFlags.WRONLY | OpenFlags.CREAT, 0644)),
        row(
            "syncFileRange(Object, Fd, long, long, int)",
            "SYNC_FILE_RANGE fd=7 off=0x100000001 len=-1 op=0x3",
            r ->
                r.syncFileRange(
                    "a",
                    FILE,
                    AT,
                    0xffff_ffffL,
                    SyncFileRangeFlags.WAIT_BEFORE | SyncFileRangeFlags.WRITE)),
        row(
            "fadvise(Object, Fd, long, long, FileAdvice)",
            "FADVISE fd=7 off=0x100000001 len=-1 op=0x4",
            r -> r.fadvise("a", FILE, AT, 0xffff_ffffL, FileAdvice.DONTNEED)),
        row(
            "tee(Object, Fd, Fd, int, int)",
            "TEE fd=8 len=4096 op=0x2 fileIndex=7",
            r -> r.tee("a", FILE, OTHER, 4096, SpliceFlags.NONBLOCK)),
        row(
            "madvise(Object, MemorySegment, MemoryAdvice)",
            "MADVISE fd=-1 addr=page len=%d op=0x15".formatted(PageSize.BYTES),
            r -> r.madvise("a", PAGE, MemoryAdvice.PAGEOUT)),
        row(
            "fgetxattr(Object, Fd, String, MemorySegment)",
            "FGETXATTR fd=7 off=buffer addr=\"user.ü\" len=64",
            r -> r.fgetxattr("a", FILE, "user.ü", BUFFER)),
        row(
            "getxattr(Object, String, String, MemorySegment)",
            "GETXATTR fd=0 off=buffer addr=\"user.x\" len=64 addr3=\"p\"",
            r -> r.getxattr("a", "p", "user.x", BUFFER)),
        row(
            "fsetxattr(Object, Fd, String, MemorySegment, XattrMode)",
            "FSETXATTR fd=7 off=buffer addr=\"user.x\" len=64 op=0x2",
            r -> r.fsetxattr("a", FILE, "user.x", BUFFER, XattrMode.REPLACE)),
        row(
            "setxattr(Object, String, String, MemorySegment, XattrMode)",
            "SETXATTR fd=0 off=buffer+8 addr=\"user.x\" len=4 op=0x1 addr3=\"p\"",
            r -> r.setxattr("a", "p", "user.x", BUFFER.asSlice(8, 4), XattrMode.CREATE)),
        row(
            "futexWait(Object, MemorySegment, int)",
            "FUTEX_WAIT fd=2 off=0xffffffff addr=buffer+4 addr3=0xffffffff",
            r -> r.futexWait("a", BUFFER.asSlice(4, 4), -1)),
        row(
            "futexWait(Object, MemorySegment, int, int, int)",
            "FUTEX_WAIT fd=130 off=0x5 addr=buffer addr3=0x80000001",
            r -> r.futexWait("a", BUFFER, 5, 0x8000_0001, FutexFlags.PRIVATE)),
        row(
            "futexWake(Object, MemorySegment, int)",
            "FUTEX_WAKE fd=2 off=0x1 addr=buffer addr3=0xffffffff",
            r -> r.futexWake("a", BUFFER, 1)),
        row(
            "futexWake(Object, MemorySegment, int, int, int)",
            "FUTEX_WAKE fd=6 off=0x7fffffff addr=buffer+8 addr3=0x4",
            r -> r.futexWake("a", BUFFER.asSlice(8), Integer.MAX_VALUE, 4, FutexFlags.NUMA)),
        row(
            "futexWaitv(Object, FutexWord[])",
            "FUTEX_WAITV fd=0 addr=[buffer holds -1, flags 0x2; buffer+8 holds 7, flags 0x82]"
                + " len=2",
            r ->
                r.futexWaitv(
                    "a",
                    new FutexWord[] {
                      FutexWord.of(BUFFER, -1),
                      new FutexWord(BUFFER.asSlice(8), 7, FutexFlags.PRIVATE)
                    })),
        row(
            "waitid(Object, IdType, int, SigInfo, int)",
            "WAITID fd=1234 off=info len=1 fileIndex=16777220",
            r ->
                r.waitid("a", IdType.PID, 1234, INFO, WaitidOptions.EXITED | WaitidOptions.NOWAIT)),
        row(
            "waitid(Object, IdType, int, int)",
            "WAITID fd=5 len=3 fileIndex=2",
            r -> r.waitid("a", IdType.PIDFD, 5, WaitidOptions.STOPPED)),
        row(
            "epollCtl(Object, PlainFd, EpollOp, PlainFd, int, long)",
            "EPOLL_CTL fd=11 off=0x7 addr={events 0x80000001, data 0x100000001} len=3",
            r -> r.epollCtl("a", EPOLL, EpollOp.MOD, FILE, EpollEvents.IN | EpollEvents.ET, AT)),
        row(
            "epollWait(Object, Fd, EpollEventArray)",
            "EPOLL_WAIT fd=11 addr=ready len=32",
            r -> r.epollWait("a", EPOLL, READY)),
        row("pipe(Object, PipeEnds)", "PIPE fd=0 addr=ends op=0x80000", r -> r.pipe("a", ENDS)),
        row(
            "uringCmd(Object, Fd, int, MemorySegment)",
            "URING_CMD fd=7 off=0xc0481234 addr3=0x807060504030201 last=0x1817161514131211",
            r -> r.uringCmd("a", FILE, 0xc048_1234, PAYLOAD)),
        row(
            "uringCmd128(Object, Fd, int, MemorySegment)",
            "URING_CMD128 fd=7 off=0x1234 addr3=0x807060504030201",
            SetupFlags.SQE128,
            r -> r.uringCmd128("a", FILE, 0x1234, PAYLOAD.asSlice(0, 8))),
        row(
            "blockDiscard(Object, Fd, long, long)",
            "URING_CMD fd=7 off=0x1200 addr=0x100000001 addr3=0x1000",
            r -> r.blockDiscard("a", FILE, AT, 4096)),
        row(
            "zoneResetAll(Object, Fd)",
            "URING_CMD fd=7 off=0x1201",
            r -> r.zoneResetAll("a", FILE)));
  }

  static List<Row> modifiers() {
    return List.of(
        row(
            "PreparedOpen.inheritable()",
            "OPENAT fd=-100 addr=\"x\" op=0x1",
            r -> r.openat("a", Fd.CWD, "x", OpenFlags.WRONLY, 0).inheritable()),
        row(
            "PreparedOpen.inheritable()",
            "OPENAT2 fd=-100 off={flags 0x1, mode 00, resolve 0x0} addr=\"x\" len=24",
            r -> r.openat2("a", Fd.CWD, "x", OpenHow.of(OpenFlags.WRONLY)).inheritable()),
        row(
            "PreparedDescriptor.direct(int)",
            "OPENAT fd=-100 addr=\"x\" fileIndex=8",
            r -> r.openat("a", Fd.CWD, "x", OpenFlags.RDONLY, 0).direct(7)),
        row(
            "PreparedPipe.nonBlocking()",
            "PIPE fd=0 addr=ends op=0x%x".formatted(OpenFlags.CLOEXEC | OpenFlags.NONBLOCK),
            r -> r.pipe("a", ENDS).nonBlocking()),
        row(
            "PreparedPipe.packets()",
            "PIPE fd=0 addr=ends op=0x%x".formatted(OpenFlags.CLOEXEC | OpenFlags.DIRECT),
            r -> r.pipe("a", ENDS).packets()),
        row(
            "PreparedPipe.inheritable()",
            "PIPE fd=0 addr=ends",
            r -> r.pipe("a", ENDS).inheritable()),
        row(
            "PreparedPipe.direct()",
            "PIPE fd=0 addr=ends fileIndex=-1",
            r -> r.pipe("a", ENDS).direct()),
        row(
            "PreparedPipe.direct(int)",
            "PIPE fd=0 addr=ends fileIndex=4",
            r -> r.pipe("a", ENDS).direct(3)),
        row(
            "PreparedCommand.registeredBuffer(RegisteredBuffer)",
            "URING_CMD fd=7 off=0x1 op=0x1 bufIndex=0x1",
            r ->
                r.uringCmd("a", FILE, 1, MemorySegment.NULL)
                    .registeredBuffer(r.registerBuffers(BUFFER, PAGE).getLast())),
        row(
            "PreparedCommand.keep(MemorySegment)",
            "URING_CMD fd=7 off=0x1",
            r -> r.uringCmd("a", FILE, 1, MemorySegment.NULL).keep(BUFFER).keep(PAGE)),
        row(
            "PreparedIo.protectionInfo(MemorySegment, int, int, long)",
            "WRITE fd=7 addr=buffer len=64"
                + " addr3={flags 0x5, tag 0xfffe, 0x1000 at page, seed 0x100000001} last=0x1",
            r ->
                r.write("a", FILE, BUFFER, 0)
                    .protectionInfo(PAGE, PiFlags.GUARD | PiFlags.APPTAG, 0xfffe, AT)),
        row(
            "PreparedIo.protectionInfo(MemorySegment, int, int, long)",
            "READV fd=7 addr=[buffer 8, buffer+16 4] len=2"
                + " addr3={flags 0x0, tag 0x0, 0x8 at page, seed 0x0} last=0x1",
            r -> r.readv("a", FILE, PARTS, 0).protectionInfo(PAGE.asSlice(0, 8), 0, 0, 0)));
  }

  /** Those that take a descriptor of either kind, with a direct one; and lengths of 4 GiB. */
  static List<Row> onDirectDescriptors() {
    return List.of(
        row(
            "syncFileRange",
            "SYNC_FILE_RANGE flags=0x1 fd=5 len=1 op=0x2",
            r -> r.syncFileRange("a", direct(r), 0, 1, SyncFileRangeFlags.WRITE)),
        row(
            "fadvise",
            "FADVISE flags=0x1 fd=5 op=0x3",
            r -> r.fadvise("a", direct(r), 0, 0, FileAdvice.WILLNEED)),
        row(
            "fadvise",
            "FADVISE flags=0x1 fd=5 addr=0x100000000 op=0x3",
            r -> r.fadvise("a", direct(r), 0, 0x1_0000_0000L, FileAdvice.WILLNEED)),
        row(
            "madvise",
            "MADVISE fd=-1 off=0x100000000 addr=0x%x op=0x3".formatted(PageSize.BYTES),
            r -> r.madvise("a", MANY_PAGES, MemoryAdvice.WILLNEED)),
        row(
            "tee",
            "TEE fd=8 len=1 op=0x80000000 fileIndex=5",
            r -> r.tee("a", direct(r), OTHER, 1, 0)),
        row("tee", "TEE flags=0x1 fd=5 len=1 fileIndex=8", r -> r.tee("a", OTHER, direct(r), 1, 0)),
        row(
            "fgetxattr",
            "FGETXATTR flags=0x1 fd=5 off=buffer addr=\"user.x\" len=64",
            r -> r.fgetxattr("a", direct(r), "user.x", BUFFER)),
        row(
            "fsetxattr",
            "FSETXATTR flags=0x1 fd=5 off=buffer addr=\"user.x\" len=64",
            r -> r.fsetxattr("a", direct(r), "user.x", BUFFER, XattrMode.SET)),
        row(
            "epollWait",
            "EPOLL_WAIT flags=0x1 fd=5 addr=ready len=32",
            r -> r.epollWait("a", direct(r), READY)),
        row(
            "uringCmd",
            "URING_CMD flags=0x1 fd=5 off=0x1234",
            r -> r.uringCmd("a", direct(r), 0x1234, MemorySegment.NULL)),
        row(
            "uringCmd128",
            "URING_CMD128 flags=0x1 fd=5 off=0x1234",
            SetupFlags.SQE128,
            r -> r.uringCmd128("a", direct(r), 0x1234, MemorySegment.NULL)),
        row(
            "blockDiscard",
            "URING_CMD flags=0x1 fd=5 off=0x1200 addr3=0x200",
            r -> r.blockDiscard("a", direct(r), 0, 512)),
        row(
            "zoneResetAll",
            "URING_CMD flags=0x1 fd=5 off=0x1201",
            r -> r.zoneResetAll("a", direct(r))));
  }

  /** What {@code addr} points at. */
  static String addr(FakeSqe sqe) {
    return switch (sqe.operation()) {
      case "FUTEX_WAITV" -> words(sqe.addr(), sqe.len());
      case "EPOLL_CTL" -> event(sqe.addr());
      default ->
          hasText(sqe)
              ? OperationEncodingTest.string(sqe.addr())
              : OperationEncodingTest.name(sqe.addr());
    };
  }

  private static String words(long address, int count) {
    MemorySegment words = NativeMemory.at(address, (long) count * FutexWaitv.SIZE);
    return words
        .elements(MemoryLayout.sequenceLayout(FutexWaitv.SIZE, ValueLayout.JAVA_BYTE))
        .map(
            each ->
                "%s holds %d, flags 0x%x"
                    .formatted(
                        OperationEncodingTest.name(each.get(JAVA_LONG, FutexWaitv.UADDR)),
                        (int) each.get(JAVA_LONG, FutexWaitv.VAL),
                        each.get(JAVA_LONG, FutexWaitv.FLAGS)))
        .collect(Collectors.joining("; ", "[", "]"));
  }

  private static String event(long address) {
    LinuxArch arch = LinuxArch.CURRENT;
    MemorySegment event = NativeMemory.at(address, arch.EPOLL_EVENT_SIZE);
    return "{events 0x%x, data 0x%x}"
        .formatted(
            event.get(JAVA_INT, arch.EPOLL_EVENT_EVENTS),
            event.get(JAVA_LONG_UNALIGNED, arch.EPOLL_EVENT_DATA));
  }

  /** What {@code addr3} is. */
  static String addr3(FakeSqe sqe) {
    if (hasText(sqe)) {
      return OperationEncodingTest.string(sqe.addr3());
    }
    return sqe.attrTypeMask() == IoUringConstants.IORING_RW_ATTR_FLAG_PI
        ? protectionInfo(sqe.addr3())
        : OperationEncodingTest.name(sqe.addr3());
  }

  private static String protectionInfo(long address) {
    MemorySegment pi = NativeMemory.at(address, IoUringAttrPi.SIZE);
    return "{flags 0x%x, tag 0x%x, 0x%x at %s, seed 0x%x}"
        .formatted(
            pi.get(JAVA_SHORT, IoUringAttrPi.FLAGS),
            pi.get(JAVA_SHORT, IoUringAttrPi.APP_TAG),
            pi.get(JAVA_INT, IoUringAttrPi.LEN),
            OperationEncodingTest.name(pi.get(JAVA_LONG, IoUringAttrPi.ADDR)),
            pi.get(JAVA_LONG, IoUringAttrPi.SEED));
  }

  private static boolean hasText(FakeSqe sqe) {
    return sqe.operation().equals("OPENAT") || sqe.operation().endsWith("XATTR");
  }

  /** What the rows call an address, or null. */
  static String name(long address) {
    if (address == PAGE.address()) {
      return "page";
    }
    if (address == INFO.memory.address()) {
      return "info";
    }
    if (address == READY.memory.address()) {
      return "ready";
    }
    return address == ENDS.memory.address() ? "ends" : null;
  }

  private FileRows() {}
}
