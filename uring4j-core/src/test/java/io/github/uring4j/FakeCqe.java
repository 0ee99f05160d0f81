package io.github.uring4j;

/**
 * A completion on its way into the queue.
 *
 * @param big whether it has the extra 16 bytes
 */
record FakeCqe(long userData, int res, int flags, boolean big, long extra1, long extra2) {

  static FakeCqe of(long userData, int res, int flags) {
    return new FakeCqe(userData, res, flags, false, 0, 0);
  }
}
