package io.github.uring4j;

/** Tests of bit sets. */
public final class Flags {

  private Flags() {}

  /**
   * Whether all bits of a mask are set; so every set contains the empty mask.
   *
   * @param flags the bit set
   * @param mask the bits asked for
   * @return whether {@code mask} is a subset of {@code flags}
   */
  public static boolean contains(int flags, int mask) {
    return (flags & mask) == mask;
  }
}
