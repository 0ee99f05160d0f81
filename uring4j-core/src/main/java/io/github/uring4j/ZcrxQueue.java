package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringZcrxRqe;
import io.github.uring4j.abi.Structs.ZcrxCtrl;
import io.github.uring4j.abi.Structs.ZcrxCtrlExport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A receive queue of a network device that writes to memory of the application: made by {@link
 * ZcrxRegistrations#zcrx}, used by {@link ZeroCopyReceiveOperations#recvZc}.
 *
 * <p>What a completion brings lies in the {@linkplain #area area}, and stays there until it is
 * {@linkplain #giveBack given back}, which is a few stores and no system call. It lives until its
 * ring is closed.
 *
 * <p>Thread rule: that of the ring, whose owner thread alone may use it.
 *
 * @see <a href="https://docs.kernel.org/networking/iou-zcrx.html">io_uring zero copy Rx</a>
 */
public final class ZcrxQueue {

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Registrations registrations;
  private final int id;
  private final MemorySegment area;

  /** In bytes; that of a device's memory too, which no segment shows. */
  private final long areaSize;

  private final MemorySegment refill;
  private final long areaToken;
  private final long headAt;
  private final long tailAt;
  private final long entriesAt;
  private final int mask;

  /** One past the last entry given back, which the kernel knows of. */
  private int tail;

  /**
   * A queue just registered.
   *
   * @param refill the ring of what is given back; empty for an imported queue
   */
  ZcrxQueue(
      Registrations registrations,
      int id,
      MemorySegment area,
      long areaSize,
      MemorySegment refill,
      long areaToken,
      int entries,
      int headAt,
      int tailAt,
      int entriesAt) {
    this.registrations = registrations;
    this.id = id;
    this.area = area;
    this.areaSize = areaSize;
    this.refill = refill;
    this.areaToken = areaToken;
    this.headAt = headAt;
    this.tailAt = tailAt;
    this.entriesAt = entriesAt;
    mask = entries - 1;
  }

  /**
   * The number that the kernel knows the queue by, unique in its ring.
   *
   * @return zero or more
   */
  public int id() {
    return id;
  }

  /**
   * The memory that data arrives in.
   *
   * @return the same segment each time; empty if it is {@linkplain ZcrxBuilder#dmabuf a device's}
   */
  public MemorySegment area() {
    return area;
  }

  /** The only ring on which this is good. */
  Object ring() {
    return registrations;
  }

  /**
   * Where the data of a completion begins.
   *
   * @param completion of a recvZc request from this queue, with a positive result
   * @return in bytes, in the {@link #area}
   * @throws IllegalArgumentException if it brought no data, or data that is not in the area
   */
  public long offset(CompletionView<?> completion) {
    int length = completion.res();
    long offset = completion.extra1() & ~IORING_ZCRX_AREA_MASK;
    if (completion.operation() != Operation.RECV_ZC || length <= 0 || offset > areaSize - length) {
      throw new IllegalArgumentException(completion + " brought no data into " + this);
    }
    return offset;
  }

  /**
   * The data of a completion.
   *
   * @param completion of a recvZc request from this queue, with a positive result
   * @return a new segment of exactly these bytes, good until they are given back
   * @throws IllegalArgumentException if it brought no data, or data that is not in the area
   * @throws IllegalStateException if the area is {@linkplain ZcrxBuilder#dmabuf a device's}
   */
  public MemorySegment data(CompletionView<?> completion) {
    if (area.byteSize() == 0) {
      throw new IllegalStateException(
          this + " is in the memory of a device: offset() tells where, for who can read there");
    }
    return area.asSlice(offset(completion), completion.res());
  }

  /**
   * Lets the device use memory again.
   *
   * @param offset as {@link #offset} told
   * @param length the completion's result
   * @return whether there was room to say so; if not, the kernel has to look first: receive, or
   *     {@link #flush}
   * @throws IndexOutOfBoundsException if the range is not within the area
   * @throws IllegalStateException if the queue is imported: the ring that it is from gives back
   */
  public boolean giveBack(long offset, int length) {
    registrations.resources().checkOwner();
    Objects.checkFromIndexSize(offset, length, areaSize);
    if (refill.byteSize() == 0) {
      throw new IllegalStateException(this + " is imported: give back where it was registered");
    }
    // Pairs with the kernel's store-release of the head: what lies before it has been read.
    int head = (int) INT.getAcquire(refill, headAt);
    if (tail - head > mask) {
      return false;
    }
    long at = entriesAt + (long) (tail & mask) * IoUringZcrxRqe.SIZE;
    refill.set(JAVA_LONG, at + IoUringZcrxRqe.OFF, offset | areaToken);
    refill.set(JAVA_LONG, at + IoUringZcrxRqe.LEN, length);
    tail++;
    // Pairs with the kernel's load-acquire of the tail: with a plain store it could read an entry
    // that is not yet written, and hand out memory that is still in use.
    INT.setRelease(refill, tailAt, tail);
    return true;
  }

  /**
   * Has the kernel look at what was given back now.
   *
   * @throws IllegalStateException if the ring is closed
   * @throws ErrnoException if the kernel refuses: EINVAL if it lacks this
   * @kernel 6.19
   */
  public void flush() throws IOException {
    registrations.resources().checkOwner();
    try (Arena arena = Arena.ofConfined()) {
      control(arena, ZCRX_CTRL_FLUSH_RQ);
    }
  }

  /**
   * A descriptor by which another ring can {@linkplain ZcrxRegistrations#importZcrx use} the queue.
   *
   * @return the descriptor, which the caller owns
   * @throws IllegalStateException if the ring is closed
   * @throws ErrnoException if the kernel refuses: EINVAL if it lacks this
   * @kernel 6.19
   */
  public PlainFd export() throws IOException {
    registrations.resources().checkOwner();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment control = control(arena, ZCRX_CTRL_EXPORT);
      return PlainFd.of(control.get(JAVA_INT, ZcrxCtrl.ZC_EXPORT + ZcrxCtrlExport.ZCRX_FD));
    }
  }

  private MemorySegment control(Arena arena, int operation) throws ErrnoException {
    MemorySegment control = arena.allocate(ZcrxCtrl.SIZE, Long.BYTES);
    control.set(JAVA_INT, ZcrxCtrl.ZCRX_ID, id);
    control.set(JAVA_INT, ZcrxCtrl.OP, operation);
    registrations.call(RegisterOperation.ZCRX_CTRL, control, 0, toString());
    return control;
  }

  @Override
  public String toString() {
    return "zero-copy receive queue %d of %d bytes".formatted(id, areaSize);
  }
}
