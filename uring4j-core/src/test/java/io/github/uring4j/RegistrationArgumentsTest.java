package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Registrations that would hurt are refused before the kernel is asked. */
class RegistrationArgumentsTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  interface Call {
    void on(Ring<String> ring) throws IOException;
  }

  private void assertRefused(Call call, Class<? extends Throwable> type, String text)
      throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      int before = kernel.registrations().size();
      assertThat(catchThrowable(() -> call.on(ring))).isInstanceOf(type).hasMessageContaining(text);
      assertThat(kernel.registrations()).hasSize(before);
      assertThat(ring.pending()).isZero();
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void filesThatCannotBeRegisteredAreRefused() throws IOException {
    PlainFd file = PlainFd.of(7);
    for (Call call :
        List.<Call>of(
            r -> r.registerFiles(file, Fd.CWD),
            r -> r.registerFilesUpdate(0, file, Fd.CWD),
            r -> r.filesUpdate("a", 0, file, Fd.CWD))) {
      assertRefused(call, IllegalArgumentException.class, "Fd.CWD");
    }
    assertRefused(
        r -> r.registerFiles(file, FileRegistrations.SKIP), IllegalArgumentException.class, "SKIP");
    for (PlainFd unfit : new PlainFd[] {Fd.CWD, FileRegistrations.SKIP}) {
      assertThatThrownBy(() -> DirectFds.of(file, unfit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no open file");
    }
    assertThatThrownBy(() -> DirectFds.of(file, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(FileRegistrations.SKIP::close).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void numbersOfFilesOutOfRangeAreRefused() throws IOException {
    String range = "a table of registered files has 1 to 1048576 slots, not ";
    for (int slots : new int[] {-1, 0, 1_048_577}) {
      assertRefused(
          r -> r.registerFilesSparse(slots), IllegalArgumentException.class, range + slots);
    }
    for (Call call :
        List.<Call>of(
            Ring::registerFiles, r -> r.registerFilesUpdate(0), r -> r.filesUpdate("a", 0))) {
      assertRefused(call, IllegalArgumentException.class, range + 0);
    }
    assertThatThrownBy(DirectFds::of).hasMessage(range + 0);
    assertRefused(
        r -> r.filesUpdate("a", 0, new PlainFd[16_385]),
        IllegalArgumentException.class,
        "may take 65536 bytes");
  }

  @Test
  void directDescriptorOfAnotherRingIsNotInstalled() throws IOException {
    try (Ring<String> other = RingOnFake.open(new FakeKernel(), 4)) {
      assertRefused(
          r -> r.installFd("a", other.directFd(1)),
          IllegalArgumentException.class,
          "belongs to another ring");
    }
  }

  /** A ring that has been enabled or closed is nobody's any more. */
  @Test
  void everyRegistrationOfADisabledRingIsRefusedWhenItIsGone() throws Exception {
    try (Ring<String> arguments = RingOnFake.open(kernel, 4)) {
      RingMethods methods = new RingMethods(arguments);
      DisabledRing<String> enabled = RingOnFake.builder(kernel).openDisabled();
      enabled.enable().close();
      DisabledRing<String> closed = RingOnFake.builder(kernel).openDisabled();
      closed.close();
      List<Method> all =
          RingMethods.registrations()
              .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
              .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
              .toList();
      assertThat(all).hasSizeGreaterThan(10);
      for (Method method : all) {
        for (DisabledRing<String> gone : List.of(enabled, closed)) {
          assertThatThrownBy(() -> method.invoke(gone, methods.arguments(method)))
              .isInstanceOf(InvocationTargetException.class)
              .cause()
              .isExactlyInstanceOf(IllegalStateException.class)
              .hasMessage("the ring has been enabled or closed");
        }
      }
    }
  }
}
