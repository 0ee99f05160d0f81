package io.github.uring4j.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;

/** The same request as a ring's, as calls on asynchronous channels. */
@FunctionalInterface
interface AsyncWork {

  /**
   * Begins the next call of a request.
   *
   * @param step from 0
   * @param buffer as large as a block, cleared before the first
   * @param handler gets how many bytes it was
   * @return false if there is no such call: the request is done
   */
  boolean begin(int step, ByteBuffer buffer, long offset, CompletionHandler<Integer, Void> handler)
      throws IOException;
}
