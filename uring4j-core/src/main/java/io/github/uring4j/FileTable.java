package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_RSRC_REGISTER_SPARSE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringFileIndexRange;
import io.github.uring4j.abi.Structs.IoUringRsrcRegister;
import io.github.uring4j.abi.Structs.IoUringRsrcUpdate2;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The table of files that are registered with a ring.
 *
 * <p>Knows its size only: its slots change by requests too.
 */
final class FileTable {

  /** The size while there is no table: whatever is used, the kernel answers EBADF. */
  private static final int NONE = DirectFd.MAX_SLOTS;

  private final Registrations registrations;
  private int size = NONE;

  FileTable(Registrations registrations) {
    this.registrations = registrations;
  }

  /**
   * @param tags null for none
   */
  List<DirectFd> register(PlainFd[] files, Mailbox[] tags) throws ErrnoException {
    checkCount(files.length);
    Tags.check(registrations, files, tags);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, files.length);
      for (int i = 0; i < files.length; i++) {
        if (FileRegistrations.SKIP.equals(files[i])) {
          throw new IllegalArgumentException(
              "SKIP leaves a slot as it is, and a new table has none to leave: give null for an"
                  + " empty one");
        }
        numbers.setAtIndex(JAVA_INT, i, number(files[i]));
      }
      String subject = files.length + " files";
      if (tags == null) {
        registrations.call(RegisterOperation.FILES, numbers, files.length, subject, files.length);
      } else {
        MemorySegment table = arena.allocate(IoUringRsrcRegister.SIZE, Long.BYTES);
        table.set(JAVA_INT, IoUringRsrcRegister.NR, files.length);
        table.set(JAVA_LONG, IoUringRsrcRegister.DATA, numbers.address());
        table.set(JAVA_LONG, IoUringRsrcRegister.TAGS, Tags.write(arena, tags).address());
        registrations.call(
            RegisterOperation.FILES2, table, IoUringRsrcRegister.SIZE, subject, files.length);
      }
    }
    size = files.length;
    return descriptors(0, files);
  }

  void registerSparse(int slots) throws ErrnoException {
    checkCount(slots);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(IoUringRsrcRegister.SIZE, Long.BYTES);
      table.set(JAVA_INT, IoUringRsrcRegister.NR, slots);
      table.set(JAVA_INT, IoUringRsrcRegister.FLAGS, IORING_RSRC_REGISTER_SPARSE);
      registrations.call(
          RegisterOperation.FILES2, table, IoUringRsrcRegister.SIZE, slots + " slots", slots);
    }
    size = slots;
  }

  /**
   * @param tags null for none
   */
  List<DirectFd> update(int first, PlainFd[] files, Mailbox[] tags) throws ErrnoException {
    checkCount(files.length);
    checkRange(first, files.length);
    Tags.check(registrations, files, tags);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, files.length);
      for (int i = 0; i < files.length; i++) {
        numbers.setAtIndex(JAVA_INT, i, number(files[i]));
      }
      MemorySegment written = Tags.write(arena, tags);
      MemorySegment update = arena.allocate(IoUringRsrcUpdate2.SIZE, Long.BYTES);
      // The kernel stops before one that it refuses, and says why only if that is the first.
      for (int done = 0; done < files.length; ) {
        int left = files.length - done;
        update.set(JAVA_INT, IoUringRsrcUpdate2.OFFSET, first + done);
        update.set(
            JAVA_LONG, IoUringRsrcUpdate2.DATA, numbers.address() + (long) done * Integer.BYTES);
        String subject = "slot %d, %s".formatted(first + done, files[done]);
        if (tags == null) {
          // The older struct is the beginning of the newer one.
          done += registrations.call(RegisterOperation.FILES_UPDATE, update, left, subject);
        } else {
          update.set(JAVA_LONG, IoUringRsrcUpdate2.TAGS, Tags.address(written, done));
          update.set(JAVA_INT, IoUringRsrcUpdate2.NR, left);
          done +=
              registrations.call(
                  RegisterOperation.FILES_UPDATE2, update, IoUringRsrcUpdate2.SIZE, subject);
        }
      }
    }
    return descriptors(first, files);
  }

  void allocRange(int first, int count) throws ErrnoException {
    checkRange(first, count);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment range = arena.allocate(IoUringFileIndexRange.SIZE, Long.BYTES);
      range.set(JAVA_INT, IoUringFileIndexRange.OFF, first);
      range.set(JAVA_INT, IoUringFileIndexRange.LEN, count);
      registrations.call(RegisterOperation.FILE_ALLOC_RANGE, range, 0, count + " slots");
    }
  }

  void unregister() throws ErrnoException {
    registrations.call(RegisterOperation.UNREGISTER_FILES);
    size = NONE;
  }

  void close() {
    size = NONE;
  }

  /** Refuses slots that the table does not have. */
  void checkRange(int first, int count) {
    Objects.checkFromIndexSize(first, count, size);
  }

  /** Refuses a slot that the table does not have. */
  void check(DirectFd fd) {
    if (fd.slot() >= size) {
      throw new IllegalArgumentException(
          "the ring's table of registered files has slots 0 to %d, and no %s"
              .formatted(size - 1, fd));
    }
  }

  /** What stands for a file in the kernel's arrays. */
  static int number(PlainFd file) {
    if (file == null) {
      return -1;
    }
    if (file.equals(Fd.CWD)) {
      throw new IllegalArgumentException("Fd.CWD names the current directory, and no open file");
    }
    return file.value();
  }

  static void checkCount(int count) {
    if (count < 1 || count > DirectFd.MAX_SLOTS) {
      throw new IllegalArgumentException(
          "a table of registered files has 1 to %d slots, not %d"
              .formatted(DirectFd.MAX_SLOTS, count));
    }
  }

  private List<DirectFd> descriptors(int first, PlainFd[] files) {
    DirectFd[] made = new DirectFd[files.length];
    for (int i = 0; i < files.length; i++) {
      if (files[i] != null && !files[i].equals(FileRegistrations.SKIP)) {
        made[i] = new DirectFd(registrations, first + i);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(made));
  }
}
