package io.github.uring4j.benchmarks;

import io.github.uring4j.benchmarks.work.MissingException;
import java.io.IOException;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Takes as long as it is told, and writes down what it is asked to do. */
final class FakeContender implements Contender {

  private final String name;
  private final List<String> log;

  /** By the number of the start, from 0. */
  private final IntToLongFunction nanosPerRequest;

  private boolean missing;
  private int failsAtRun = -1;
  private boolean failsToClose;
  private long allocatingNanos;
  private int starts;

  FakeContender(String name, List<String> log, IntToLongFunction nanosPerRequest) {
    this.name = name;
    this.log = log;
    this.nanosPerRequest = nanosPerRequest;
  }

  FakeContender missing() {
    missing = true;
    return this;
  }

  FakeContender failingAtRun(int run) {
    failsAtRun = run;
    return this;
  }

  /** Until its code is compiled, as it were. */
  FakeContender allocatingFor(long nanosFromStart) {
    allocatingNanos = nanosFromStart;
    return this;
  }

  FakeContender failingToClose() {
    failsToClose = true;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Runner start() throws IOException {
    if (missing) {
      throw new MissingException(name + " is not installed, install it");
    }
    int number = starts++;
    log.add("start " + name + number);
    return new Runner() {
      private final long started = System.nanoTime();
      private int runs;

      @Override
      public Sample run(long requests) throws IOException {
        if (runs++ == failsAtRun) {
          throw new IOException(name + " fails");
        }
        log.add(name + number);
        long bytes = System.nanoTime() - started < allocatingNanos ? 40 : 0;
        return new Sample(requests, requests * nanosPerRequest.applyAsLong(number), 0, bytes);
      }

      @Override
      public void close() throws IOException {
        log.add("close " + name + number);
        if (failsToClose) {
          throw new IOException(name + " fails to close");
        }
      }
    };
  }
}
