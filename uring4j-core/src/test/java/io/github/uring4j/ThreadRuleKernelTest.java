package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Who may call: the owner, and nobody after close. */
class ThreadRuleKernelTest extends OnKernel {

  private static <V> V on(Thread.Builder builder, Callable<V> task) throws Exception {
    CompletableFuture<V> result = new CompletableFuture<>();
    builder
        .start(
            () -> {
              try {
                result.complete(task.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            })
        .join();
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Test
  void thereAreManyMethods() {
    List<String> names = RingMethods.ofTheOwner().stream().map(Method::getName).toList();
    assertThat(names)
        .contains("nop", "read", "openat2", "recvmsg", "submit", "await", "dump", "close")
        .contains("registerBuffer", "registerEventfd", "forEachCompletion", "ensureSpace")
        .hasSizeGreaterThan(60);
  }

  @Test
  void everyMethodButCloseThrowsAfterClose() throws Exception {
    RingMethods methods = new RingMethods(ring);
    Request request = ring.nop("a").request();
    PreparedNop prepared = ring.nop("b");
    ring.close();
    for (Method method : RingMethods.ofTheOwner()) {
      Throwable thrown = methods.call(method);
      if (method.getName().equals("close") && method.getParameterCount() == 0) {
        assertThat(thrown).isNull();
      } else {
        assertThat(thrown)
            .as("%s", method)
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessage("the ring is closed");
      }
    }
    ring.wakeup();
    assertThat(ring).asString().startsWith("io_uring ").endsWith(" (closed)");
    assertThatIllegalStateException().isThrownBy(request::isInFlight);
    assertThatIllegalStateException().isThrownBy(prepared::link);
    assertThatIllegalStateException().isThrownBy(prepared::request);
    assertThatIllegalStateException().isThrownBy(() -> Ring.builder().attachTo(ring));
  }

  private void assertEveryMethodRefuses(Thread.Builder builder, String text) throws Exception {
    RingMethods methods = new RingMethods(ring);
    List<Throwable> thrown =
        on(
            builder,
            () -> {
              List<Throwable> all = new ArrayList<>();
              for (Method method : RingMethods.ofTheOwner()) {
                all.add(methods.call(method));
              }
              return all;
            });
    assertThat(thrown)
        .hasSameSizeAs(RingMethods.ofTheOwner())
        .allSatisfy(
            e ->
                assertThat(e)
                    .isExactlyInstanceOf(WrongThreadException.class)
                    .hasMessageContaining("the ring belongs to " + Thread.currentThread())
                    .hasMessageContaining(text));
    assertThat(ring.inFlight()).as("nothing but the test's own request").isOne();
    assertThat(next().data()).isEqualTo("request");
  }

  @Test
  void everyMethodThrowsOnAnotherThread() throws Exception {
    assertEveryMethodRefuses(
        Thread.ofPlatform().name("stranger"), "only wakeup() may be called by other threads");
  }

  @Test
  void everyMethodThrowsOnVirtualThread() throws Exception {
    assertEveryMethodRefuses(
        Thread.ofVirtual().name("wanderer"),
        "virtual threads use the files and sockets of uring4j-vthread");
  }

  @Test
  void handleAndFlyweightThrowOnAnotherThread() throws Exception {
    PreparedNop prepared = ring.nop("a");
    Request request = prepared.request();
    for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      assertThatExceptionOfType(WrongThreadException.class)
          .isThrownBy(() -> on(builder, prepared::link));
      assertThatExceptionOfType(WrongThreadException.class)
          .isThrownBy(() -> on(builder, request::isInFlight));
    }
    next();
  }

  @Test
  void virtualThreadMayNotOpenRing() throws IOException {
    int before = Kernel.openDescriptors();
    assertThatExceptionOfType(WrongThreadException.class)
        .isThrownBy(() -> on(Thread.ofVirtual(), () -> Ring.open(4)))
        .withMessageContaining("a virtual thread may not own a ring")
        .withMessageContaining("uring4j-vthread");
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  @Test
  void virtualThreadMayNotEnableRing() throws IOException {
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(4).openDisabled()) {
      assertThatExceptionOfType(WrongThreadException.class)
          .isThrownBy(() -> on(Thread.ofVirtual(), disabled::enable))
          .withMessageContaining("a virtual thread may not own a ring");
      try (Ring<String> enabled = disabled.enable()) {
        assertThat(end(enabled, enabled.nop("still good")).res()).isZero();
      }
    }
  }

  @Test
  void toStringIsForAll() throws Exception {
    String text = ring.toString();
    assertThat(on(Thread.ofVirtual(), ring::toString)).isEqualTo(text);
  }
}
