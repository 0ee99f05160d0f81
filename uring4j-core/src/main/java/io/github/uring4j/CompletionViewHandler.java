package io.github.uring4j;

import java.io.IOException;

/**
 * Receives completions with all that belongs to them, through one object that is used again for
 * each.
 *
 * <p>The rules are those of {@link CompletionHandler}.
 *
 * @param <T> the ring's type of user data
 * @see Ring#forEachCompletion(CompletionViewHandler)
 */
@FunctionalInterface
public interface CompletionViewHandler<T> {

  /**
   * Takes one completion.
   *
   * @param completion good until this method returns
   * @throws IOException what the handler meets; it ends the batch and reaches the caller
   */
  void completed(CompletionView<T> completion) throws IOException;
}
