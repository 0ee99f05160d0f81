package io.github.uring4j;

/**
 * The memory of a request was freed while the kernel could still use it: its arena was closed
 * before the request's last completion. The kernel may have read or overwritten what lies there
 * now; the program has a bug that can corrupt its memory.
 *
 * <p>The completion counts as collected; {@link #completion} has it. An arena that lives as long as
 * the ring, or an automatic one, cannot be closed too early.
 */
public final class MemoryFreedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /**
   * @serial not kept: a completion means nothing elsewhere
   */
  private final transient Completion<?> completion;

  MemoryFreedException(Completion<?> completion) {
    super(
        "memory was freed while the kernel could use it, and may be corrupted: "
            + completion
            + "; close an arena only after the last completion of each request that uses it");
    this.completion = completion;
  }

  /**
   * What became of the request.
   *
   * @return its last completion
   */
  public Completion<?> completion() {
    return completion;
  }
}
