package io.github.uring4j;

import java.lang.ref.Cleaner;

/**
 * Rings that were dropped without being closed, or whose owner thread has ended.
 *
 * <p>Each is reported once, with where it was opened. Nothing of it is freed: the kernel may still
 * write to its memory, and a method of the ring may still be running when the collector finds that
 * nobody will use the ring afterwards.
 */
final class AbandonedRings {

  private static final Cleaner CLEANER = Cleaner.create();

  private AbandonedRings() {}

  /** The watch over one ring; refers to what the ring holds, never to the ring. */
  static final class Watch implements Runnable {
    private final RingResources resources;
    private Cleaner.Cleanable cleanable;
    private volatile boolean closed;

    private Watch(RingResources resources) {
      this.resources = resources;
    }

    /** Ends the watch. */
    void ringClosed() {
      closed = true;
      cleanable.clean();
    }

    @Override
    public void run() {
      if (!closed && resources.mayReport()) {
        resources.wakeups().close();
        report(resources, "an io_uring ring was dropped without close, with ");
      }
    }
  }

  /** Watches a ring until it is closed or dropped. */
  static Watch watch(Object ring, RingResources resources) {
    RingResources.reportOwnersEnded();
    Watch watch = new Watch(resources);
    watch.cleanable = CLEANER.register(ring, watch);
    return watch;
  }

  static void reportOwnerEnded(RingResources resources) {
    report(
        resources,
        "the owner thread of an io_uring ring has ended without closing it, so that nobody can use"
            + " it any more, with ");
  }

  private static void report(RingResources resources, String what) {
    // Looked up now and not before: that opens every jar of the class path in search of a backend.
    System.getLogger("io.github.uring4j")
        .log(
            System.Logger.Level.ERROR,
            what
                + resources.table().inUse()
                + " requests in flight. Its descriptor and memory are kept for ever, because the"
                + " kernel may still write there. Close a ring on the thread that opened it, best"
                + " by try-with-resources.",
            resources.openedAt());
  }
}
