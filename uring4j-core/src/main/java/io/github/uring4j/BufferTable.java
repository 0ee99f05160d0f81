package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.Iovec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The buffers that are registered with a ring.
 *
 * <p>Called by whoever may use the ring.
 */
final class BufferTable {

  private final Registrations registrations;
  private RegisteredBuffer buffer;

  BufferTable(Registrations registrations) {
    this.registrations = registrations;
  }

  RegisteredBuffer register(MemorySegment segment) throws ErrnoException {
    Buffers.checkNative(segment, false);
    if (segment.byteSize() == 0) {
      throw new IllegalArgumentException("a buffer to register has 1 byte to 1 GiB, not 0");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment iovec = arena.allocate(Iovec.SIZE, Long.BYTES);
      iovec.set(JAVA_LONG, Iovec.IOV_BASE, segment.address());
      iovec.set(JAVA_LONG, Iovec.IOV_LEN, segment.byteSize());
      registrations.call(
          IORING_REGISTER_BUFFERS,
          iovec,
          1,
          "register_buffers",
          segment.byteSize() + " bytes",
          segment.byteSize());
    }
    buffer = new RegisteredBuffer(registrations, 0, segment);
    return buffer;
  }

  void unregister() throws ErrnoException {
    registrations.call(IORING_UNREGISTER_BUFFERS, MemorySegment.NULL, 0, "unregister_buffers", "");
    clear();
  }

  /** What was registered is not any more. */
  void clear() {
    if (buffer != null) {
      buffer.unregistered();
      buffer = null;
    }
  }
}
