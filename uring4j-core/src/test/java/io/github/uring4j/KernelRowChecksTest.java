package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.KernelRow.How;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each check on rows that are wrong. */
class KernelRowChecksTest {

  private static final KernelRow GOOD =
      new KernelRow(
          "Operations",
          "IORING_OP_CONNECT",
          "5.5",
          "IORING_OP_CONNECT",
          List.of("Ring.connect(Object, Fd, SockAddr)"),
          List.of(),
          List.of("SocketsKernelTest#tcpRoundTripWithAddresses"),
          "connects",
          How.KERNEL,
          "");

  private final KernelRowChecks checks = KernelRowChecks.ofSources();

  private static KernelRow with(List<String> members, List<String> via, List<String> tests) {
    return new KernelRow(
        GOOD.section(),
        GOOD.name(),
        GOOD.since(),
        GOOD.of(),
        members,
        via,
        tests,
        GOOD.what(),
        GOOD.how(),
        GOOD.why());
  }

  private static KernelRow withMembers(String... members) {
    return with(List.of(members), List.of(), GOOD.tests());
  }

  private static KernelRow withTests(String... tests) {
    return with(GOOD.members(), List.of(), List.of(tests));
  }

  private static KernelRow with(String name, String since, How how, String why) {
    return new KernelRow(
        GOOD.section(), name, since, name, GOOD.members(), List.of(), GOOD.tests(), "it", how, why);
  }

  @Test
  void aGoodRowHasNoProblems() {
    assertThat(checks.ofColumns(GOOD)).isEmpty();
    assertThat(checks.ofMembers(GOOD)).isEmpty();
    assertThat(checks.ofTests(GOOD)).isEmpty();
    assertThat(checks.ofReleases(GOOD)).isEmpty();
    assertThat(checks.ofKernel(GOOD, Map.of(GOOD.name(), true), "6.18.5")).isEmpty();
  }

  @Test
  void whatIsMissingOrTooMuchInARowIsTold() {
    KernelRow empty =
        new KernelRow("", "X", "1.0", "X", List.of(), List.of(), List.of(), "-", How.KERNEL, "?");
    assertThat(checks.ofColumns(empty))
        .containsExactly(
            "it is in no section",
            "nothing of the library reaches it",
            "it has no test",
            "what the test sees is not said",
            "it gives a reason for what needs none");
    assertThat(checks.ofColumns(with("X", "1.0", How.NONE, "")))
        .containsExactly(
            "it is only a number, and yet has members or tests", "the reason is missing");
    assertThat(checks.ofColumns(with("X", "1.0", How.HARDWARE, "")))
        .containsExactly("the reason is missing");
  }

  @Test
  void membersThatAreNotThereOrOfAnotherConstantAreTold() {
    assertThat(checks.ofMembers(withMembers("Rong.connect(Object)")))
        .containsExactly("no such class: Rong");
    assertThat(checks.ofMembers(withMembers("Ring.connect(Object)", "connect")))
        .containsExactly(
            "no such member: Ring.connect(Object)", "not a member of a class: connect");
    assertThat(checks.ofMembers(withMembers("Ring.bind(Object, Fd, SockAddr)")))
        .containsExactly(
            "Ring.bind(Object, Fd, SockAddr) has nothing to do with"
                + " [IORING_OP_CONNECT, Operation.CONNECT]");
  }

  @Test
  void indirectionsThatAreNotThereOrNotOnTheWayAreTold() {
    List<String> bind = List.of("Ring.bind(Object, Fd, SockAddr)");
    assertThat(checks.ofMembers(with(bind, List.of("Encodrs"), GOOD.tests())))
        .contains("there is no Encodrs");
    assertThat(checks.ofMembers(with(bind, List.of("Encoders.connect"), GOOD.tests())))
        .containsExactly("its members do not name Encoders.connect");
  }

  @Test
  void testsThatAreNoneRunElsewhereOrDoNotUseTheMemberAreTold() {
    assertThat(checks.ofTests(withTests("SocketsKernelTest#tcp", "Sockets")))
        .contains("there is no test SocketsKernelTest#tcp", "there is no test Sockets");
    assertThat(checks.ofTests(withTests("SocketsKernelTest#roundTrip")))
        .contains("SocketsKernelTest#roundTrip is no test");
    assertThat(checks.ofTests(withTests("FilesKernelTest#closeCloses")))
        .containsExactly("its tests do not use Ring.connect(Object, Fd, SockAddr)");
    assertThat(checks.ofTests(withTests("OperationTest#allOperationsAreThere")))
        .contains("OperationTest#allOperationsAreThere does not run on the kernel");
  }

  @Test
  void anErrnoThatTheTestsDoNotExpectIsTold() {
    KernelRow row =
        new KernelRow(
            GOOD.section(),
            GOOD.name(),
            GOOD.since(),
            GOOD.of(),
            GOOD.members(),
            GOOD.via(),
            GOOD.tests(),
            "connects; EXDEV for a stranger",
            GOOD.how(),
            GOOD.why());
    assertThat(checks.ofTests(row)).containsExactly("its tests know nothing of EXDEV");
  }

  @Test
  void releasesThatDifferFromTheCodeAreTold() {
    assertThat(checks.ofReleases(with("IORING_OP_CONNECT", "", How.KERNEL, "")))
        .containsExactly("since when it is there is not said");
    assertThat(checks.ofReleases(with("IORING_OP_CONNECT", "5.6", How.KERNEL, "")))
        .containsExactly(
            "it is of Linux 5.6, and the code says Linux 5.5",
            "it is of Linux 5.6, and its members are of [Linux 5.5]");
    assertThat(checks.ofReleases(with("IORING_UNREGISTER_FILES", "5.5", How.KERNEL, "")))
        .containsExactly("it is of Linux 5.5, and the code says Linux 5.1");
  }

  @Test
  void whatTheKernelContradictsIsTold() {
    Map<String, Boolean> there = Map.of("X", true);
    Map<String, Boolean> missing = Map.of("X", false);
    KernelRow tested = with("X", "6.18", How.KERNEL, "");
    assertThat(checks.ofKernel(tested, missing, "6.18.5-amd64"))
        .containsExactly("it is tested on the kernel, which has no such thing");
    assertThat(checks.ofKernel(tested, missing, "6.12.1")).isEmpty();
    KernelRow later = with("X", "6.19", How.LATER, "");
    assertThat(checks.ofKernel(later, there, "6.18.5"))
        .containsExactly("it is not tested on the kernel, which has it");
    assertThat(checks.ofKernel(later, there, "7.0.0-rc1")).isEmpty();
    assertThat(checks.ofKernel(with("X", "6.9", How.LATER, ""), Map.of(), "6.18"))
        .containsExactly("Linux 6.18 has it, so that it is not later");
  }
}
