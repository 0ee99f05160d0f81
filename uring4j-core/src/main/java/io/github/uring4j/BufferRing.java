package io.github.uring4j;

/** A ring of buffers that the kernel picks from. */
public final class BufferRing implements BufferGroup {

  private final Ring<?> ring;
  private final int id;

  BufferRing(Ring<?> ring, int id) {
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
