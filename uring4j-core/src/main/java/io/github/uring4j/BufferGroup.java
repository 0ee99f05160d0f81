package io.github.uring4j;

/**
 * Buffers that the kernel picks from when a request needs one: a {@link BufferRing}, or {@link
 * ProvidedBuffers} of the older kind.
 *
 * <p>A group belongs to one ring and is refused by others.
 */
public sealed interface BufferGroup permits BufferRing, ProvidedBuffers {

  /**
   * The number that the kernel knows the group by, unique in its ring.
   *
   * @return 0 to 65535
   */
  int id();
}
