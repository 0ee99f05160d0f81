package io.github.uring4j;

import java.lang.ref.WeakReference;

/** The garbage collector, made to work. */
final class Garbage {

  private Garbage() {}

  /** Collects. On return whatever was unreachable before is gone. */
  static void collect() throws Exception {
    WeakReference<Object> canary = new WeakReference<>(new Object());
    awaitCollected(canary);
  }

  /** Collects until this is gone; if it never goes somebody holds it. */
  static void awaitCollected(WeakReference<?> reference) throws Exception {
    Await.until(
        () -> {
          System.gc();
          return reference.refersTo(null);
        });
  }
}
