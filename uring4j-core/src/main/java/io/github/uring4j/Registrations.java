package io.github.uring4j;

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
  final FileTable files = new FileTable(this);
  final Controls controls = new Controls(this);
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

  void enableRings() throws ErrnoException {
    call(RegisterOperation.ENABLE_RINGS);
  }

  /** Refuses what belongs to another ring. */
  void checkMine(Object ring, Object what) {
    if (ring != this) {
      throw new IllegalArgumentException(what + " belongs to another ring");
    }
  }

  /** What was registered is not any more. */
  void ringClosed() {
    buffers.close();
    files.close();
    mailboxes.closeAll();
    resources.ringClosed();
  }

  /** Registers what takes no argument. */
  int call(RegisterOperation operation) throws ErrnoException {
    return call(operation, MemorySegment.NULL, 0, "");
  }

  /**
   * Registers. Returns what the operation defines, zero or more.
   *
   * @param subject what it was about, for messages
   */
  int call(RegisterOperation operation, MemorySegment arg, int count, String subject)
      throws ErrnoException {
    return call(operation.opcode(), arg, count, operation.cName(), subject, 0);
  }

  /** The same, for so many bytes that the kernel locks, or so many files. */
  int call(RegisterOperation operation, MemorySegment arg, int count, String subject, long amount)
      throws ErrnoException {
    return call(operation.opcode(), arg, count, operation.cName(), subject, amount);
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

  private int call(
      int opcode, MemorySegment arg, int count, String operation, String subject, long amount)
      throws ErrnoException {
    int result = resources.register(opcode, arg, count);
    if (result < 0) {
      throw new ErrnoException(
          -result,
          operation,
          subject,
          Diagnosis.ofThisProcess().ofRegister(opcode, -result, amount));
    }
    return result;
  }
}
