package io.github.uring4j.cli;

import io.github.uring4j.Ring;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the thread that made it when the process is to end, ends its wait, and lets it tidy up for
 * a moment. The JVM then ends by itself, with 130 after Ctrl-C.
 */
public final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 1000;

  /** What the worker waits in, and an interrupt does not end. */
  private final List<Ring<?>> rings = new CopyOnWriteArrayList<>();

  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "stop");
  private final CountDownLatch tidied = new CountDownLatch(1);
  private volatile boolean requested;

  /** For a thread that waits in a ring. */
  StopSignal(Ring<?> ring) {
    this();
    rings.add(ring);
  }

  /** For a thread that an interrupt wakes. */
  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Has the end of the process end waits of this ring too. */
  void alsoWakes(Ring<?> ring) {
    rings.add(ring);
  }

  /** Whether to stop. */
  public boolean requested() {
    return requested;
  }

  /** Throws if it is time to stop. */
  public void check() throws StoppedException {
    if (requested) {
      throw new StoppedException();
    }
  }

  /** What the end of the process does, on a thread of its own. */
  void stop() {
    requested = true;
    rings.forEach(Ring::wakeup);
    worker.interrupt();
    try {
      // What it waits for then may be a device that does not answer: the process ends anyway.
      boolean ignored = tidied.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The worker has come to its end. */
  @Override
  public void close() {
    tidied.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
    }
  }
}
