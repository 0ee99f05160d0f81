package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Data that the kernel put into buffers of its choice, until {@link #close} gives them back; or a
 * free buffer to be filled, see {@link BufferRing#acquire}.
 *
 * <p>A lease has one part, or several for a bundle. A part is the bytes that were received, or
 * sent, and nothing more; with an {@linkplain BufferRingBuilder#incremental incremental} ring it
 * lies somewhere in its buffer, which then other leases may have parts of, and goes back when all
 * of them are closed and the kernel is done with it too.
 *
 * <p>A request that uses a segment, such as one that sends it on, does not keep the lease open:
 * close it when that request has had its last completion, and not before.
 *
 * <p>The same object is used again for other data, as late as possible, so that nothing is
 * allocated. A reference that was kept after close is refused until then; after that it looks like
 * its next user's. Forget the reference when you close. Segments are not refused after close: what
 * they show is overwritten then.
 *
 * <p>Thread rule: the ring's owner thread. Other threads may use the segments until the owner
 * closes the lease. When the ring is closed, leases that are open keep their memory, and may be
 * closed.
 */
public final class BufferLease implements AutoCloseable {

  private final BufferGroup group;
  private int[] buffers = new int[1];
  private int[] offsets = new int[1];
  private int[] lengths = new int[1];
  private int count;
  private int flags;
  private boolean open;

  /** The descriptors that came with a message, until somebody takes them; null for none. */
  private List<PlainFd> descriptors;

  private boolean descriptorsTaken;

  BufferLease(BufferGroup group) {
    this.group = group;
  }

  /** Begins a life, without parts. */
  void opened(int newFlags) {
    assert !open : this;
    flags = newFlags;
    count = 0;
    descriptors = null;
    descriptorsTaken = false;
    open = true;
  }

  void add(int buffer, int offset, int length) {
    if (count == buffers.length) {
      buffers = Arrays.copyOf(buffers, count * 2);
      offsets = Arrays.copyOf(offsets, count * 2);
      lengths = Arrays.copyOf(lengths, count * 2);
    }
    buffers[count] = buffer;
    offsets[count] = offset;
    lengths[count] = length;
    count++;
  }

  /** Looks for descriptors in a message, which are closed with this unless they are taken. */
  void ofMessage(RecvmsgTemplate template) {
    descriptors = ReceivedMessage.descriptors(group.memory(), startOf(0), lengths[0], template);
  }

  List<PlainFd> takeDescriptors() {
    checkOpen();
    descriptorsTaken = true;
    return descriptors == null ? List.of() : List.copyOf(descriptors);
  }

  private void closeDescriptors() {
    if (descriptors != null && !descriptorsTaken) {
      descriptors.forEach(fd -> group.resources().syscalls().close(fd.value()));
    }
    descriptors = null;
  }

  /** Of open ones and of those that are just being closed. */
  int parts() {
    return count;
  }

  int partBuffer(int part) {
    return buffers[part];
  }

  /** Of the completion that brought it. */
  int flags() {
    return flags;
  }

  /**
   * The group that the buffers belong to.
   *
   * @return the group
   */
  public BufferGroup group() {
    return group;
  }

  /**
   * How many parts the data has.
   *
   * @return one or more
   */
  public int count() {
    checkOpen();
    return count;
  }

  /**
   * All bytes, if they lie in one part.
   *
   * @return a new segment of exactly these bytes
   * @throws IllegalStateException if there are several parts, or the lease is closed
   */
  public MemorySegment segment() {
    checkOpen();
    checkOnePart();
    return part(0);
  }

  /**
   * The bytes of one part.
   *
   * @param part 0 to {@link #count} - 1, in the order of the data
   * @return a new segment of exactly these bytes
   * @throws IndexOutOfBoundsException if there is no such part
   * @throws IllegalStateException if the lease is closed
   */
  public MemorySegment segment(int part) {
    checkPart(part);
    return part(part);
  }

  private MemorySegment part(int part) {
    return group.memory().asSlice(startOf(part), lengths[part]);
  }

  private long startOf(int part) {
    return group.start(buffers[part]) + offsets[part];
  }

  /**
   * How many bytes all parts have together.
   *
   * @return zero or more
   */
  public int length() {
    checkOpen();
    int total = 0;
    for (int part = 0; part < count; part++) {
      total += lengths[part];
    }
    return total;
  }

  /**
   * How many bytes a part has.
   *
   * @param part 0 to {@link #count} - 1
   * @return zero or more
   */
  public int length(int part) {
    checkPart(part);
    return lengths[part];
  }

  /**
   * Where a part starts in the group's {@linkplain BufferGroup#memory memory}: for who wants to
   * read without a new segment.
   *
   * @param part 0 to {@link #count} - 1
   * @return in bytes
   */
  public long offset(int part) {
    checkPart(part);
    return startOf(part);
  }

  /**
   * The buffer that a part lies in.
   *
   * @param part 0 to {@link #count} - 1
   * @return its id, 0 to the group's {@link BufferGroup#count} - 1
   */
  public int buffer(int part) {
    checkPart(part);
    return buffers[part];
  }

  /**
   * Whether this is in use.
   *
   * @return false after {@link #close} or {@link #provide}
   */
  public boolean isOpen() {
    return open;
  }

  /**
   * Has the kernel send what was written to the start of the buffer, in its turn, with a request
   * that uses the group. Ends the lease.
   *
   * @param length how many bytes, 1 to the group's {@link BufferGroup#bufferSize}
   * @throws IllegalArgumentException if {@code length} is out of its range
   * @throws IllegalStateException if this has several parts, the lease is closed, or the ring of
   *     buffers is not {@linkplain BufferRingBuilder#forSending for sending}
   */
  public void provide(int length) {
    checkOpen();
    checkOnePart();
    group.checkOwner();
    if (length < 1 || length > group.bufferSize()) {
      throw new IllegalArgumentException(
          "a buffer holds 1 to %d bytes, not %d".formatted(group.bufferSize(), length));
    }
    group.provide(buffers[0], length);
    open = false;
    count = 0;
    group.ended(this);
  }

  /**
   * Gives the buffers back: to the kernel, or if the group is for sending to those that {@link
   * BufferRing#acquire} hands out.
   *
   * @throws IllegalStateException if it is closed already
   * @throws WrongThreadException on another thread than the ring's owner
   */
  @Override
  public void close() {
    checkOpen();
    if (!group.isClosed()) {
      group.checkOwner();
    }
    closeDescriptors();
    open = false;
    group.ended(this);
  }

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException(
          "the lease is closed: the kernel may have put other data there, or somebody else has it");
    }
  }

  private void checkPart(int part) {
    checkOpen();
    if (part < 0 || part >= count) {
      throw new IndexOutOfBoundsException("part " + part + " of " + count);
    }
  }

  private void checkOnePart() {
    if (count != 1) {
      throw new IllegalStateException(
          "the data came in " + count + " parts: ask for each with segment(part)");
    }
  }

  @Override
  public String toString() {
    if (!open) {
      return "a closed lease of " + group;
    }
    return "a lease of %d part(s), %d bytes, of %s".formatted(count, length(), group);
  }
}
