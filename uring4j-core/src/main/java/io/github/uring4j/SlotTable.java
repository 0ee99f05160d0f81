package io.github.uring4j;

import java.util.Arrays;

/**
 * The requests that a ring has accepted and not yet seen ended: user data, what must stay alive,
 * operation and descriptor.
 *
 * <p>A slot is taken when a request is prepared and given back by its last completion. {@code
 * user_data} names slot and generation, and is compared whole: what comes late, twice, or from
 * another ring finds nothing.
 *
 * <p>A slot is free or taken; {@link #userData} tells which. Taken, it holds the very user_data of
 * its request. Free, it holds the next one with the internal bit set, which no request of a user
 * carries.
 *
 * <p>Grows by doubling, so that more requests may be in flight than the queue has entries. Owner
 * thread only.
 */
final class SlotTable {

  private static final int OPERATION_SHIFT = 32;
  private static final int FILE_INDEX_SHIFT = 40;

  private long[] userData;

  /** A slot whose completions go by user_data with the internal bit. */
  private static final long INTERNAL = 1L << 39;

  /**
   * From the top: 24 bits of where a descriptor is to be made, {@link #INTERNAL}, 7 of operation,
   * 32 of descriptor.
   */
  private long[] what;

  private Object[] data;

  /**
   * What the kernel may touch until the last completion; null when it is nothing. See {@link
   * KeptAlive}.
   */
  private Object[] kept;

  /**
   * A stack of free slots, so that a slot that was just used, and is in the cache, is used next.
   */
  private int[] free;

  private int freeCount;
  private final long firstGeneration = UserData.firstGeneration();

  SlotTable(int capacity) {
    userData = new long[0];
    what = new long[0];
    data = new Object[0];
    kept = new Object[0];
    free = new int[0];
    grow(Math.min(capacity, UserData.MAX_SLOTS));
  }

  /**
   * Sees to it that {@link #allocate} will find a slot.
   *
   * @throws IllegalStateException if all that there can be are taken
   */
  void reserve() {
    if (freeCount == 0) {
      grow(userData.length * 2);
    }
  }

  /** The same for several. */
  void reserve(int count) {
    while (freeCount < count) {
      grow(userData.length * 2);
    }
  }

  /** Takes a slot that {@link #reserve} has found. Returns its user_data. */
  long allocate(int opcode, int fd, Object value, Object keep) {
    int slot = free[--freeCount];
    long taken = userData[slot] & Long.MAX_VALUE;
    userData[slot] = taken;
    what[slot] = ((long) opcode << OPERATION_SHIFT) | (fd & 0xffff_ffffL);
    data[slot] = value;
    if (keep != null) {
      kept[slot] = keep;
    }
    return taken;
  }

  /** The slot of a request that has not ended, or -1. */
  int find(long value) {
    int slot = UserData.slot(value);
    return slot < userData.length && userData[slot] == value ? slot : -1;
  }

  /** Has completions of this slot be looked for by {@link #findInternal}. */
  void goesByInternal(int slot) {
    what[slot] |= INTERNAL;
  }

  /** The slot of what goes by user_data with the internal bit, or -1. */
  int findInternal(long value) {
    int slot = find(value & Long.MAX_VALUE);
    return slot >= 0 && (what[slot] & INTERNAL) != 0 ? slot : -1;
  }

  /** The user_data by which the kernel knows a request that has not ended. */
  long userDataInKernel(int slot) {
    return (what[slot] & INTERNAL) != 0 ? userData[slot] | UserData.INTERNAL : userData[slot];
  }

  /** Gives a slot back. Returns what it kept alive, or null. */
  Object release(int slot) {
    userData[slot] = UserData.nextGeneration(userData[slot]) | UserData.INTERNAL;
    data[slot] = null;
    free[freeCount++] = slot;
    Object keep = kept[slot];
    if (keep != null) {
      kept[slot] = null;
    }
    return keep;
  }

  /** Requests that have not ended. */
  int inUse() {
    return userData.length - freeCount;
  }

  int capacity() {
    return userData.length;
  }

  boolean isTaken(int slot) {
    return userData[slot] >= 0;
  }

  long userData(int slot) {
    return userData[slot];
  }

  /** Has a slot that was taken keep this alive, in place of what it did. */
  void keep(int slot, Object keep) {
    kept[slot] = keep;
  }

  Object data(int slot) {
    return data[slot];
  }

  /** Returns what was there. */
  Object replaceData(int slot, Object value) {
    Object old = data[slot];
    data[slot] = value;
    return old;
  }

  Object kept(int slot) {
    return kept[slot];
  }

  int opcode(int slot) {
    return (int) (what[slot] >>> OPERATION_SHIFT) & 0x7f;
  }

  /**
   * Where a descriptor is to be made, as in the entry: 0 for a plain one, a slot of the file table
   * plus 1, or -1 (IORING_FILE_INDEX_ALLOC) for any.
   */
  int fileIndex(int slot) {
    return (int) (what[slot] >> FILE_INDEX_SHIFT);
  }

  void setFileIndex(int slot, int fileIndex) {
    long rest = what[slot] & ((1L << FILE_INDEX_SHIFT) - 1);
    what[slot] = rest | ((long) fileIndex << FILE_INDEX_SHIFT);
  }

  int fd(int slot) {
    return (int) what[slot];
  }

  private void grow(int capacity) {
    int old = userData.length;
    if (old == UserData.MAX_SLOTS) {
      throw new IllegalStateException(
          "all "
              + UserData.MAX_SLOTS
              + " slots are taken: collect completions before preparing more requests");
    }
    int size = Math.clamp(capacity, 1, UserData.MAX_SLOTS);
    long[] newUserData = Arrays.copyOf(userData, size);
    long[] newWhat = Arrays.copyOf(what, size);
    Object[] newData = Arrays.copyOf(data, size);
    Object[] newKept = Arrays.copyOf(kept, size);
    int[] newFree = Arrays.copyOf(free, size);
    // The lowest slot on top of the stack.
    for (int slot = size - 1; slot >= old; slot--) {
      newUserData[slot] = firstGeneration | slot | UserData.INTERNAL;
      newFree[freeCount++] = slot;
    }
    userData = newUserData;
    what = newWhat;
    data = newData;
    kept = newKept;
    free = newFree;
  }
}
