package io.github.uring4j.cli.bench;

import io.github.uring4j.Fd;
import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import java.io.IOException;

/**
 * What the requests of one thread are made with.
 *
 * @param ring of the current thread
 * @param registered the memory of all slots, or null if it is not registered
 */
record RingParts(Ring<Slot> ring, RegisteredBuffer registered) {

  /** The file as requests name it: registered if the memory is. */
  Fd fd(BenchFile file) throws IOException {
    return registered == null ? file.fd() : ring.registerFiles(file.fd()).getFirst();
  }
}
