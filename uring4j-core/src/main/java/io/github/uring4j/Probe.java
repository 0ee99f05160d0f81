package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringProbe;
import io.github.uring4j.abi.Structs.IoUringProbeOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which operations a kernel has, as it answered itself. An immutable value.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man2/io_uring_register.2.html">io_uring_register(2),
 *     IORING_REGISTER_PROBE</a>
 */
public final class Probe {

  private static final int MAX_OPERATIONS = 256;

  private final Set<Operation> supported;

  private Probe(Set<Operation> supported) {
    this.supported = Collections.unmodifiableSet(supported);
  }

  static Probe of(RingResources resources) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment probe =
          arena.allocate(
              IoUringProbe.OPS + (long) MAX_OPERATIONS * IoUringProbeOp.SIZE, Long.BYTES);
      int result = resources.register(IORING_REGISTER_PROBE, probe, MAX_OPERATIONS);
      if (result < 0) {
        throw new ErrnoException(-result, "register_probe", "");
      }
      Set<Operation> supported = EnumSet.noneOf(Operation.class);
      int count = Byte.toUnsignedInt(probe.get(JAVA_BYTE, IoUringProbe.OPS_LEN));
      for (Operation operation : Operation.values()) {
        long at = IoUringProbe.OPS + (long) operation.opcode() * IoUringProbeOp.SIZE;
        if (operation.opcode() < count
            && (probe.get(JAVA_SHORT, at + IoUringProbeOp.FLAGS) & IO_URING_OP_SUPPORTED) != 0) {
          supported.add(operation);
        }
      }
      return new Probe(supported);
    }
  }

  /**
   * Whether the kernel has an operation.
   *
   * @param operation the operation
   * @return true if a request with it does not fail with EINVAL for that alone
   */
  public boolean supports(Operation operation) {
    return supported.contains(operation);
  }

  /**
   * All that the kernel has.
   *
   * @return an unmodifiable set, in the order of the opcodes
   */
  public Set<Operation> supported() {
    return supported;
  }

  @Override
  public String toString() {
    return "the kernel has " + supported;
  }
}
