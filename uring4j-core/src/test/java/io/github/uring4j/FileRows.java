package io.github.uring4j;

import static io.github.uring4j.EncodingRows.*;

import io.github.uring4j.EncodingRows.Row;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The rows of storage, pipes, memory and attributes. */
final class FileRows {

  private static final MemorySegment PAGE = Arena.ofAuto().allocate(PageSize.BYTES, PageSize.BYTES);

  /** Never touched. */
  private static final MemorySegment MANY_PAGES = NativeMemory.at(PageSize.BYTES, 1L << 32);

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
            r -> r.setxattr("a", "p", "user.x", BUFFER.asSlice(8, 4), XattrMode.CREATE)));
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
            r -> r.openat("a", Fd.CWD, "x", OpenFlags.RDONLY, 0).direct(7)));
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
            r -> r.fsetxattr("a", direct(r), "user.x", BUFFER, XattrMode.SET)));
  }

  /** Whether {@code addr}, and {@code addr3} if it is set, point at a text. */
  static boolean hasText(FakeSqe sqe) {
    return sqe.operation().equals("OPENAT") || sqe.operation().endsWith("XATTR");
  }

  /** What the rows call an address, or null. */
  static String name(long address) {
    return address == PAGE.address() ? "page" : null;
  }

  private FileRows() {}
}
