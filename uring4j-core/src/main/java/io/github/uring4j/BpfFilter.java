package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringBpf;
import io.github.uring4j.abi.Structs.IoUringBpfFilter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A classic BPF program that decides which requests of one operation are allowed: finer than {@link
 * Restrictions}. It looks at a struct io_uring_bpf_ctx with user data, opcode and flags, and for
 * SOCKET and OPENAT2 some of their arguments; it returns 1 to allow and 0 to refuse, and the
 * request then completes with {@code -EACCES}.
 *
 * <p>Immutable; safe from any thread.
 */
public final class BpfFilter {

  /** The most that the kernel takes (BPF_MAXINSNS). */
  private static final int MAX_INSTRUCTIONS = 4096;

  /** sizeof(struct sock_filter). */
  private static final int INSTRUCTION_SIZE = 8;

  /** Of struct io_uring_bpf, where a union begins. */
  private static final long FILTER = 8;

  private final Operation operation;
  private final long[] instructions;
  private final int flags;
  private final int argumentBytes;

  private BpfFilter(Builder builder) {
    operation = builder.operation;
    instructions = builder.instructions.stream().mapToLong(Long::longValue).toArray();
    flags = builder.flags;
    argumentBytes = builder.argumentBytes;
  }

  /**
   * A builder for a filter of one operation.
   *
   * @param operation whose requests it is about
   * @return a new builder
   */
  public static Builder builder(Operation operation) {
    return new Builder(operation);
  }

  Operation operation() {
    return operation;
  }

  /** A struct io_uring_bpf, and what it points at. */
  MemorySegment write(Arena arena) {
    MemorySegment program =
        arena.allocate((long) INSTRUCTION_SIZE * instructions.length, Long.BYTES);
    for (int i = 0; i < instructions.length; i++) {
      program.setAtIndex(JAVA_LONG, i, instructions[i]);
    }
    MemorySegment bpf = arena.allocate(IoUringBpf.SIZE, Long.BYTES);
    bpf.set(JAVA_SHORT, IoUringBpf.CMD_TYPE, (short) IO_URING_BPF_CMD_FILTER);
    bpf.set(JAVA_INT, FILTER + IoUringBpfFilter.OPCODE, operation.opcode());
    bpf.set(JAVA_INT, FILTER + IoUringBpfFilter.FLAGS, flags);
    bpf.set(JAVA_INT, FILTER + IoUringBpfFilter.FILTER_LEN, instructions.length);
    bpf.set(JAVA_BYTE, FILTER + IoUringBpfFilter.PDU_SIZE, (byte) argumentBytes);
    bpf.set(JAVA_LONG, FILTER + IoUringBpfFilter.FILTER_PTR, program.address());
    return bpf;
  }

  @Override
  public String toString() {
    return "a filter of %d instructions for %s".formatted(instructions.length, operation.cName());
  }

  /** Collects the program. Not safe for use by several threads at once. */
  public static final class Builder {

    private final Operation operation;
    private final List<Long> instructions = new ArrayList<>();
    private int flags;
    private int argumentBytes;

    private Builder(Operation operation) {
      this.operation = Objects.requireNonNull(operation, "operation");
    }

    /**
     * Adds an instruction, as BPF_STMT and BPF_JUMP make them.
     *
     * @param code what to do, 0 to 65535
     * @param jumpTrue how many instructions to skip if a comparison holds, 0 to 255
     * @param jumpFalse how many to skip if it does not
     * @param k the operand
     * @return this
     * @throws IllegalArgumentException if one is out of its range
     */
    public Builder instruction(int code, int jumpTrue, int jumpFalse, int k) {
      if (code < 0 || code > 0xffff || ((jumpTrue | jumpFalse) & ~0xff) != 0) {
        throw new IllegalArgumentException(
            "not an instruction: code 0x%x, jumps %d and %d".formatted(code, jumpTrue, jumpFalse));
      }
      instructions.add(
          code | (long) jumpTrue << 16 | (long) jumpFalse << 24 | (long) k << Integer.SIZE);
      return this;
    }

    /**
     * Refuses all operations that have no filter, too.
     *
     * @return this
     */
    public Builder denyRest() {
      flags |= IO_URING_BPF_FILTER_DENY_REST;
      return this;
    }

    /**
     * How many bytes of the operation's arguments the program expects, which a later kernel may
     * have more of.
     *
     * @param bytes 0 to 255
     * @param strict whether to refuse a kernel that has another number
     * @return this
     * @throws IllegalArgumentException if {@code bytes} is out of its range
     */
    public Builder argumentBytes(int bytes, boolean strict) {
      if (bytes < 0 || bytes > 255) {
        throw new IllegalArgumentException("arguments have 0 to 255 bytes, not " + bytes);
      }
      argumentBytes = bytes;
      flags =
          strict ? flags | IO_URING_BPF_FILTER_SZ_STRICT : flags & ~IO_URING_BPF_FILTER_SZ_STRICT;
      return this;
    }

    /**
     * The filter.
     *
     * @return a value that this builder does not change any more
     * @throws IllegalArgumentException if it has no instruction, or more than 4096
     */
    public BpfFilter build() {
      if (instructions.isEmpty() || instructions.size() > MAX_INSTRUCTIONS) {
        throw new IllegalArgumentException(
            "a program has 1 to %d instructions, not %d"
                .formatted(MAX_INSTRUCTIONS, instructions.size()));
      }
      return new BpfFilter(this);
    }
  }
}
