package io.github.uring4j.benchmarks.work;

import io.github.uring4j.CompletionHandler;
import io.github.uring4j.Ring;
import java.io.IOException;

/** Nops in batches, with one submit and wait for each batch: {@code nop.c} in Java. */
final class Nops implements Work {

  /** What every request carries. */
  static final class Datum {}

  private final Datum datum = new Datum();
  private final Ring<Datum> ring;
  private final int depth;
  private long seen;

  /** A field: the same handler for every batch, as a program would have. */
  private final CompletionHandler<Datum> count =
      (data, res, flags) -> {
        if (data != datum || res < 0) {
          throw new IOException("nop completed with " + res);
        }
        seen++;
      };

  Nops(Ring<Datum> ring, int depth) {
    this.ring = ring;
    this.depth = depth;
  }

  @Override
  public void run(long requests) throws IOException {
    seen = 0;
    for (long done = 0; done < requests; done += depth) {
      for (int i = 0; i < depth; i++) {
        ring.nop(datum);
      }
      ring.submitAndWait(depth);
      ring.forEachCompletion(count);
      if (seen != done + depth) {
        throw new IOException("completions are missing");
      }
    }
  }

  @Override
  public void close() throws IOException {
    ring.close();
  }
}
