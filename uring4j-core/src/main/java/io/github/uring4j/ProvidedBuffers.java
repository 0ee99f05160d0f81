package io.github.uring4j;

/** Buffers that requests hand to the kernel one by one, as before Linux 5.19. */
public final class ProvidedBuffers implements BufferGroup {

  private final Ring<?> ring;
  private final int id;

  ProvidedBuffers(Ring<?> ring, int id) {
    this.ring = ring;
    this.id = id;
  }

  @Override
  public int id() {
    return id;
  }

  /** The only ring on which this is good. */
  Ring<?> ring() {
    return ring;
  }
}
