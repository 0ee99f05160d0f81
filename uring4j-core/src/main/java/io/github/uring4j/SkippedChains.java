package io.github.uring4j;

import java.util.Arrays;

/**
 * Chains in flight of which only the last request reports success.
 *
 * <p>What the kernel tells of such a chain, all but the last of which have IOSQE_CQE_SKIP_SUCCESS:
 *
 * <ul>
 *   <li>the last one's completion: then all before it have succeeded or been heard of;
 *   <li>the completion of one that failed: then all before it have succeeded or been heard of.
 *       Those after it are not run, and of them there will be no completion, not even the last
 *       one's; unless it was linked hard to the next, which then runs.
 * </ul>
 *
 * So the slots of those that succeeded are given back when a later one is heard of, and for those
 * that are not run completions are made up here.
 *
 * <p>Members go by user_data with the internal bit, so that plain requests know nothing of this.
 * Owner thread only.
 */
final class SkippedChains {

  private final SlotTable table;
  private final Scratch scratch;

  /** The chain of each slot, or null; as long as the table once it is used. */
  private Group[] groups = new Group[0];

  private Group free;

  /** A ring that has once skipped completions may not drain, and the other way round. */
  private boolean used;

  private boolean drained;

  /** The members of one chain, in their order. */
  static final class Group {
    private long[] userData = new long[4];
    private boolean[] linkedHard = new boolean[4];
    private int count;
    private Group next;

    void set(int index, long memberUserData, boolean hard) {
      userData[index] = memberUserData;
      linkedHard[index] = hard;
    }
  }

  SkippedChains(SlotTable table, Scratch scratch) {
    this.table = table;
    this.scratch = scratch;
  }

  /** A chain is about to skip completions. */
  void use() {
    if (drained) {
      throw new IllegalStateException(
          "the ring has drained, which excludes skipping completions: the kernel counts them to"
              + " drain. Use another ring");
    }
    used = true;
  }

  /** A request is about to drain. */
  void drain() {
    if (used) {
      throw new IllegalStateException(
          "a chain of the ring has skipped completions, which the kernel counts to drain: it would"
              + " answer EOPNOTSUPP. Use another ring");
    }
    drained = true;
  }

  /** A chain of so many, whose members are to be set next. */
  Group group(int count) {
    Group group = free == null ? new Group() : free;
    free = group.next;
    group.next = null;
    if (group.userData.length < count) {
      group.userData = new long[count];
      group.linkedHard = new boolean[count];
    }
    group.count = count;
    return group;
  }

  /** The chain is prepared. */
  void add(Group group) {
    if (groups.length < table.capacity()) {
      groups = Arrays.copyOf(groups, table.capacity());
    }
    for (int i = 0; i < group.count; i++) {
      int slot = UserData.slot(group.userData[i]);
      groups[slot] = group;
      table.goesByInternal(slot);
    }
  }

  /**
   * A completion has come for this slot, which is a member's. Gives back the slots of those before
   * it; what is still to be told goes to the queue. The slot itself is left to the caller.
   *
   * @return whether it was told of a member for the first time
   */
  boolean reported(int slot, CompletionQueue cq) {
    Group group = slot < groups.length ? groups[slot] : null;
    if (group == null) {
      return false;
    }
    int index = 0;
    while (group.userData[index] != table.userData(slot)) {
      succeeded(group.userData[index], cq);
      index++;
    }
    groups[slot] = null;
    boolean last = index == group.count - 1;
    if (!last && group.linkedHard[index]) {
      return true;
    }
    for (int i = index + 1; i < group.count; i++) {
      groups[UserData.slot(group.userData[i])] = null;
      cq.add(group.userData[i], -Errno.ECANCELED, 0);
    }
    group.next = free;
    free = group;
    return true;
  }

  /** Of this member nothing will be heard. */
  private void succeeded(long userData, CompletionQueue cq) {
    int slot = table.find(userData);
    if (slot < 0) {
      return;
    }
    groups[slot] = null;
    if (KeptAlive.isAlive(table.kept(slot))) {
      KeptAlive.letGo(table.release(slot), 0, scratch);
    } else {
      // Its completion reports the memory that was freed too early.
      cq.add(userData, 0, 0);
    }
  }
}
