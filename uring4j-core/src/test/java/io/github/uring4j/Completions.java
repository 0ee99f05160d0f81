package io.github.uring4j;

/** The completions of one request, for use by its {@link Responder}. */
final class Completions {

  private final FakeRing ring;
  private final FakeSqe sqe;
  private boolean rejected;

  Completions(FakeRing ring, FakeSqe sqe) {
    this.ring = ring;
    this.sqe = sqe;
  }

  /** Ends the request. */
  void complete(int res) {
    complete(res, 0);
  }

  /** Posts a completion, which ends the request unless flags have IORING_CQE_F_MORE. */
  void complete(int res, int flags) {
    ring.complete(sqe, FakeCqe.of(sqe.userData(), res, flags));
  }

  /** Posts a completion of 32 bytes. */
  void completeBig(int res, int flags, long extra1, long extra2) {
    ring.complete(sqe, new FakeCqe(sqe.userData(), res, flags, true, extra1, extra2));
  }

  /**
   * Fails the request while it is submitted: without SETUP_SUBMIT_ALL the kernel takes no more in
   * this call.
   */
  void reject(int errno) {
    rejected = true;
    complete(-errno);
  }

  /**
   * If the request removes others (cancel, poll remove, timeout remove), does so, ends it, and
   * answers true.
   */
  boolean cancels() {
    return ring.cancelBy(sqe, this);
  }

  boolean isRejected() {
    return rejected;
  }
}
