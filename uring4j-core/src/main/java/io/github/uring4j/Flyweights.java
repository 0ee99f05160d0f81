package io.github.uring4j;

import java.util.function.Function;

/**
 * The flyweights of one kind, used in turn: the same object names another request only after many
 * operations, so that one kept by mistake is told from the current one.
 */
final class Flyweights<P extends Prepared<P>> {

  private static final int COUNT = 64;

  private final Prepared<?>[] objects = new Prepared<?>[COUNT];
  private final Function<Ring<?>, P> factory;

  Flyweights(Function<Ring<?>, P> factory) {
    this.factory = factory;
  }

  @SuppressWarnings("unchecked")
  P next(Ring<?> ring, long entry, long userData, long serial) {
    int index = (int) serial & (COUNT - 1);
    P object = (P) objects[index];
    if (object == null) {
      fill(ring);
      object = (P) objects[index];
    }
    object.set(entry, userData, serial);
    return object;
  }

  /** All at once, so that whoever has made one request finds that later ones allocate nothing. */
  private void fill(Ring<?> ring) {
    for (int i = 0; i < COUNT; i++) {
      objects[i] = factory.apply(ring);
    }
  }
}
