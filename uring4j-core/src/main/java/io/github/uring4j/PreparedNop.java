package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.Structs.IoUringSqe;

/**
 * A request that does nothing, or nothing but what its modifiers ask for: for tests and
 * measurements of what a request costs.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedNop extends Prepared<PreparedNop> {

  PreparedNop(Ring<?> ring) {
    super(ring);
  }

  /**
   * Completes with this result instead of 0. A negative one fails the request, as any errno would,
   * and so breaks a chain.
   *
   * @param result any value
   * @return this
   * @kernel 6.10
   */
  public PreparedNop injectResult(int result) {
    setOperationFlags(IORING_NOP_INJECT_RESULT);
    setField(IoUringSqe.LEN, result);
    return this;
  }

  /**
   * Looks the file up, as a request on it would; fails with EBADF if there is none.
   *
   * @param fd the file; stays the caller's
   * @return this
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @kernel 6.13
   */
  public PreparedNop file(Fd fd) {
    int number = ring().number(fd);
    clearOperationFlags(IORING_NOP_FIXED_FILE);
    setOperationFlags(
        fd instanceof DirectFd ? IORING_NOP_FILE | IORING_NOP_FIXED_FILE : IORING_NOP_FILE);
    setField(IoUringSqe.FD, number);
    return this;
  }

  /**
   * Looks the registered buffer up, as a request on it would.
   *
   * @param buffer a buffer of this ring
   * @return this
   * @throws IllegalArgumentException if {@code buffer} belongs to another ring
   * @throws IllegalStateException if it is registered no longer
   * @kernel 6.13
   */
  public PreparedNop registeredBuffer(RegisteredBuffer buffer) {
    ring().checkRegistered(buffer);
    setOperationFlags(IORING_NOP_FIXED_BUFFER);
    setBufferIndex(buffer.index());
    return this;
  }

  /**
   * Completes from task work, as a request does that had to wait.
   *
   * @return this
   * @kernel 6.13
   */
  public PreparedNop taskWork() {
    setOperationFlags(IORING_NOP_TW);
    return this;
  }

  /**
   * Completes with 16 extra bytes, see {@link CompletionView#extra1}.
   *
   * @param extra1 the first eight
   * @param extra2 the last eight
   * @return this
   * @throws IllegalStateException if the ring has neither {@link SetupFlags#CQE32} nor {@link
   *     SetupFlags#CQE_MIXED}
   * @kernel 6.18
   */
  public PreparedNop wide(long extra1, long extra2) {
    if ((ring().resources().layout().setupFlags() & (IORING_SETUP_CQE32 | IORING_SETUP_CQE_MIXED))
        == 0) {
      throw new IllegalStateException(
          "completions of this ring have no extra bytes: open it with SetupFlags.CQE32 or"
              + " CQE_MIXED");
    }
    setOperationFlags(IORING_NOP_CQE32);
    setWord(IoUringSqe.OFF, extra1);
    setWord(IoUringSqe.ADDR, extra2);
    return this;
  }
}
