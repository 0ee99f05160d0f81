package io.github.uring4j;

/** What the fake kernel does with each request that it takes. */
@FunctionalInterface
interface Responder {

  /** Ends every request at once with 0; cancels find nothing, as everything has ended. */
  Responder AT_ONCE =
      (sqe, out) -> {
        if (!out.cancels()) {
          out.complete(0);
        }
      };

  /** Leaves every request in flight until the test or a cancel ends it. */
  Responder NEVER = (sqe, out) -> out.cancels();

  /**
   * Takes one request. May end it now by {@code out}, later by {@link FakeKernel#complete(long,
   * int, int)}, or never.
   *
   * @param sqe a copy of the entry
   * @param out where its completions go
   */
  void submit(FakeSqe sqe, Completions out);
}
