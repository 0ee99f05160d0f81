package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_OP_MSG_RING;

import java.util.ArrayList;
import java.util.List;

/**
 * The mailboxes of one ring: each has a slot in its table, as a request that does not end.
 *
 * <p>Owner thread only.
 */
final class Mailboxes {

  private final Registrations ring;
  private final SlotTable table;
  private final Wakeups wakeups;
  private final List<Mailbox> open = new ArrayList<>();

  Mailboxes(Registrations ring, RingResources resources) {
    this.ring = ring;
    table = resources.table();
    wakeups = resources.wakeups();
  }

  Mailbox open(Object data) {
    table.reserve();
    long userData = table.allocate(IORING_OP_MSG_RING, -1, data, null);
    Mailbox mailbox = new Mailbox(ring, wakeups, userData | UserData.INTERNAL);
    table.keep(UserData.slot(userData), mailbox);
    table.goesByInternal(UserData.slot(userData));
    open.add(mailbox);
    return mailbox;
  }

  void close(Mailbox mailbox) {
    if (open.remove(mailbox)) {
      mailbox.close();
      table.release(UserData.slot(mailbox.userData()));
    }
  }

  /** How many are open. */
  int open() {
    return open.size();
  }

  /** Closes all: their ring is being closed. */
  void closeAll() {
    while (!open.isEmpty()) {
      close(open.getLast());
    }
  }
}
