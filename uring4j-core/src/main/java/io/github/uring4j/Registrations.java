package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What is registered with a ring, before it runs or while it does. Identifies the ring for what
 * only this ring may use.
 *
 * <p>The methods of the interfaces {@code *Registrations} come here by {@link #of}, which checks
 * the caller; nothing behind it checks again.
 */
final class Registrations {

  final BufferTable buffers = new BufferTable(this);
  final Mailboxes mailboxes;
  private final RingResources resources;

  Registrations(RingResources resources) {
    this.resources = resources;
    mailboxes = new Mailboxes(this, resources);
  }

  /** Those of a ring of either state, which the current thread may use now. */
  static Registrations of(Object ring) {
    return switch (ring) {
      case Ring<?> running -> {
        running.checkOwner();
        yield running.registrations();
      }
      case DisabledRing<?> disabled -> {
        disabled.checkNotGone();
        yield disabled.registrations();
      }
      default -> throw new AssertionError(ring);
    };
  }

  RingResources resources() {
    return resources;
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
    buffers.clear();
    mailboxes.closeAll();
    resources.groups().ringClosed();
  }

  /**
   * Registers. Returns what the opcode defines, zero or more.
   *
   * @param operation the opcode's name for messages
   * @param subject what it was about, for messages
   */
  int call(int opcode, MemorySegment arg, int count, String operation, String subject)
      throws ErrnoException {
    return call(opcode, arg, count, operation, subject, 0);
  }

  /** The same, for so many bytes of memory that the kernel locks. */
  int call(int opcode, MemorySegment arg, int count, String operation, String subject, long bytes)
      throws ErrnoException {
    int result = resources.register(opcode, arg, count);
    if (result < 0) {
      throw new ErrnoException(
          -result,
          operation,
          subject,
          Diagnosis.ofThisProcess().ofRegister(opcode, -result, bytes));
    }
    return result;
  }
}
