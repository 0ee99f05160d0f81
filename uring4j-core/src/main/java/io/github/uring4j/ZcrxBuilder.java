package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringRegionDesc;
import io.github.uring4j.abi.Structs.IoUringZcrxAreaReg;
import io.github.uring4j.abi.Structs.IoUringZcrxIfqReg;
import io.github.uring4j.abi.Structs.IoUringZcrxOffsets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Options of a {@link ZcrxQueue}.
 *
 * <p>Thread rule: that of the ring, whose owner thread alone may {@link #open}.
 */
public final class ZcrxBuilder {

  private static final int MAX_ENTRIES = 1 << 15;

  /** The largest page of all architectures. */
  private static final long PAGE = 64 * 1024;

  private final Registrations registrations;
  private int interfaceIndex;
  private int queue;
  private int entries = 4096;
  private int bufferLength;
  private int flags;
  private MemorySegment area;
  private PlainFd dmabuf;
  private long dmabufOffset;
  private long areaSize = 16L << 20;

  ZcrxBuilder(Registrations registrations) {
    this.registrations = registrations;
  }

  /**
   * The queue of a network device, which packets must be steered to.
   *
   * @param index of the network interface
   * @param receiveQueue the queue's number
   * @return this
   * @throws IllegalArgumentException if one is negative
   * @kernel 6.15
   */
  public ZcrxBuilder device(int index, int receiveQueue) {
    if (index < 0 || receiveQueue < 0) {
      throw new IllegalArgumentException(
          "interfaces and queues have numbers from 0, not %d and %d"
              .formatted(index, receiveQueue));
    }
    interfaceIndex = index;
    queue = receiveQueue;
    flags &= ~ZCRX_REG_NODEV;
    return this;
  }

  /**
   * Takes no device: all data is copied. To try things out.
   *
   * @return this
   * @kernel 7.0
   */
  public ZcrxBuilder noDevice() {
    interfaceIndex = 0;
    queue = 0;
    flags |= ZCRX_REG_NODEV;
    return this;
  }

  /**
   * How much can be given back before the kernel looks.
   *
   * @param count a power of two, 1 to 32768; 4096 by default
   * @return this
   * @kernel 6.15
   */
  public ZcrxBuilder refillEntries(int count) {
    entries = count;
    return this;
  }

  /**
   * Has data arrive in memory of the caller's.
   *
   * @param segment native and writable, of whole pages; must stay allocated until the ring is
   *     closed
   * @return this
   * @throws IllegalArgumentException if the segment is not native or is read-only, or not of whole
   *     pages
   * @kernel 6.15
   */
  public ZcrxBuilder area(MemorySegment segment) {
    Buffers.checkNative(segment, true);
    PageSize.checkWholePages(segment);
    area = segment;
    dmabuf = null;
    return this;
  }

  /**
   * Has data arrive in memory of a device, which its driver gave out as a dma-buf. This process
   * cannot look at it: {@link ZcrxQueue#area} is empty, {@link ZcrxQueue#offset} tells where in the
   * range data is, and {@link ZcrxQueue#data} is refused.
   *
   * @param descriptor of the dma-buf; stays the caller's, who may close it when the queue is open
   * @param offset where in it the range begins, in bytes, a multiple of the page
   * @param length how long the range is, in bytes, a multiple of the page, 1 page or more
   * @return this
   * @throws IllegalArgumentException if {@code offset} or {@code length} is out of its range
   * @kernel 6.16
   */
  public ZcrxBuilder dmabuf(PlainFd descriptor, long offset, long length) {
    Objects.requireNonNull(descriptor, "descriptor");
    if (offset < 0 || length < 1 || ((offset | length) & (PageSize.BYTES - 1)) != 0) {
      throw new IllegalArgumentException(
          "a range of a dma-buf is whole pages of %d bytes, not %d bytes from %d"
              .formatted(PageSize.BYTES, length, offset));
    }
    dmabuf = descriptor;
    dmabufOffset = offset;
    areaSize = length;
    area = null;
    return this;
  }

  /**
   * How much memory data arrives in, if it is the library's.
   *
   * @param bytes a multiple of the page; 16 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is not positive, or no whole pages
   * @kernel 6.15
   */
  public ZcrxBuilder areaSize(long bytes) {
    if (bytes < 1 || (bytes & (PageSize.BYTES - 1)) != 0) {
      throw new IllegalArgumentException(
          "an area is whole pages of %d bytes, not %d bytes".formatted(PageSize.BYTES, bytes));
    }
    areaSize = bytes;
    area = null;
    dmabuf = null;
    return this;
  }

  /**
   * How large the parts are that the device fills.
   *
   * @param bytes a power of two; 0 for a page, as it is unless called
   * @return this
   * @kernel 7.0
   */
  public ZcrxBuilder bufferLength(int bytes) {
    bufferLength = bytes;
    return this;
  }

  /**
   * Registers the queue.
   *
   * @return the queue
   * @throws IllegalArgumentException if an option is out of its range
   * @throws IllegalStateException if the ring lacks {@link SetupFlags#DEFER_TASKRUN}, or has no
   *     completions of 32 bytes: {@link SetupFlags#CQE32} or {@link SetupFlags#CQE_MIXED}; or is
   *     closed
   * @throws ErrnoException if the kernel refuses: EOPNOTSUPP if the device cannot, EPERM without
   *     CAP_NET_ADMIN, EINVAL if it lacks an option
   * @throws WrongThreadException on another thread than the ring's owner
   * @kernel 6.15
   */
  public ZcrxQueue open() throws IOException {
    RingResources resources = registrations.resources();
    resources.checkOwner();
    checkRing(resources.layout().setupFlags());
    if (entries < 1 || entries > MAX_ENTRIES || Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException(
          "a refill ring has a power of two of entries, 1 to %d, not %d"
              .formatted(MAX_ENTRIES, entries));
    }
    MemorySegment memory = memory();
    long size = (entries * 16L + 2 * PAGE - 1) & -PAGE;
    MemorySegment refill = Arena.ofAuto().allocate(size, PAGE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment queueRegistration = arena.allocate(IoUringZcrxIfqReg.SIZE, Long.BYTES);
      MemorySegment areaRegistration = arena.allocate(IoUringZcrxAreaReg.SIZE, Long.BYTES);
      MemorySegment region = arena.allocate(IoUringRegionDesc.SIZE, Long.BYTES);
      long length = dmabuf != null ? areaSize : memory.byteSize();
      writeArea(areaRegistration, memory, length);
      region.set(JAVA_LONG, IoUringRegionDesc.USER_ADDR, refill.address());
      region.set(JAVA_LONG, IoUringRegionDesc.SIZE_FIELD, size);
      region.set(JAVA_INT, IoUringRegionDesc.FLAGS, IORING_MEM_REGION_TYPE_USER);
      queueRegistration.set(JAVA_INT, IoUringZcrxIfqReg.IF_IDX, interfaceIndex);
      queueRegistration.set(JAVA_INT, IoUringZcrxIfqReg.IF_RXQ, queue);
      queueRegistration.set(JAVA_INT, IoUringZcrxIfqReg.RQ_ENTRIES, entries);
      queueRegistration.set(JAVA_INT, IoUringZcrxIfqReg.FLAGS, flags);
      queueRegistration.set(JAVA_LONG, IoUringZcrxIfqReg.AREA_PTR, areaRegistration.address());
      queueRegistration.set(JAVA_LONG, IoUringZcrxIfqReg.REGION_PTR, region.address());
      queueRegistration.set(JAVA_INT, IoUringZcrxIfqReg.RX_BUF_LEN, bufferLength);
      String subject = "queue %d of interface %d".formatted(queue, interfaceIndex);
      registrations.call(RegisterOperation.ZCRX_IFQ, queueRegistration, 1, subject);
      int offsets = IoUringZcrxIfqReg.OFFSETS;
      ZcrxQueue opened =
          new ZcrxQueue(
              registrations,
              queueRegistration.get(JAVA_INT, IoUringZcrxIfqReg.ZCRX_ID),
              memory,
              length,
              refill,
              areaRegistration.get(JAVA_LONG, IoUringZcrxAreaReg.RQ_AREA_TOKEN),
              queueRegistration.get(JAVA_INT, IoUringZcrxIfqReg.RQ_ENTRIES),
              queueRegistration.get(JAVA_INT, offsets + IoUringZcrxOffsets.HEAD),
              queueRegistration.get(JAVA_INT, offsets + IoUringZcrxOffsets.TAIL),
              queueRegistration.get(JAVA_INT, offsets + IoUringZcrxOffsets.RQES));
      resources.keep(opened);
      return opened;
    }
  }

  private MemorySegment memory() {
    if (dmabuf != null) {
      return MemorySegment.NULL;
    }
    return area != null ? area : Arena.ofAuto().allocate(areaSize, PAGE);
  }

  private void writeArea(MemorySegment registration, MemorySegment memory, long length) {
    registration.set(JAVA_LONG, IoUringZcrxAreaReg.LEN, length);
    if (dmabuf == null) {
      registration.set(JAVA_LONG, IoUringZcrxAreaReg.ADDR, memory.address());
    } else {
      registration.set(JAVA_LONG, IoUringZcrxAreaReg.ADDR, dmabufOffset);
      registration.set(JAVA_INT, IoUringZcrxAreaReg.FLAGS, IORING_ZCRX_AREA_DMABUF);
      registration.set(JAVA_INT, IoUringZcrxAreaReg.DMABUF_FD, dmabuf.value());
    }
  }

  static void checkRing(int setupFlags) {
    if (!Flags.contains(setupFlags, SetupFlags.DEFER_TASKRUN)
        || (setupFlags & (SetupFlags.CQE32 | SetupFlags.CQE_MIXED)) == 0) {
      throw new IllegalStateException(
          "zero-copy receive needs a ring with SetupFlags.DEFER_TASKRUN and with CQE32 or"
              + " CQE_MIXED: open one with these flags");
    }
  }
}
