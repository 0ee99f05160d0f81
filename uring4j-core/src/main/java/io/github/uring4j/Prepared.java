package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The request that was just prepared: modifiers, and its handle.
 *
 * <p>A flyweight: the ring uses a few of them in turn. It is good until the next operation on the
 * ring or the next submit, whichever comes first; after that its methods throw
 * IllegalStateException, until many operations later the object is in use again. So use it in the
 * same expression:
 *
 * <pre>{@code ring.write(data, fd, buffer, offset).link();}</pre>
 *
 * <p>Owner thread only.
 *
 * @param <P> the kind of request itself
 */
public abstract sealed class Prepared<P extends Prepared<P>>
    permits PreparedRequest,
        PreparedCommand,
        PreparedIo,
        PreparedDescriptor,
        PreparedInstall,
        PreparedMessage,
        PreparedNop,
        PreparedPoll,
        PreparedRingDescriptor,
        PreparedRingMessage,
        PreparedTime,
        PreparedSend,
        PreparedReceive,
        PreparedReceiveMultishot,
        PreparedZeroCopy {

  private final Ring<?> ring;
  private long entry;
  private long userData;
  private long serial;

  Prepared(Ring<?> ring) {
    this.ring = ring;
  }

  final void set(long entry, long userData, long serial) {
    this.entry = entry;
    this.userData = userData;
    this.serial = serial;
  }

  /**
   * Links the next request to this one: it starts when this one has succeeded, and is cancelled
   * (ECANCELED) when this one fails or is short. Both must go to the kernel with one submit.
   *
   * @return this
   * @kernel 5.3
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IOSQE_IO_LINK</a>
   */
  public final P link() {
    return setLink(IOSQE_IO_LINK);
  }

  /**
   * Links the next request to this one: it starts when this one has ended, whatever became of it.
   *
   * @return this
   * @kernel 5.5
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IOSQE_IO_HARDLINK</a>
   */
  public final P hardlink() {
    return setLink(IOSQE_IO_HARDLINK);
  }

  /**
   * Ends a chain: takes {@link #link} or {@link #hardlink} back.
   *
   * @return this
   * @kernel 5.3
   */
  public final P unlink() {
    checkCurrent();
    ring.endChain();
    return self();
  }

  /**
   * Starts this request when all submitted before it have completed, and those after it when it
   * has. Until then everything submitted later waits, {@link Ring#cancel cancelling} too.
   *
   * @return this
   * @throws IllegalStateException if a chain of this ring has {@linkplain Chain#skipSuccess skipped
   *     completions}
   * @kernel 5.2
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IOSQE_IO_DRAIN</a>
   */
  public final P drain() {
    checkCurrent();
    ring.skippedChains().drain();
    setFlag(IOSQE_IO_DRAIN);
    return self();
  }

  /**
   * Hands this request to a worker thread at once, without trying first whether it would block.
   * Only for what is known to block; anything else it makes slower.
   *
   * @return this
   * @kernel 5.6
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IOSQE_ASYNC</a>
   */
  public final P async() {
    setFlag(IOSQE_ASYNC);
    return self();
  }

  /**
   * Runs this request with registered credentials instead of those that the ring's owner has when
   * it submits.
   *
   * @param personality made by this ring
   * @return this
   * @throws IllegalArgumentException if it belongs to another ring
   * @throws IllegalStateException if it is registered no longer
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_personality.3.html">io_uring_register_personality(3)</a>
   */
  public final P personality(Personality personality) {
    checkCurrent();
    ring.registrations().checkMine(personality.ring(), personality);
    personality.checkRegistered();
    ring.sqes().set(JAVA_SHORT, entry + IoUringSqe.PERSONALITY, (short) personality.id());
    return self();
  }

  /**
   * The handle of this request, which stays good until its last completion has been collected.
   *
   * @return a new handle
   * @throws IllegalStateException if another operation or a submit has come in between
   */
  public final Request request() {
    checkCurrent();
    return new Request(ring, userData);
  }

  /** This, as what it is. */
  @SuppressWarnings("unchecked")
  final P self() {
    return (P) this;
  }

  private P setLink(int link) {
    checkCurrent();
    long at = entry + IoUringSqe.FLAGS;
    int others = ring.sqes().get(JAVA_BYTE, at) & ~(IOSQE_IO_LINK | IOSQE_IO_HARDLINK);
    ring.sqes().set(JAVA_BYTE, at, (byte) (others | link));
    ring.lastRequestLinks();
    return self();
  }

  private void setFlag(int flag) {
    checkCurrent();
    long at = entry + IoUringSqe.FLAGS;
    ring.sqes().set(JAVA_BYTE, at, (byte) (ring.sqes().get(JAVA_BYTE, at) | flag));
  }

  /** Sets bits of the field that each operation has for its own flags. */
  final void setOperationFlags(int bits) {
    checkCurrent();
    long at = entry + IoUringSqe.RW_FLAGS;
    ring.sqes().set(JAVA_INT, at, ring.sqes().get(JAVA_INT, at) | bits);
  }

  final void clearOperationFlags(int bits) {
    checkCurrent();
    long at = entry + IoUringSqe.RW_FLAGS;
    ring.sqes().set(JAVA_INT, at, ring.sqes().get(JAVA_INT, at) & ~bits);
  }

  final int operationFlags() {
    return field(IoUringSqe.RW_FLAGS);
  }

  /** A field of four bytes, by its offset in the entry. */
  final int field(int offset) {
    checkCurrent();
    return ring.sqes().get(JAVA_INT, entry + offset);
  }

  final void setField(int offset, int value) {
    checkCurrent();
    ring.sqes().set(JAVA_INT, entry + offset, value);
  }

  /** Sets a field of eight bytes. */
  final void setWord(int offset, long value) {
    checkCurrent();
    ring.sqes().set(JAVA_LONG, entry + offset, value);
  }

  final void setBufferIndex(int index) {
    checkCurrent();
    ring.sqes().set(JAVA_SHORT, entry + IoUringSqe.BUF_INDEX, (short) index);
  }

  /** Sets bits of ioprio, where the socket operations have flags of io_uring's own. */
  final void setIoprio(int bits) {
    checkCurrent();
    long at = entry + IoUringSqe.IOPRIO;
    ring.sqes().set(JAVA_SHORT, at, (short) (ring.sqes().get(JAVA_SHORT, at) | bits));
  }

  /** Whether bits of ioprio are set. */
  final boolean hasIoprio(int bits) {
    checkCurrent();
    return (ring.sqes().get(JAVA_SHORT, entry + IoUringSqe.IOPRIO) & bits) == bits;
  }

  /** Sets and clears bits of {@code off}'s lower half. */
  final void changeOffset(int set, int clear) {
    checkCurrent();
    long at = entry + IoUringSqe.OFF;
    ring.sqes().set(JAVA_INT, at, (ring.sqes().get(JAVA_INT, at) & ~clear) | set);
  }

  /** Has the result be a direct descriptor. */
  final void setFileIndex(int fileIndex) {
    setIndex(fileIndex);
    ring.table().setFileIndex(UserData.slot(userData), fileIndex);
  }

  /** Sets file_index, or what else an operation has there. */
  final void setIndex(int index) {
    checkCurrent();
    ring.sqes().set(JAVA_INT, entry + IoUringSqe.FILE_INDEX, index);
  }

  final Ring<?> ring() {
    return ring;
  }

  /** The slot plus one of a direct descriptor, or what stands for none and for any. */
  final int fileIndex() {
    return ring.table().fileIndex(UserData.slot(userData));
  }

  final int opcode() {
    return ring.table().opcode(UserData.slot(userData));
  }

  /** What the slot keeps alive. */
  final Object kept() {
    return ring.table().kept(UserData.slot(userData));
  }

  /** Has the kernel use several buffers of the group at once. */
  final void setBundle() {
    checkCurrent();
    BufferGroup group = KeptAlive.group(kept());
    if (group == null) {
      throw new IllegalStateException(
          "only a request whose buffers the kernel picks can use several at once: give a"
              + " BufferGroup");
    }
    if (Flags.contains(operationFlags(), MsgFlags.TRUNC)) {
      throw new IllegalStateException(
          "with MsgFlags.TRUNC the result counts what was cut off too, and would not tell which"
              + " buffers were used: leave it out, or do without bundle()");
    }
    ring.table().keep(UserData.slot(userData), group.bundle());
    setIoprio(IORING_RECVSEND_BUNDLE);
  }

  /** Keeps memory alive besides what the slot keeps. Returns a block of this size to go with it. */
  final Scratch.Block keepAlso(MemorySegment memory, long size) throws IOException {
    checkCurrent();
    Scratch.Block block = ring.scratch().allocate(size);
    block.wrap(kept());
    block.hold(memory);
    ring.table().keep(UserData.slot(userData), block);
    return block;
  }

  final void checkCurrent() {
    ring.checkOwner();
    if (serial != ring.serial()) {
      throw new IllegalStateException(
          "this request can no longer be changed: another operation or a submit has come in"
              + " between");
    }
  }
}
