package io.github.uring4j;

import java.io.IOException;

/**
 * Receives completions as primitives, so that a batch allocates nothing.
 *
 * <p>A handler may prepare and submit requests on the ring. It may not collect completions of the
 * ring or close it. If it throws, its completion counts as consumed, and the ones behind it stay
 * for the next call.
 *
 * @param <T> the ring's type of user data
 * @see Ring#forEachCompletion(CompletionHandler)
 */
@FunctionalInterface
public interface CompletionHandler<T> {

  /**
   * Takes one completion.
   *
   * @param data the user data that the request was given
   * @param res zero or more as the operation defines it, or a negated errno
   * @param flags IORING_CQE_F_*, see {@link CompletionFlags}
   * @throws IOException what the handler meets; it ends the batch and reaches the caller
   */
  void completed(T data, int res, int flags) throws IOException;
}
