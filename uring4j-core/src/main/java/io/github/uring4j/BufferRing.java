package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringBuf;
import io.github.uring4j.abi.Structs.IoUringBufReg;
import io.github.uring4j.abi.Structs.IoUringBufRing;
import io.github.uring4j.abi.Structs.IoUringBufStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.NoSuchElementException;

/**
 * Buffers that go to the kernel through shared memory: giving one back is a few stores and no
 * system call. Made by {@link Ring#bufferRing()}.
 *
 * <p><b>Receiving</b> (the default): all buffers are with the kernel from the start; what a
 * completion brings comes with a {@link BufferLease}, and closing that gives the buffer back.
 *
 * <p><b>Sending</b> ({@link BufferRingBuilder#forSending}): all buffers are with the application
 * from the start. {@link #acquire} one, write to it, {@link BufferLease#provide}: requests that
 * send from the group take them in that order.
 *
 * <p><b>No buffer left</b>: the request ends with ENOBUFS, a multishot one too; what there was to
 * receive stays where it is. A multishot one with bundles ends with the data for which it took the
 * last buffers. Prepare it again when {@link #available} says that buffers are back: best look
 * after each batch of completions, as by then all that the handlers gave back is there. Before, it
 * would fail again at once.
 *
 * {@snippet file="io/github/uring4j/examples/BufferedEcho.java" region="multishot"}
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buf_ring.3.html">io_uring_register_buf_ring(3)</a>
 * @kernel 5.19
 */
public final class BufferRing extends BufferGroup implements AutoCloseable {

  private static final VarHandle SHORT = JAVA_SHORT.varHandle();

  private final MemorySegment ring;
  private final boolean kernelMemory;
  private final boolean incremental;
  private final boolean sending;
  private final int mask;

  /** One past the last buffer given to the kernel, which knows of it after {@link #publish}. */
  private int tail;

  private int withKernel;

  /** By place in the ring: the buffer. */
  private final char[] bufferAt;

  /** By buffer: where in the ring it was given to the kernel last, counted as the tail is. */
  private final char[] position;

  /** By buffer: whether the kernel may hand it out, or more of it. */
  private final boolean[] given;

  /** By buffer: where the kernel goes on in it, and where it ends. */
  private final int[] used;

  private final int[] end;

  /** By buffer: how many open leases have a part of it. */
  private final int[] holders;

  /** What {@link #acquire} hands out, first in, first out: {@link #freeCount} from the head on. */
  private final char[] free;

  private int freeHead;
  private int freeCount;

  /** Whether the kernel knows of it. */
  private boolean registered = true;

  /** Whether a request is in flight that must have an incremental ring for itself. */
  private boolean usedAlone;

  BufferRing(
      Registrations registrations,
      int id,
      MemorySegment memory,
      int bufferSize,
      MemorySegment ring,
      BufferRingBuilder options) {
    super(registrations, id, memory, bufferSize, options.entries);
    this.ring = ring;
    kernelMemory = options.kernelMemory;
    incremental = options.incremental;
    sending = options.sending;
    int count = options.entries;
    mask = count - 1;
    bufferAt = new char[count];
    position = new char[count];
    given = new boolean[count];
    used = new int[count];
    end = new int[count];
    holders = new int[count];
    free = new char[sending ? count : 0];
    for (int buffer = 0; buffer < count; buffer++) {
      finished(buffer);
    }
    publish();
  }

  @Override
  public int available() {
    checkOwner();
    return withKernel;
  }

  /**
   * Asks the kernel how far it is: one past the last buffer that it has consumed, counted from 0 at
   * the start and modulo 65536.
   *
   * @return 0 to 65535
   * @throws ErrnoException EINVAL if the kernel cannot tell
   * @kernel 6.8
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_buf_ring_head.3.html">io_uring_buf_ring_head(3)</a>
   */
  public int head() throws ErrnoException {
    checkOwner();
    int head = askHead();
    if (head < 0) {
      throw new ErrnoException(-head, "register_pbuf_status", toString());
    }
    return head;
  }

  private int askHead() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(IoUringBufStatus.SIZE, Long.BYTES);
      status.set(JAVA_INT, IoUringBufStatus.BUF_GROUP, id());
      int result = resources().register(IORING_REGISTER_PBUF_STATUS, status, 1);
      return result < 0 ? result : status.get(JAVA_INT, IoUringBufStatus.HEAD);
    }
  }

  /**
   * Takes the buffer that has been free for longest, to be filled.
   *
   * @return a lease on all of the buffer, which ends with {@link BufferLease#provide} or, unsent,
   *     {@link BufferLease#close}
   * @throws NoSuchElementException if none is free; {@link #tryAcquire} is the form for who expects
   *     that
   * @throws IllegalStateException if the ring of buffers is not {@linkplain
   *     BufferRingBuilder#forSending for sending}
   */
  public BufferLease acquire() {
    BufferLease lease = tryAcquire();
    if (lease == null) {
      throw new NoSuchElementException(
          "no buffer of " + this + " is free: they are leased, or wait to be sent");
    }
    return lease;
  }

  /**
   * Takes the buffer that has been free for longest, if there is one, to be filled.
   *
   * @return a lease on all of the buffer; null if none is free
   * @throws IllegalStateException if the ring of buffers is not {@linkplain
   *     BufferRingBuilder#forSending for sending}
   */
  public BufferLease tryAcquire() {
    checkOwner();
    checkSending();
    if (freeCount == 0) {
      return null;
    }
    int buffer = free[freeHead];
    freeHead = (freeHead + 1) & mask;
    freeCount--;
    BufferLease lease = lease(0);
    lease.add(buffer, 0, bufferSize());
    holders[buffer]++;
    return lease;
  }

  private void checkSending() {
    if (!sending) {
      throw new IllegalStateException(
          this + " is for receiving: its buffers are the kernel's; see forSending()");
    }
  }

  /**
   * Takes the buffers back from the kernel. A request in flight that would pick one ends with
   * ENOBUFS instead. One that has picked its buffer already, such as a read of a file that waits
   * for the disk, still writes to it, and its completion brings a lease as ever: so memory that the
   * caller gave must stay until the requests that use the group have ended. Leases that are open
   * stay good, and may be closed. Closing a closed one does nothing; closing the ring closes all.
   *
   * @throws ErrnoException if the kernel refuses
   * @throws WrongThreadException on another thread than the ring's owner
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_buf_ring.3.html">io_uring_unregister_buf_ring(3)</a>
   */
  @Override
  public void close() throws ErrnoException {
    if (isClosed()) {
      return;
    }
    checkOwner();
    int result = unregister(resources(), id());
    if (result < 0) {
      throw new ErrnoException(-result, "unregister_pbuf_ring", toString());
    }
    registered = false;
    markClosed();
    unmap();
    if (!isHeld()) {
      resources().groups().forget(this);
    }
  }

  static int unregister(RingResources resources, int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment registration = arena.allocate(IoUringBufReg.SIZE, Long.BYTES);
      registration.set(JAVA_SHORT, IoUringBufReg.BGID, (short) id);
      return resources.register(IORING_UNREGISTER_PBUF_RING, registration, 1);
    }
  }

  @Override
  boolean isUnregistered() {
    return !registered;
  }

  private void unmap() {
    if (kernelMemory) {
      resources().syscalls().munmap(ring.address(), ring.byteSize());
    }
  }

  @Override
  void release() {
    if (registered) {
      registered = false;
      unregister(resources(), id());
      unmap();
    }
  }

  // Giving.

  private void give(int buffer, int length) {
    long at = (long) (tail & mask) * IoUringBuf.SIZE;
    ring.set(JAVA_LONG, at + IoUringBuf.ADDR, memory().address() + start(buffer));
    ring.set(JAVA_INT, at + IoUringBuf.LEN, length);
    // Not resv: in the first entry that is the tail.
    ring.set(JAVA_SHORT, at + IoUringBuf.BID, (short) buffer);
    bufferAt[tail & mask] = (char) buffer;
    position[buffer] = (char) tail;
    given[buffer] = true;
    used[buffer] = 0;
    end[buffer] = length;
    tail++;
    withKernel++;
  }

  /** Lets the kernel see all buffers that were given. */
  private void publish() {
    // Pairs with the kernel's load-acquire of the tail: with a plain store it could pick a buffer
    // whose entry is not yet written, or one that the application still reads.
    SHORT.setRelease(ring, (long) IoUringBufRing.TAIL, (short) tail);
  }

  @Override
  void giveBack(BufferLease lease) {
    int before = tail;
    for (int part = 0; part < lease.parts(); part++) {
      int buffer = lease.partBuffer(part);
      if (--holders[buffer] == 0 && !given[buffer]) {
        finished(buffer);
      }
    }
    if (tail != before) {
      publish();
    }
  }

  /** Neither the kernel nor a lease has it. */
  private void finished(int buffer) {
    if (sending) {
      free[(freeHead + freeCount++) & mask] = (char) buffer;
    } else {
      give(buffer, bufferSize());
    }
  }

  @Override
  void provide(int buffer, int length) {
    checkSending();
    if (given[buffer] || holders[buffer] != 1) {
      throw new IllegalStateException(
          "the kernel, or another lease, still has a part of buffer " + buffer + " of " + this);
    }
    holders[buffer]--;
    give(buffer, length);
    publish();
  }

  // Taking.

  @Override
  void checkUsable(boolean alone) {
    super.checkUsable(alone);
    if (incremental && (usedAlone || (alone && isHeld()))) {
      throw new IllegalStateException(
          "a completion does not say where in a buffer of an incremental ring its data is, only"
              + " the order of completions does, and that is certain between multishot requests"
              + " only: a request of another kind must be the only one in flight that uses "
              + this);
    }
  }

  @Override
  void checkReceiveFlags(int msgFlags) {
    if (incremental && Flags.contains(msgFlags, MsgFlags.TRUNC)) {
      throw new IllegalArgumentException(
          "with MsgFlags.TRUNC the kernel counts bytes that it cut off as used, and would leave"
              + " gaps in the buffers of an incremental ring that nobody knows of: leave it out");
    }
  }

  @Override
  void hold(boolean alone) {
    super.hold(alone);
    usedAlone = incremental && alone;
  }

  @Override
  void unhold() {
    usedAlone = false;
    super.unhold();
  }

  @Override
  void arrivedWith(BufferLease lease, int res, int flags, boolean asBundle) {
    int buffer = checkGiven(CompletionFlags.bufferId(flags));
    int left = res;
    while (true) {
      int offset = used[buffer];
      // A datagram that was cut reports more than the buffer got.
      int length = Math.min(left, end[buffer] - offset);
      lease.add(buffer, offset, length);
      holders[buffer]++;
      left -= length;
      if (!asBundle || left == 0) {
        used[buffer] = offset + length;
        if (!isLeftWithKernel(buffer, flags, false)) {
          taken(buffer);
        }
        return;
      }
      taken(buffer);
      buffer = checkGiven(bufferAt[(position[buffer] + 1) & mask]);
    }
  }

  @Override
  void arrivedEmpty(int flags) {
    int buffer = checkGiven(CompletionFlags.bufferId(flags));
    if (!isLeftWithKernel(buffer, flags, true)) {
      taken(buffer);
      if (!isClosed() && holders[buffer] == 0) {
        finished(buffer);
        publish();
      }
    }
  }

  private int checkGiven(int buffer) {
    if (buffer >= count() || !given[buffer]) {
      throw new IllegalStateException(
          "the kernel handed out buffer " + buffer + ", which it does not have, of " + this);
    }
    return buffer;
  }

  private void taken(int buffer) {
    given[buffer] = false;
    withKernel--;
  }

  /**
   * Whether the kernel still has the buffer of a completion. It says so of incremental ones only,
   * and not always there: kernels have forgotten to for files and for what brought no data. Then
   * how far it is in the ring tells, and the entry, where it notes the rest of the first buffer.
   */
  private boolean isLeftWithKernel(int buffer, int flags, boolean empty) {
    if (isClosed()) {
      // Nobody can be asked any more, and completions that came before may still name it.
      return true;
    }
    boolean left = (flags & IORING_CQE_F_BUF_MORE) != 0;
    if (!left && (empty || usedAlone)) {
      int head = askHead();
      left = head >= 0 && (short) (head - position[buffer]) <= 0;
    }
    if (left && usedAlone) {
      // A file's read takes what it asked for out of the buffer before it knows how much comes.
      long at = (long) (position[buffer] & mask) * IoUringBuf.SIZE;
      long next = ring.get(JAVA_LONG, at + IoUringBuf.ADDR) - memory().address();
      used[buffer] = (int) (next - start(buffer));
    }
    return left;
  }
}
