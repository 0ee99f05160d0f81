package io.github.uring4j;

/** What is in flight, as text for a person. */
final class RingDump {

  private RingDump() {}

  static String of(RingResources resources, RingStatistics statistics) {
    return "%s, %s\n%s\n%s"
        .formatted(
            resources.name(),
            SetupFlags.toString(resources.layout().setupFlags()),
            statistics,
            requests(resources));
  }

  /**
   * What user data says of itself, or why it does not: somebody else's code must not hide a report.
   */
  static String userDataText(Object data) {
    try {
      return String.valueOf(data);
    } catch (RuntimeException e) {
      return data.getClass().getName() + " whose toString failed: " + e;
    }
  }

  /** A line for each request that has not ended. */
  static String requests(RingResources resources) {
    SlotTable table = resources.table();
    StringBuilder text = new StringBuilder();
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.isTaken(slot)) {
        text.append("  ")
            .append(what(table, slot))
            .append(", data ")
            .append(userDataText(table.data(slot)))
            .append(", request ")
            .append(UserData.toString(table.userData(slot)))
            .append('\n');
      }
    }
    return text.isEmpty() ? "  nothing in flight\n" : text.toString();
  }

  private static String what(SlotTable table, int slot) {
    Object kept = table.kept(slot);
    if (kept instanceof Mailbox) {
      return "mailbox";
    }
    String subject = KeptAlive.subject(KeptAlive.path(kept), table.fd(slot));
    String operation = Operation.of(table.opcode(slot)).cName();
    return subject.isEmpty() ? operation : operation + " " + subject;
  }
}
