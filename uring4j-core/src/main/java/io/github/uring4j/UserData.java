package io.github.uring4j;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the 64 bits of user_data say: 1 bit internal, 40 bits generation, 23 bits slot.
 *
 * <p>Internal are the library's own requests, and what needs more care at completion than a request
 * that ends with its only completion: {@link Mailbox mailboxes}, and members of a chain that skip
 * completions. Those have a slot and a generation like any other.
 *
 * <p>The generation is counted per slot, so that a value comes back after 2^40 requests in one
 * slot. Each ring starts at another generation, so that a value of one ring is foreign to all
 * others.
 */
final class UserData {

  static final int SLOT_BITS = 23;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  /** The highest slot numbers name the library's own requests. */
  private static final int OWN = 16;

  static final int MAX_SLOTS = (1 << SLOT_BITS) - OWN;
  static final long INTERNAL = Long.MIN_VALUE;

  /** Completions of the library's own requests. */
  static final long WAKEUP = INTERNAL | (MAX_SLOTS + 1);

  static final long CANCEL_ALL = INTERNAL | (MAX_SLOTS + 2);
  static final long CANCEL_ONE = INTERNAL | (MAX_SLOTS + 3);

  /** Of a nop that fills the last place of the queue, where an entry of two does not fit. */
  static final long PADDING = INTERNAL | (MAX_SLOTS + 4);

  private static final long ONE_GENERATION = 1L << SLOT_BITS;

  /**
   * Spreads the rings over the 40 bits: an odd multiple of the golden ratio visits each value once.
   */
  private static final long RING_STEP = 0x9E_3779_B97FL * ONE_GENERATION;

  private static final AtomicLong NEXT_RING = new AtomicLong(System.nanoTime() << SLOT_BITS);

  private UserData() {}

  /** The generation that a ring's slots start with, in place, with slot 0. */
  static long firstGeneration() {
    return NEXT_RING.getAndAdd(RING_STEP) & -ONE_GENERATION & Long.MAX_VALUE;
  }

  static boolean isInternal(long userData) {
    return userData < 0;
  }

  /** Of the library's own requests, which have no slot. */
  static boolean isOwn(long userData) {
    return slot(userData) >= MAX_SLOTS;
  }

  static int slot(long userData) {
    return (int) userData & SLOT_MASK;
  }

  /** The same slot, one request later. */
  static long nextGeneration(long userData) {
    return (userData + ONE_GENERATION) & Long.MAX_VALUE;
  }

  static String toString(long userData) {
    return slot(userData) + "#" + Long.toHexString((userData & Long.MAX_VALUE) >>> SLOT_BITS);
  }
}
