package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.AbiTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the running kernel says that it has, by the names of the header. */
final class KernelAnswers {

  private KernelAnswers() {}

  /** Asks by probe, by the features of a ring, and without a ring if the kernel knows that. */
  static Map<String, Boolean> ask() throws IOException {
    Map<String, Boolean> answers = new LinkedHashMap<>();
    try (Ring<String> ring = Ring.open(64)) {
      Probe probe = ring.probe();
      for (Operation operation : Operation.values()) {
        answers.put("IORING_OP_" + operation, probe.supports(operation));
      }
      put(answers, "IORING_FEAT_", ring.features());
    }
    try {
      KernelQuery query = IoUring.query();
      put(answers, "IORING_SETUP_", query.setupFlags());
      put(answers, "IORING_ENTER_", query.enterFlags());
      put(answers, "IOSQE_(?!.*_BIT$)", query.requestFlags());
      for (RegisterOperation operation : RegisterOperation.values()) {
        String prefix = operation.name().startsWith("UNREGISTER") ? "IORING_" : "IORING_REGISTER_";
        answers.put(prefix + operation, operation.opcode() < query.registerOperations());
      }
    } catch (ErrnoException e) {
      // Before Linux 6.18 there is nobody to ask.
      assertThat(e.errno()).isEqualTo(Errno.EINVAL);
    }
    return answers;
  }

  private static void put(Map<String, Boolean> answers, String prefix, long mask) {
    AbiTable.constants("io_uring-constants")
        .forEach(
            (name, bit) -> {
              if (name.matches(prefix + ".*")) {
                answers.put(name, (mask & bit) != 0);
              }
            });
  }
}
