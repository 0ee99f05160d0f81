package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringQueryHdr;
import io.github.uring4j.abi.Structs.IoUringQueryOpcode;
import io.github.uring4j.abi.Structs.IoUringQueryScq;
import io.github.uring4j.abi.Structs.IoUringQueryZcrx;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What a kernel's io_uring has, as it answered itself, without a ring: see {@link IoUring#query}.
 *
 * @param operations how many operations there are: those with an {@link Operation#opcode} below it
 * @param registerOperations the same for {@link RegisterOperation}
 * @param features a combination of {@link Features}
 * @param setupFlags a combination of {@link SetupFlags}
 * @param enterFlags IORING_ENTER_* bits
 * @param requestFlags a combination of {@link RequestFlags}
 * @param zeroCopyReceive what it has for receiving without copies, if it can tell
 * @param submissionQueue how it lays out memory of the caller's, if it can tell
 * @see <a
 *     href="https://man7.org/linux/man-pages/man2/io_uring_register.2.html">io_uring_register(2),
 *     IORING_REGISTER_QUERY</a>
 */
public record KernelQuery(
    int operations,
    int registerOperations,
    long features,
    long setupFlags,
    long enterFlags,
    long requestFlags,
    Optional<ZeroCopyReceive> zeroCopyReceive,
    Optional<SubmissionQueue> submissionQueue) {

  /**
   * What there is for receiving without copies.
   *
   * @param registerFlags ZCRX_REG_* bits
   * @param areaFlags IORING_ZCRX_AREA_* bits
   * @param controls how many ZCRX_CTRL_* commands there are
   * @param features ZCRX_FEATURE_* bits
   * @param headerBytes the size of the refill queue's header
   * @param headerAlignment its alignment in bytes
   */
  public record ZeroCopyReceive(
      long registerFlags,
      long areaFlags,
      int controls,
      int features,
      int headerBytes,
      int headerAlignment) {}

  /**
   * How queues in memory of the caller's are laid out.
   *
   * @param headerBytes the size of the header
   * @param headerAlignment its alignment in bytes
   */
  public record SubmissionQueue(long headerBytes, long headerAlignment) {}

  /** Asks, through whichever kernel is below. */
  static KernelQuery of(Syscalls syscalls) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment opcodes = arena.allocate(IoUringQueryOpcode.SIZE, Long.BYTES);
      int errno = ask(syscalls, arena, IO_URING_QUERY_OPCODES, opcodes);
      if (errno != 0) {
        throw new ErrnoException(
            errno,
            RegisterOperation.QUERY.cName(),
            "",
            errno == Errno.EINVAL
                ? "this kernel cannot be asked without a ring: Linux %s brought it; Ring.probe() and"
                        .formatted(RegisterOperation.QUERY.since())
                    + " Ring.features() tell less"
                : "");
      }
      MemorySegment zcrx = arena.allocate(IoUringQueryZcrx.SIZE, Long.BYTES);
      MemorySegment scq = arena.allocate(IoUringQueryScq.SIZE, Long.BYTES);
      return new KernelQuery(
          opcodes.get(JAVA_INT, IoUringQueryOpcode.NR_REQUEST_OPCODES),
          opcodes.get(JAVA_INT, IoUringQueryOpcode.NR_REGISTER_OPCODES),
          opcodes.get(JAVA_LONG, IoUringQueryOpcode.FEATURE_FLAGS),
          opcodes.get(JAVA_LONG, IoUringQueryOpcode.RING_SETUP_FLAGS),
          opcodes.get(JAVA_LONG, IoUringQueryOpcode.ENTER_FLAGS),
          opcodes.get(JAVA_LONG, IoUringQueryOpcode.SQE_FLAGS),
          ask(syscalls, arena, IO_URING_QUERY_ZCRX, zcrx) == 0
              ? Optional.of(zeroCopyReceive(zcrx))
              : Optional.empty(),
          ask(syscalls, arena, IO_URING_QUERY_SCQ, scq) == 0
              ? Optional.of(
                  new SubmissionQueue(
                      scq.get(JAVA_LONG, IoUringQueryScq.HDR_SIZE),
                      scq.get(JAVA_LONG, IoUringQueryScq.HDR_ALIGNMENT)))
              : Optional.empty());
    }
  }

  private static ZeroCopyReceive zeroCopyReceive(MemorySegment zcrx) {
    return new ZeroCopyReceive(
        zcrx.get(JAVA_LONG, IoUringQueryZcrx.REGISTER_FLAGS),
        zcrx.get(JAVA_LONG, IoUringQueryZcrx.AREA_FLAGS),
        zcrx.get(JAVA_INT, IoUringQueryZcrx.NR_CTRL_OPCODES),
        zcrx.get(JAVA_INT, IoUringQueryZcrx.FEATURES),
        zcrx.get(JAVA_INT, IoUringQueryZcrx.RQ_HDR_SIZE),
        zcrx.get(JAVA_INT, IoUringQueryZcrx.RQ_HDR_ALIGNMENT));
  }

  /** Returns 0, or the errno of the call or of the query in it. */
  private static int ask(Syscalls syscalls, Arena arena, int query, MemorySegment answer) {
    MemorySegment header = arena.allocate(IoUringQueryHdr.SIZE, Long.BYTES);
    header.set(JAVA_LONG, IoUringQueryHdr.QUERY_DATA, answer.address());
    header.set(JAVA_INT, IoUringQueryHdr.QUERY_OP, query);
    header.set(JAVA_INT, IoUringQueryHdr.SIZE_FIELD, (int) answer.byteSize());
    int result = syscalls.register(-1, IORING_REGISTER_QUERY, header, 0);
    return -(result < 0 ? result : header.get(JAVA_INT, IoUringQueryHdr.RESULT));
  }
}
