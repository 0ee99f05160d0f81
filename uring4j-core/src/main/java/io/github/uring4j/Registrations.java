package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.Iovec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What is registered with a ring, before it runs or while it does. Identifies the ring for what
 * only this ring may use.
 *
 * <p>Owner thread only.
 */
final class Registrations {

  private final RingResources resources;
  private RegisteredBuffer buffer;

  Registrations(RingResources resources) {
    this.resources = resources;
  }

  RegisteredBuffer registerBuffer(MemorySegment segment) throws ErrnoException {
    Buffers.checkNative(segment, false);
    if (segment.byteSize() == 0) {
      throw new IllegalArgumentException("a buffer to register has 1 byte to 1 GiB, not 0");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment iovec = arena.allocate(Iovec.SIZE, Long.BYTES);
      iovec.set(JAVA_LONG, Iovec.IOV_BASE, segment.address());
      iovec.set(JAVA_LONG, Iovec.IOV_LEN, segment.byteSize());
      call(
          IORING_REGISTER_BUFFERS,
          iovec,
          1,
          "register_buffers",
          segment.byteSize() + " bytes",
          segment.byteSize());
    }
    buffer = new RegisteredBuffer(this, 0, segment);
    return buffer;
  }

  void unregisterBuffer() throws ErrnoException {
    call(IORING_UNREGISTER_BUFFERS, MemorySegment.NULL, 0, "unregister_buffers", "");
    ringClosed();
  }

  void registerEventfd(PlainFd eventfd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fd = arena.allocate(JAVA_INT);
      fd.set(JAVA_INT, 0, eventfd.value());
      call(IORING_REGISTER_EVENTFD, fd, 1, "register_eventfd", eventfd.toString());
    }
  }

  void unregisterEventfd() throws ErrnoException {
    call(IORING_UNREGISTER_EVENTFD, MemorySegment.NULL, 0, "unregister_eventfd", "");
  }

  void enableRings() throws ErrnoException {
    call(IORING_REGISTER_ENABLE_RINGS, MemorySegment.NULL, 0, "enable_rings", "");
  }

  /** What was registered is not any more. */
  void ringClosed() {
    if (buffer != null) {
      buffer.unregistered();
      buffer = null;
    }
  }

  private void call(int opcode, MemorySegment arg, int count, String operation, String subject)
      throws ErrnoException {
    call(opcode, arg, count, operation, subject, 0);
  }

  private void call(
      int opcode, MemorySegment arg, int count, String operation, String subject, long bytes)
      throws ErrnoException {
    int result = resources.register(opcode, arg, count);
    if (result < 0) {
      throw new ErrnoException(
          -result,
          operation,
          subject,
          Diagnosis.ofThisProcess().ofRegister(opcode, -result, bytes));
    }
  }
}
