package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringBuf;
import io.github.uring4j.abi.Structs.IoUringBufReg;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Options of a {@link BufferRing}. The memory is the library's own unless the caller gives some.
 *
 * <p>Thread rule: that of the ring, whose owner thread alone may {@link #open}.
 */
public final class BufferRingBuilder {

  private static final int MAX_ENTRIES = 1 << 15;

  /** A mapping names its group in the 11 bits between the page offset and what kind it is. */
  private static final int MAX_MAPPED_ID = (1 << 11) - 1;

  private static final int DEFAULT_ENTRIES = 64;
  private static final int DEFAULT_BUFFER_SIZE = 16 * 1024;

  /** The largest page of all architectures: the ring must begin at one. */
  private static final long PAGE = 64 * 1024;

  private final Registrations registrations;
  int entries = DEFAULT_ENTRIES;
  boolean kernelMemory;
  boolean incremental;
  boolean sending;
  private int bufferSize = DEFAULT_BUFFER_SIZE;
  private int id = -1;
  private int minLeft;
  private MemorySegment memory;

  BufferRingBuilder(Registrations registrations) {
    this.registrations = registrations;
  }

  /**
   * How many buffers there are.
   *
   * @param count a power of two, 1 to 32768; 64 by default
   * @return this
   * @kernel 5.19
   */
  public BufferRingBuilder entries(int count) {
    entries = count;
    return this;
  }

  /**
   * The size of each buffer.
   *
   * @param bytes positive; 16384 by default
   * @return this
   * @kernel 5.19
   */
  public BufferRingBuilder bufferSize(int bytes) {
    bufferSize = bytes;
    return this;
  }

  /**
   * The number by which the kernel knows the group. By default one that is free.
   *
   * @param groupId 0 to 65535, which no other group of the ring has
   * @return this
   * @throws IllegalArgumentException if {@code groupId} is negative; the rest {@link #open} checks
   * @kernel 5.19
   */
  public BufferRingBuilder id(int groupId) {
    if (groupId < 0) {
      throw new IllegalArgumentException("a group's id is 0 to 65535, not " + groupId);
    }
    id = groupId;
    return this;
  }

  /**
   * Has the buffers lie in memory of the caller's, one behind the other from its start.
   *
   * @param segment native and writable, of at least {@link #entries} times {@link #bufferSize}
   *     bytes; must stay allocated until the ring of buffers is closed and no request uses it
   * @return this
   * @throws IllegalArgumentException if the segment is not native or is read-only
   * @kernel 5.19
   */
  public BufferRingBuilder memory(MemorySegment segment) {
    Buffers.checkNative(segment, true);
    memory = segment;
    return this;
  }

  /**
   * Has the kernel allocate the memory of the ring itself, 16 bytes an entry, which it shares then,
   * instead of pinning some of the process's. The buffers lie where they would without this. The
   * group's id is at most 2047 then.
   *
   * @return this
   * @kernel 6.4
   */
  public BufferRingBuilder kernelMemory() {
    kernelMemory = true;
    return this;
  }

  /**
   * Has the kernel fill a buffer by one completion after the other, each with as much as it brings,
   * and go on to the next buffer when one is full. So buffers can be large without waste.
   *
   * <p>Several requests can use such a ring at a time only if all of them are multishot ones: a
   * completion does not say where in the buffer its data is, and only for those the order of
   * completions does.
   *
   * @return this
   * @kernel 6.12
   */
  public BufferRingBuilder incremental() {
    return incremental(0);
  }

  /**
   * The same, without leaving tiny rests: a buffer with less than so many bytes left counts as
   * full.
   *
   * @param minLeftBytes zero, which is as 1, to {@link #bufferSize}
   * @return this
   * @kernel 6.18
   */
  public BufferRingBuilder incremental(int minLeftBytes) {
    incremental = true;
    minLeft = minLeftBytes;
    return this;
  }

  /**
   * Leaves all buffers with the application, which fills them for requests that send from the
   * group: see {@link BufferRing#acquire}.
   *
   * @return this
   * @kernel 6.10
   */
  public BufferRingBuilder forSending() {
    sending = true;
    return this;
  }

  /**
   * Registers the ring of buffers.
   *
   * @return the ring of buffers
   * @throws IllegalArgumentException if an option is out of its range, or the memory is too small
   * @throws IllegalStateException if another group has the id, requests in flight use it still, or
   *     the ring is closed
   * @throws ErrnoException if the kernel refuses: ENOMEM if it exceeds what the process may lock,
   *     EINVAL if it lacks an option
   * @throws WrongThreadException on another thread than the ring's owner
   * @kernel 5.19
   */
  public BufferRing open() throws IOException {
    RingResources resources = registrations.resources();
    resources.checkOwner();
    checkOptions();
    int group = id;
    if (group < 0) {
      group = resources.groups().freeId();
    }
    resources.groups().checkFree(group);
    if (kernelMemory && group > MAX_MAPPED_ID) {
      throw new IllegalArgumentException(
          "the kernel maps its memory for groups 0 to %d only, not for %d: choose a lower id"
              .formatted(MAX_MAPPED_ID, group));
    }
    long ringSize = (long) entries * IoUringBuf.SIZE;
    MemorySegment buffers = memory;
    if (buffers == null) {
      buffers = Arena.ofAuto().allocate((long) entries * bufferSize, PAGE);
    }
    MemorySegment ring = kernelMemory ? null : Arena.ofAuto().allocate(ringSize, PAGE);
    register(group, ring, ringSize);
    if (kernelMemory) {
      ring = map(group, ringSize);
    }
    BufferRing opened = new BufferRing(registrations, group, buffers, bufferSize, ring, this);
    resources.groups().add(opened);
    return opened;
  }

  private void checkOptions() {
    if (entries < 1 || entries > MAX_ENTRIES || Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException(
          "a ring of buffers has a power of two of entries, 1 to %d, not %d"
              .formatted(MAX_ENTRIES, entries));
    }
    if (bufferSize < 1) {
      throw new IllegalArgumentException("buffer size %d must be positive".formatted(bufferSize));
    }
    if (minLeft < 0 || minLeft > bufferSize) {
      throw new IllegalArgumentException(
          "of a buffer of %d bytes, %d cannot be left".formatted(bufferSize, minLeft));
    }
    if (kernelMemory && !registrations.resources().hasDescriptor()) {
      throw new IllegalArgumentException(
          "a ring with a registered descriptor only cannot map the kernel's memory: leave"
              + " kernelMemory() out");
    }
    long needed = (long) entries * bufferSize;
    if (memory != null && memory.byteSize() < needed) {
      throw new IllegalArgumentException(
          "%d buffers of %d bytes need %d bytes, the memory has %d"
              .formatted(entries, bufferSize, needed, memory.byteSize()));
    }
  }

  private void register(int group, MemorySegment ring, long ringSize) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment registration = arena.allocate(IoUringBufReg.SIZE, Long.BYTES);
      if (ring != null) {
        registration.set(JAVA_LONG, IoUringBufReg.RING_ADDR, ring.address());
      }
      registration.set(JAVA_INT, IoUringBufReg.RING_ENTRIES, entries);
      registration.set(JAVA_SHORT, IoUringBufReg.BGID, (short) group);
      int flags = (kernelMemory ? IOU_PBUF_RING_MMAP : 0) | (incremental ? IOU_PBUF_RING_INC : 0);
      registration.set(JAVA_SHORT, IoUringBufReg.FLAGS, (short) flags);
      registration.set(JAVA_INT, IoUringBufReg.MIN_LEFT, minLeft);
      registrations.call(
          RegisterOperation.PBUF_RING,
          registration,
          1,
          "group %d of %d buffers".formatted(group, entries),
          ringSize);
    }
  }

  private MemorySegment map(int group, long ringSize) throws ErrnoException {
    RingResources resources = registrations.resources();
    long offset = IORING_OFF_PBUF_RING | ((long) group << IORING_OFF_PBUF_SHIFT);
    long address = resources.syscalls().mmap(ringSize, resources.fd(), offset);
    if (address < 0) {
      BufferRing.unregister(resources, group);
      throw new ErrnoException((int) -address, "mmap", "ring of %d buffers".formatted(entries));
    }
    return NativeMemory.at(address, ringSize);
  }
}
