package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.Operation;
import io.github.uring4j.Ring;
import io.github.uring4j.testing.ChildJvm;
import io.github.uring4j.testing.WithoutIoUring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeCommandTest {

  @Test
  void textFitsEightyColumnsAndListsEverything() {
    Uring.needsIoUring();
    Uring.Result result = Uring.run("probe");
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(result.out()).startsWith("io_uring        available\n");
    for (Operation operation : Operation.values()) {
      assertThat(result.out()).containsPattern("(yes|no ) [0-9.]+ +" + operation.name() + "\\b");
    }
    assertThat(result.out())
        .containsPattern("(?m)^setup flags: \\d+ of 21$")
        .containsPattern("(?m)^features: \\d+ of 18$")
        .containsPattern("(?m)^operations: \\d+ of 65$")
        .containsPattern("(?m)^register operations: ");
  }

  @Test
  void jsonHasEverything() {
    Uring.needsIoUring();
    Uring.Result result = Uring.run("probe", "--json");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith("{\"available\":true,\"availability\":{\"status\":\"AVAILABLE\",")
        .contains("\"kernel\":\"" + System.getProperty("os.version") + "\"")
        .contains(
            "{\"name\":\"NOP\",\"since\":\"5.1\",\"supported\":true,\"api\":[\"Ring.nop(Object)\"]}")
        .endsWith("]}\n");
    assertThat(result.out().split("\"name\":", -1)).hasSize(1 + 21 + 18 + 65 + 38);
  }

  @Test
  void apiNamesTheMethodsThatReachEach() {
    Uring.needsIoUring();
    Uring.Result result = Uring.run("probe", "--api");
    assertThat(result.status()).isZero();
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(result.out())
        .contains("yes 5.1  NOP\n         Ring.nop(Object)\n")
        .contains("yes 5.1  SQPOLL\n         SetupFlags.SQPOLL\n")
        .containsPattern("(?m)^operations: \\d+ of 65$");
  }

  @Test
  void flagsOfADefaultRingAreFoundByTrying() throws IOException {
    Uring.needsIoUring();
    try (Ring<String> ring = Ring.open(8)) {
      SetupTrials trials = new SetupTrials(ring, Machine.read().cpu());
      for (Catalogue.Entry flag : new Catalogue().setupFlags()) {
        if ((ring.setupFlags() & flag.number()) != 0) {
          assertThat(trials.of(flag.number())).as(flag.name()).isEqualTo(Support.YES);
        }
      }
    }
  }

  /** EPERM and ENOSYS: what Docker answers, and what older filters do. */
  @ParameterizedTest
  @ValueSource(ints = {1, 38})
  void underASeccompFilterItSaysSoAndFails(int errno) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            ChildJvm.command(
                WithoutIoUring.class, Integer.toString(errno), Main.class.getName(), "probe"));
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("io_uring        not available: SECCOMP")
        .contains("\nreason          ", "seccomp", "\nremedy          ", "--security-opt");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void otherCommandsSayWhatProbeSays() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            ChildJvm.command(WithoutIoUring.class, "1", Main.class.getName(), "stat", "/"));
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith(
            "uring: stat: io_uring_setup: EPERM (Operation not permitted); a seccomp filter")
        .contains("--security-opt")
        .hasLineCount(1);
  }

  @Test
  void jsonSaysWhyNot() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            ChildJvm.command(
                List.of("-Dos.name=Plan 9", "--enable-native-access=ALL-UNNAMED"),
                Main.class,
                "probe",
                "--json"));
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("{\"available\":false,\"availability\":{\"status\":\"OPERATING_SYSTEM\",")
        .contains("\"reason\":\"this is Plan 9", "\"operations\":[]");
  }

  @Test
  void switchedOffIsToldByOtherCommandsToo() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "URING4J=off"));
    command.addAll(ChildJvm.command(Main.class, "cat", "/dev/null"));
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "uring: cat: io_uring cannot be used: the environment has URING4J=off: `unset URING4J`"
                + " before the start\n");
  }
}
