package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.uring4j.abi.Structs.IoUringBuf;
import io.github.uring4j.abi.Structs.IoUringBufReg;
import io.github.uring4j.abi.Structs.IoUringBufRing;
import io.github.uring4j.abi.Structs.IoUringBufStatus;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Map;

/** One ring of buffers of the fake kernel, which picks from it as Linux 6.18 does. */
final class FakeBufferRing {

  private static final VarHandle SHORT = JAVA_SHORT.varHandle();
  private static final int PAGE = 4096;

  /** The memory, if the kernel allocated it. */
  final FakeMemory.Block block;

  private final MemorySegment ring;
  private final int entries;
  private final int flags;
  private final int minLeft;
  private int head;
  private boolean saysMore = true;

  private FakeBufferRing(MemorySegment registration, FakeMemory memory) {
    entries = registration.get(JAVA_INT_UNALIGNED, IoUringBufReg.RING_ENTRIES);
    flags = registration.get(JAVA_SHORT_UNALIGNED, IoUringBufReg.FLAGS);
    minLeft = registration.get(JAVA_INT_UNALIGNED, IoUringBufReg.MIN_LEFT);
    long size = (long) entries * IoUringBuf.SIZE;
    if ((flags & IOU_PBUF_RING_MMAP) != 0) {
      block = memory.allocate("PBUF_RING", size);
      ring = block.memory;
    } else {
      block = null;
      ring = NativeMemory.at(registration.get(JAVA_LONG_UNALIGNED, IoUringBufReg.RING_ADDR), size);
    }
  }

  static int register(
      Map<Integer, FakeBufferRing> rings, MemorySegment registration, FakeMemory memory) {
    int entries = registration.get(JAVA_INT_UNALIGNED, IoUringBufReg.RING_ENTRIES);
    long address = registration.get(JAVA_LONG_UNALIGNED, IoUringBufReg.RING_ADDR);
    int flags = registration.get(JAVA_SHORT_UNALIGNED, IoUringBufReg.FLAGS);
    boolean mapped = (flags & IOU_PBUF_RING_MMAP) != 0;
    boolean fits = entries >= 1 && entries <= 1 << 15 && Integer.bitCount(entries) == 1;
    if (!fits || mapped != (address == 0) || address % PAGE != 0) {
      return -EINVAL;
    }
    int id = group(registration);
    if (rings.containsKey(id)) {
      return -EEXIST;
    }
    rings.put(id, new FakeBufferRing(registration, memory));
    return 0;
  }

  static int unregister(Map<Integer, FakeBufferRing> rings, MemorySegment registration) {
    return rings.remove(group(registration)) == null ? -ENOENT : 0;
  }

  private static int group(MemorySegment registration) {
    return Short.toUnsignedInt(registration.get(JAVA_SHORT_UNALIGNED, IoUringBufReg.BGID));
  }

  static int status(Map<Integer, FakeBufferRing> rings, MemorySegment status) {
    FakeBufferRing ring = rings.get(status.get(JAVA_INT_UNALIGNED, IoUringBufStatus.BUF_GROUP));
    if (ring == null) {
      return -ENOENT;
    }
    status.set(JAVA_INT_UNALIGNED, IoUringBufStatus.HEAD, ring.head & 0xffff);
    return 0;
  }

  /** Forgets to say that it keeps a buffer, as kernels did for files and without data. */
  FakeBufferRing saysNothingOfTheRest() {
    saysMore = false;
    return this;
  }

  /** How many buffers the application has published and the kernel has not consumed. */
  int available() {
    int available = ((short) SHORT.getAcquire(ring, (long) IoUringBufRing.TAIL) - head) & 0xffff;
    if (available > entries) {
      throw new AssertionError("the ring of " + entries + " buffers holds " + available);
    }
    return available;
  }

  /** Receives a text, in as many buffers as it needs. Returns the completion's flags. */
  int receive(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int picked = CompletionFlags.BUFFER | id(head) << IORING_CQE_BUFFER_SHIFT;
    boolean kept = false;
    for (int at = 0; at < bytes.length; ) {
      MemorySegment entry = entry();
      int length = Math.min(bytes.length - at, entry.get(JAVA_INT, IoUringBuf.LEN));
      MemorySegment buffer = NativeMemory.at(entry.get(JAVA_LONG, IoUringBuf.ADDR), length);
      MemorySegment.copy(bytes, at, buffer, JAVA_BYTE, 0, length);
      kept = consume(entry, length);
      at += length;
    }
    return picked | (kept && saysMore ? CompletionFlags.BUF_MORE : 0);
  }

  /** Sends what is in the next buffer: its bytes. */
  String send() {
    MemorySegment entry = entry();
    int length = entry.get(JAVA_INT, IoUringBuf.LEN);
    MemorySegment buffer = NativeMemory.at(entry.get(JAVA_LONG, IoUringBuf.ADDR), length);
    String text = new String(buffer.toArray(JAVA_BYTE), UTF_8);
    consume(entry, length);
    return text;
  }

  /** The flags of a completion that has picked the next buffer for so many bytes, and got fewer. */
  int pickFor(int wanted) {
    int picked = CompletionFlags.BUFFER | id(head) << IORING_CQE_BUFFER_SHIFT;
    boolean kept = consume(entry(), wanted);
    return picked | (kept && saysMore ? CompletionFlags.BUF_MORE : 0);
  }

  /** The flags of a completion that names the next buffer and leaves it where it is. */
  int nameNext() {
    return CompletionFlags.BUFFER | id(head) << IORING_CQE_BUFFER_SHIFT;
  }

  private int id(int index) {
    if (available() == 0) {
      throw new AssertionError("the test lets the kernel pick a buffer where there is none");
    }
    long at = (long) (index & (entries - 1)) * IoUringBuf.SIZE;
    return Short.toUnsignedInt(ring.get(JAVA_SHORT, at + IoUringBuf.BID));
  }

  private MemorySegment entry() {
    id(head);
    return ring.asSlice((long) (head & (entries - 1)) * IoUringBuf.SIZE, IoUringBuf.SIZE);
  }

  /** Whether something of the buffer is left. */
  private boolean consume(MemorySegment entry, int length) {
    int left = entry.get(JAVA_INT, IoUringBuf.LEN) - length;
    if ((flags & IOU_PBUF_RING_INC) != 0 && left > 0 && left >= minLeft) {
      entry.set(JAVA_INT, IoUringBuf.LEN, left);
      entry.set(JAVA_LONG, IoUringBuf.ADDR, entry.get(JAVA_LONG, IoUringBuf.ADDR) + length);
      return true;
    }
    head = (head + 1) & 0xffff;
    return false;
  }
}
