package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {

  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max open files            1024                 524288               files
      Max locked memory         65536                unlimited            bytes
      Max nice priority         0                    0
      """;

  @Test
  void limitsShowBothValues() {
    assertThat(Machine.limit(LIMITS, "Max open files").text("descriptors"))
        .isEqualTo("1024 descriptors, at most 524288");
    assertThat(Machine.limit(LIMITS, "Max locked memory").json())
        .hasToString("{\"soft\":65536,\"hard\":\"unlimited\"}");
  }

  @Test
  void limitThatCannotBeReadIsUnknown() {
    assertThat(Machine.limit("", "Max open files").text("descriptors")).isEqualTo("unknown");
  }

  @Test
  void firstCpuIsOneThatMayBeUsed() {
    assertThat(Machine.firstCpu("Name:\tx\nCpus_allowed_list:\t2-5,8\n")).isEqualTo(2);
    assertThat(Machine.firstCpu("Cpus_allowed_list:\t7")).isEqualTo(7);
    assertThat(Machine.firstCpu("")).isZero();
  }
}
