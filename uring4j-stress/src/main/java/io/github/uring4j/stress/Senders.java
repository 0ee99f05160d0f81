package io.github.uring4j.stress;

import io.github.uring4j.Mailbox;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Threads that send messages to a mailbox and wake its owner. */
final class Senders {

  private static final int THREADS = 2;

  /** What the owner does while it waits for the threads. */
  interface Waiting {
    void run() throws IOException;
  }

  private final Thread[] threads = new Thread[THREADS];
  private final AtomicInteger posted = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final long messages;

  Senders(Mailbox mailbox, Ring<?> ring, long messages, long seed) {
    this.messages = messages;
    for (int i = 0; i < THREADS; i++) {
      int first = (i + 1) * MessageLog.OF_A_THREAD;
      SplittableRandom random = new SplittableRandom(seed + i + 1);
      threads[i] = new Thread(() -> send(mailbox, ring, first, random), "sender " + i);
    }
  }

  private void send(Mailbox mailbox, Ring<?> ring, int first, SplittableRandom random) {
    try {
      for (int i = 0; i < messages; i++) {
        Stress.check(mailbox.post(first + i), "message %d was refused", first + i);
        posted.incrementAndGet();
        if (random.nextInt(4) == 0) {
          ring.wakeup();
        }
        if (random.nextInt(4) == 0) {
          LockSupport.parkNanos(random.nextInt(100_000));
        }
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  void start() {
    for (Thread thread : threads) {
      thread.start();
    }
  }

  void awaitEnd(Waiting waiting) throws IOException, InterruptedException {
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        waiting.run();
      }
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError("a sender failed", failure.get());
    }
  }

  /** Notes what was sent. Returns how many messages. */
  long log(MessageLog log) {
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < messages; i++) {
        log.sent((thread + 1) * MessageLog.OF_A_THREAD + i);
      }
    }
    return posted.get();
  }
}
