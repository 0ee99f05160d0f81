package io.github.uring4j.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The same request as a ring's, as blocking calls on a channel. */
@FunctionalInterface
interface ChannelWork {

  /**
   * Does it.
   *
   * @param buffer cleared, as large as a block
   * @return what went wrong, or null
   */
  String run(ByteBuffer buffer, long offset) throws IOException;
}
