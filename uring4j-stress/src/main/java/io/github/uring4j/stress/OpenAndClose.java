package io.github.uring4j.stress;

import io.github.uring4j.Mailbox;
import io.github.uring4j.PollEvents;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Rings that are opened, used and closed with requests in flight, while other threads send messages
 * and wake-ups: nothing of them stays.
 */
final class OpenAndClose extends Stress {

  /** What others may reach now. */
  private record Target(Ring<String> ring, Mailbox mailbox) {}

  private final long rings;
  private final AtomicReference<Target> target = new AtomicReference<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong posted = new AtomicLong();
  private volatile boolean stopped;

  /**
   * @param rings how many
   * @param seed of what they do
   */
  OpenAndClose(long rings, long seed) {
    super(seed);
    this.rings = rings;
  }

  @Override
  public String toString() {
    return "open and close";
  }

  @Override
  void stress() throws Exception {
    int descriptors = Os.openDescriptors();
    long mapped = Os.mappedRings();
    long pinned = Os.status("VmPin");
    Thread[] others = {
      new Thread(this::disturb, "disturbing 0"), new Thread(this::disturb, "disturbing 1")
    };
    try (Pipe pipe = Os.pipe()) {
      for (Thread each : others) {
        each.start();
      }
      try {
        while (step < rings) {
          step++;
          oneRing(pipe);
          check(failure.get() == null, "a thread failed: %s", failure.get());
          progress(step, rings);
        }
      } finally {
        stopped = true;
        for (Thread each : others) {
          each.join();
        }
      }
    }
    tally.count("messages", "posted by threads", posted.get());
    check(
        Os.openDescriptors() == descriptors,
        "%d descriptors, %d before",
        Os.openDescriptors(),
        descriptors);
    check(Os.mappedRings() == mapped, "%d mappings, %d before", Os.mappedRings(), mapped);
    check(Os.status("VmPin") == pinned, "%d KiB are pinned, %d before", Os.status("VmPin"), pinned);
  }

  private void oneRing(Pipe pipe) throws IOException {
    Shape[] shapes = Shape.values();
    Shape shape = shapes[random.nextInt(shapes.length)];
    if (shape == Shape.POLL_THREAD && !oneIn(8)) {
      // Its thread is slow to begin and to end.
      shape = Shape.DEFAULT;
    }
    try (Ring<String> ring = shape.<String>builder().entries(4).open()) {
      target.set(new Target(ring, ring.mailbox("mail")));
      MemorySegment buffer = Arena.ofAuto().allocate(8);
      var group = ring.bufferRing(4, 64);
      int requests = 1 + random.nextInt(12);
      for (int i = 0; i < requests; i++) {
        switch (random.nextInt(5)) {
          case 0 -> ring.nop("nop");
          case 1 -> ring.read("read", pipe.in(), buffer, 0);
          case 2 -> ring.pollAdd("poll", pipe.in(), PollEvents.IN).multishot();
          case 3 -> ring.timeout("timeout", random.nextInt(1_000_000));
          default -> ring.readMultishot("multishot", pipe.in(), group, 0);
        }
      }
      tally.count(shape, "requests", requests);
      if (oneIn(2)) {
        ring.submit();
      }
      if (oneIn(4)) {
        ring.submitAndWait(1, Duration.ofNanos(random.nextInt(50_000)));
        ring.forEachCompletion((String data, int res, int flags) -> tally.count(data, "collected"));
      }
    }
    tally.count(shape, "rings");
  }

  private void disturb() {
    try {
      for (int i = 0; !stopped; i++) {
        Target now = target.get();
        if (now == null) {
          Thread.onSpinWait();
        } else if (i % 3 == 0) {
          now.ring.wakeup();
        } else if (now.mailbox.post(i)) {
          posted.incrementAndGet();
        }
        if (i % 16 == 0) {
          LockSupport.parkNanos(1_000);
        }
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }
}
