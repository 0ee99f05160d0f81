package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_REG_WAIT_TS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringRegWait;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * Options of waits in memory that is registered with a ring, where the kernel looks them up without
 * copying: {@link DisabledRing#registerWaits} makes them, {@link WaitRegistrations#setWait} changes
 * them. At first each waits {@linkplain WaitOptions#forever for ever}.
 *
 * <p>Thread rule: that of the ring.
 */
public final class RegisteredWaits {

  private final Object ring;
  private final MemorySegment memory;

  /** The signal masks that the memory points at. */
  private final MemorySegment masks;

  private final WaitOptions[] options;

  /**
   * By index, the offset in the memory, as io_uring_enter(2) takes it in the place of a pointer.
   */
  private final MemorySegment[] where;

  /** In memory of so many places, registered with this ring, which is compared by identity. */
  RegisteredWaits(Object ring, MemorySegment memory, int count) {
    this.ring = ring;
    this.memory = memory.fill((byte) 0);
    masks = Arena.ofAuto().allocate(JAVA_LONG, count);
    options = new WaitOptions[count];
    Arrays.fill(options, WaitOptions.forever());
    where = new MemorySegment[count];
    Arrays.setAll(where, i -> NativeMemory.at((long) i * IoUringRegWait.SIZE, 0));
  }

  /**
   * How many there are.
   *
   * @return 1 or more
   */
  public int count() {
    return options.length;
  }

  /** The only ring on which this is good. */
  Object ring() {
    return ring;
  }

  void set(int index, WaitOptions newOptions) {
    Objects.checkIndex(index, options.length);
    Objects.requireNonNull(newOptions, "options");
    long at = (long) index * IoUringRegWait.SIZE;
    memory.set(JAVA_INT, at + IoUringRegWait.FLAGS, newOptions.hasTime() ? IORING_REG_WAIT_TS : 0);
    Timespec.set(memory, at + IoUringRegWait.TS, Math.max(newOptions.nanos(), 0));
    memory.set(JAVA_INT, at + IoUringRegWait.MIN_WAIT_USEC, newOptions.minimumWaitMicros());
    boolean masked = newOptions.hasSignalMask();
    if (masked) {
      masks.setAtIndex(JAVA_LONG, index, newOptions.signalBits());
    }
    long mask = masked ? masks.address() + (long) index * Long.BYTES : 0;
    memory.set(JAVA_LONG, at + IoUringRegWait.SIGMASK, mask);
    memory.set(JAVA_INT, at + IoUringRegWait.SIGMASK_SZ, masked ? Long.BYTES : 0);
    options[index] = newOptions;
  }

  WaitOptions options(int index) {
    return options[Objects.checkIndex(index, options.length)];
  }

  MemorySegment where(int index) {
    return where[index];
  }

  @Override
  public String toString() {
    return options.length + " registered waits";
  }
}
