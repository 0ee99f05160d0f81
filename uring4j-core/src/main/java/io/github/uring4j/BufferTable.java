package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringCloneBuffers;
import io.github.uring4j.abi.Structs.IoUringRsrcRegister;
import io.github.uring4j.abi.Structs.IoUringRsrcUpdate2;
import io.github.uring4j.abi.Structs.Iovec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The table of buffers that are registered with a ring: what the kernel has, and which objects
 * stand for it.
 *
 * <p>Another ring may clone the table, on its own thread. So a table changes, here and in the
 * kernel, under the shared lock, and two are cloned under the exclusive one: then neither changes,
 * and the source's descriptor is open.
 */
final class BufferTable {

  /** IORING_MAX_REG_BUFFERS. */
  static final int MAX_BUFFERS = 1 << 14;

  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

  private final Registrations registrations;

  /** Null when there is no table, with nulls for empty slots. Guarded by LOCK. */
  private RegisteredBuffer[] table;

  /** Guarded by LOCK. */
  private boolean closed;

  BufferTable(Registrations registrations) {
    this.registrations = registrations;
  }

  /**
   * @param tags null for none
   */
  List<RegisteredBuffer> register(MemorySegment[] segments, Mailbox[] tags) throws ErrnoException {
    checkCount(segments.length);
    check(segments);
    Tags.check(registrations, segments, tags);
    Lock changing = LOCK.readLock();
    changing.lock();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vectors = vectors(arena, segments);
      if (tags == null) {
        registrations.call(
            RegisterOperation.BUFFERS,
            vectors,
            segments.length,
            subject(segments),
            bytes(segments));
      } else {
        MemorySegment tagged = arena.allocate(IoUringRsrcRegister.SIZE, Long.BYTES);
        tagged.set(JAVA_INT, IoUringRsrcRegister.NR, segments.length);
        tagged.set(JAVA_LONG, IoUringRsrcRegister.DATA, vectors.address());
        tagged.set(JAVA_LONG, IoUringRsrcRegister.TAGS, Tags.write(arena, tags).address());
        registrations.call(
            RegisterOperation.BUFFERS2,
            tagged,
            IoUringRsrcRegister.SIZE,
            subject(segments),
            bytes(segments));
      }
      table = buffers(0, segments);
      return Collections.unmodifiableList(Arrays.asList(table.clone()));
    } finally {
      changing.unlock();
    }
  }

  void registerSparse(int slots) throws ErrnoException {
    checkCount(slots);
    Lock changing = LOCK.readLock();
    changing.lock();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sparse = arena.allocate(IoUringRsrcRegister.SIZE, Long.BYTES);
      sparse.set(JAVA_INT, IoUringRsrcRegister.NR, slots);
      sparse.set(JAVA_INT, IoUringRsrcRegister.FLAGS, IORING_RSRC_REGISTER_SPARSE);
      registrations.call(
          RegisterOperation.BUFFERS2, sparse, IoUringRsrcRegister.SIZE, slots + " slots");
      table = new RegisteredBuffer[slots];
    } finally {
      changing.unlock();
    }
  }

  /**
   * @param tags null for none
   */
  List<RegisteredBuffer> update(int first, MemorySegment[] segments, Mailbox[] tags)
      throws ErrnoException {
    checkCount(segments.length);
    check(segments);
    Tags.check(registrations, segments, tags);
    Lock changing = LOCK.readLock();
    changing.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (table != null) {
        Objects.checkFromIndexSize(first, segments.length, table.length);
      }
      RegisteredBuffer[] made = buffers(first, segments);
      MemorySegment vectors = vectors(arena, segments);
      MemorySegment written = Tags.write(arena, tags);
      MemorySegment update = arena.allocate(IoUringRsrcUpdate2.SIZE, Long.BYTES);
      // The kernel stops before one that it refuses, and says why only if that is the first.
      for (int done = 0; done < segments.length; ) {
        int left = segments.length - done;
        update.set(JAVA_INT, IoUringRsrcUpdate2.OFFSET, first + done);
        update.set(
            JAVA_LONG, IoUringRsrcUpdate2.DATA, vectors.address() + (long) done * Iovec.SIZE);
        update.set(JAVA_LONG, IoUringRsrcUpdate2.TAGS, Tags.address(written, done));
        update.set(JAVA_INT, IoUringRsrcUpdate2.NR, left);
        MemorySegment next = segments[done];
        int taken =
            registrations.call(
                RegisterOperation.BUFFERS_UPDATE,
                update,
                IoUringRsrcUpdate2.SIZE,
                "slot " + (first + done),
                next == null ? 0 : next.byteSize());
        replace(first + done, Arrays.copyOfRange(made, done, done + taken));
        done += taken;
      }
      return Collections.unmodifiableList(Arrays.asList(made));
    } finally {
      changing.unlock();
    }
  }

  void unregister() throws ErrnoException {
    Lock changing = LOCK.readLock();
    changing.lock();
    try {
      registrations.call(RegisterOperation.UNREGISTER_BUFFERS);
      clear();
    } finally {
      changing.unlock();
    }
  }

  /**
   * Takes over buffers of another ring's table, whoever owns that.
   *
   * @param count 0 for all, into a ring without a table
   */
  List<RegisteredBuffer> cloneFrom(
      Registrations source, int sourceFirst, int first, int count, boolean replace)
      throws ErrnoException {
    BufferTable from = source.buffers;
    if (from == this) {
      throw new IllegalArgumentException("a ring cannot clone its own buffers");
    }
    Lock cloning = LOCK.writeLock();
    cloning.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (from.closed) {
        throw new IllegalStateException("the ring whose buffers are to be cloned is closed");
      }
      int size = from.table == null ? 0 : from.table.length;
      Objects.checkFromIndexSize(sourceFirst, count, size);
      Objects.checkFromIndexSize(first, count, MAX_BUFFERS);
      MemorySegment clone = arena.allocate(IoUringCloneBuffers.SIZE, Long.BYTES);
      boolean byIndex = !source.resources().hasDescriptor();
      if (byIndex) {
        source.resources().checkOwner();
      }
      clone.set(
          JAVA_INT,
          IoUringCloneBuffers.SRC_FD,
          byIndex ? source.resources().index() : source.resources().fd());
      clone.set(
          JAVA_INT,
          IoUringCloneBuffers.FLAGS,
          (byIndex ? IORING_REGISTER_SRC_REGISTERED : 0)
              | (replace ? IORING_REGISTER_DST_REPLACE : 0));
      clone.set(JAVA_INT, IoUringCloneBuffers.SRC_OFF, sourceFirst);
      clone.set(JAVA_INT, IoUringCloneBuffers.DST_OFF, first);
      clone.set(JAVA_INT, IoUringCloneBuffers.NR, count);
      registrations.call(RegisterOperation.CLONE_BUFFERS, clone, 1, "of another ring");
      int cloned = count == 0 ? size : count;
      RegisteredBuffer[] made = new RegisteredBuffer[cloned];
      for (int i = 0; i < cloned; i++) {
        RegisteredBuffer original = from.table[sourceFirst + i];
        if (original != null) {
          made[i] = new RegisteredBuffer(registrations, first + i, original.segment());
        }
      }
      int newSize = Math.max(first + cloned, table == null ? 0 : table.length);
      table = table == null ? new RegisteredBuffer[newSize] : Arrays.copyOf(table, newSize);
      replace(first, made);
      return Collections.unmodifiableList(Arrays.asList(made));
    } finally {
      cloning.unlock();
    }
  }

  /** Does what must not happen while another thread clones. */
  void whileNotCloned(Runnable action) {
    Lock changing = LOCK.readLock();
    changing.lock();
    try {
      action.run();
    } finally {
      changing.unlock();
    }
  }

  /** Nothing is registered any more, nor will be cloned. */
  void close() {
    Lock changing = LOCK.readLock();
    changing.lock();
    try {
      closed = true;
      clear();
    } finally {
      changing.unlock();
    }
  }

  private void clear() {
    if (table != null) {
      replace(0, new RegisteredBuffer[table.length]);
      table = null;
    }
  }

  private void replace(int first, RegisteredBuffer[] buffers) {
    for (int i = 0; i < buffers.length; i++) {
      if (table[first + i] != null) {
        table[first + i].unregistered();
      }
      table[first + i] = buffers[i];
    }
  }

  private RegisteredBuffer[] buffers(int first, MemorySegment[] segments) {
    RegisteredBuffer[] buffers = new RegisteredBuffer[segments.length];
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] != null) {
        buffers[i] = new RegisteredBuffer(registrations, first + i, segments[i]);
      }
    }
    return buffers;
  }

  private static MemorySegment vectors(Arena arena, MemorySegment[] segments) {
    MemorySegment vectors = arena.allocate((long) Iovec.SIZE * segments.length, Long.BYTES);
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] != null) {
        long at = (long) i * Iovec.SIZE;
        vectors.set(JAVA_LONG, at + Iovec.IOV_BASE, segments[i].address());
        vectors.set(JAVA_LONG, at + Iovec.IOV_LEN, segments[i].byteSize());
      }
    }
    return vectors;
  }

  private static void check(MemorySegment[] segments) {
    for (MemorySegment segment : segments) {
      if (segment != null) {
        Buffers.checkNative(segment, false);
        if (segment.byteSize() == 0) {
          throw new IllegalArgumentException("a buffer to register has 1 byte to 1 GiB, not 0");
        }
      }
    }
  }

  private static void checkCount(int count) {
    if (count < 1 || count > MAX_BUFFERS) {
      throw new IllegalArgumentException(
          "a table of registered buffers has 1 to %d slots, not %d".formatted(MAX_BUFFERS, count));
    }
  }

  private static String subject(MemorySegment[] segments) {
    String bytes = bytes(segments) + " bytes";
    return segments.length == 1 ? bytes : bytes + " in " + segments.length + " buffers";
  }

  private static long bytes(MemorySegment[] segments) {
    return Arrays.stream(segments)
        .filter(Objects::nonNull)
        .mapToLong(MemorySegment::byteSize)
        .sum();
  }
}
