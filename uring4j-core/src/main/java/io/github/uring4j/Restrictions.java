package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringRestriction;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a ring may do, as a list of what is allowed: everything else is refused. For a ring that is
 * handed to code which is trusted with less than the process may do.
 *
 * <p>A request that is not allowed completes with {@code -EACCES}; a registration that is not
 * allowed throws ErrnoException with EACCES. Restrictions are for good.
 *
 * <p>Always allowed is what the library itself needs to run a ring and to close it promptly: {@link
 * Operation#ASYNC_CANCEL}, {@link RegisterOperation#SYNC_CANCEL}, {@link
 * RegisterOperation#RING_FDS} and {@link RegisterOperation#UNREGISTER_RING_FDS}. They reach nothing
 * but requests and descriptors of the thread's own rings.
 *
 * <p>Immutable; safe from any thread.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_register_restrictions.3.html">io_uring_register_restrictions(3)</a>
 */
public final class Restrictions {

  private final Set<Operation> operations;
  private final Set<RegisterOperation> registerOperations;
  private final int allowedFlags;
  private final int requiredFlags;

  private Restrictions(Builder builder) {
    operations = EnumSet.copyOf(builder.operations);
    registerOperations = EnumSet.copyOf(builder.registerOperations);
    allowedFlags = builder.allowedFlags;
    requiredFlags = builder.requiredFlags;
  }

  /**
   * A builder that allows nothing yet, apart from what is always allowed.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** How many entries {@link #write} writes. */
  int size() {
    return operations.size() + registerOperations.size() + 2;
  }

  /** Writes an array of struct io_uring_restriction. */
  void write(MemorySegment memory, long offset) {
    long at = offset;
    for (Operation operation : operations) {
      at = write(memory, at, IORING_RESTRICTION_SQE_OP, operation.opcode());
    }
    for (RegisterOperation operation : registerOperations) {
      at = write(memory, at, IORING_RESTRICTION_REGISTER_OP, operation.opcode());
    }
    at = write(memory, at, IORING_RESTRICTION_SQE_FLAGS_ALLOWED, allowedFlags);
    write(memory, at, IORING_RESTRICTION_SQE_FLAGS_REQUIRED, requiredFlags);
  }

  private static long write(MemorySegment memory, long at, int kind, int value) {
    memory.asSlice(at, IoUringRestriction.SIZE).fill((byte) 0);
    memory.set(JAVA_SHORT, at + IoUringRestriction.OPCODE, (short) kind);
    memory.set(JAVA_BYTE, at + IoUringRestriction.SQE_OP, (byte) value);
    return at + IoUringRestriction.SIZE;
  }

  /** The same for a kernel before Linux 6.0, which refuses names that it does not know. */
  Restrictions withoutNewerThanRestrictions() {
    Builder older = new Builder();
    older.operations.addAll(operations);
    older.registerOperations.addAll(registerOperations);
    older.registerOperations.removeAll(Builder.ALWAYS);
    older.allowedFlags = allowedFlags;
    older.requiredFlags = requiredFlags;
    return new Restrictions(older);
  }

  @Override
  public String toString() {
    return "allowed %s, %s, flags %s, required %s"
        .formatted(
            operations,
            registerOperations,
            RequestFlags.toString(allowedFlags),
            RequestFlags.toString(requiredFlags));
  }

  /** Collects what is allowed. Not safe for use by several threads at once. */
  public static final class Builder {

    private static final Set<RegisterOperation> ALWAYS =
        Set.of(
            RegisterOperation.SYNC_CANCEL,
            RegisterOperation.RING_FDS,
            RegisterOperation.UNREGISTER_RING_FDS);

    private final Set<Operation> operations = EnumSet.of(Operation.ASYNC_CANCEL);
    private final Set<RegisterOperation> registerOperations = EnumSet.copyOf(ALWAYS);
    private int allowedFlags;
    private int requiredFlags;

    private Builder() {}

    /**
     * Allows requests.
     *
     * @param allowed their operations
     * @return this
     */
    public Builder allow(Operation... allowed) {
      Collections.addAll(operations, allowed);
      return this;
    }

    /**
     * Allows registrations.
     *
     * @param allowed their operations
     * @return this
     */
    public Builder allow(RegisterOperation... allowed) {
      Collections.addAll(registerOperations, allowed);
      return this;
    }

    /**
     * Allows requests to have flags; none otherwise. Requests on direct descriptors have
     * FIXED_FILE, those that use a {@link BufferGroup} BUFFER_SELECT, those of a {@link Chain}
     * IO_LINK or IO_HARDLINK.
     *
     * @param requestFlags a combination of {@link RequestFlags}, added to those given before
     * @return this
     * @throws IllegalArgumentException if there are others
     */
    public Builder allowFlags(int requestFlags) {
      allowedFlags |= checkFlags(requestFlags);
      return this;
    }

    /**
     * Requires flags of every request, and allows them.
     *
     * @param requestFlags a combination of {@link RequestFlags}, added to those given before
     * @return this
     * @throws IllegalArgumentException if there are others
     */
    public Builder requireFlags(int requestFlags) {
      requiredFlags |= checkFlags(requestFlags);
      return this;
    }

    private static int checkFlags(int flags) {
      if ((flags & ~0xff) != 0) {
        throw new IllegalArgumentException(
            "a request has no flags %s".formatted(RequestFlags.toString(flags)));
      }
      return flags;
    }

    /**
     * The restrictions.
     *
     * @return a value that this builder does not change any more
     */
    public Restrictions build() {
      return new Restrictions(this);
    }
  }
}
