package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rings that may do only some things. */
class RestrictionsKernelTest extends OnKernel {

  private static final String REFUSED = "EACCES";

  private Ring<String> restricted(Restrictions restrictions) throws IOException {
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(8).openDisabled()) {
      disabled.registerRestrictions(restrictions);
      return disabled.enable();
    }
  }

  private static String res(Ring<String> own, Prepared<?> prepared) throws IOException {
    int res = end(own, prepared).res();
    return res < 0 ? Errno.name(-res) : Integer.toString(res);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .withMessageContaining("the restrictions of the ring do not allow it")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EACCES));
  }

  @Test
  void onlyWhatIsAllowedIsDone() throws IOException {
    Pipe pipe = pipe();
    Restrictions restrictions =
        Restrictions.builder()
            .allow(Operation.WRITE, Operation.WRITEV)
            .allow(RegisterOperation.BUFFERS, RegisterOperation.PROBE)
            .build();
    try (Ring<String> own = restricted(restrictions)) {
      assertThat(res(own, own.write("write", pipe.out(), memory("data"), -1))).isEqualTo("4");
      assertThat(res(own, own.read("read", pipe.in(), memory(4), -1))).isEqualTo(REFUSED);
      assertThat(res(own, own.nop("nop"))).isEqualTo(REFUSED);
      own.registerBuffer(memory(8));
      assertThat(own.probe().supports(Operation.WRITE)).isTrue();
      assertRefused(own::unregisterBuffers);
      assertRefused(() -> own.registerFilesSparse(1));
      // The thread's other rings are as before.
      assertThat(ok(ring.read("read", pipe.in(), memory(4), -1))).isEqualTo(4);
    }
  }

  @Test
  void flagsAreAllowedAndRequired() throws IOException {
    Pipe pipe = pipe();
    Restrictions.Builder builder = Restrictions.builder().allow(Operation.WRITE, Operation.NOP);
    try (Ring<String> own = restricted(builder.build())) {
      assertThat(res(own, own.nop("nop"))).isEqualTo("0");
      assertThat(res(own, own.nop("nop").async())).isEqualTo(REFUSED);
      assertThat(res(own, own.nop("nop").drain())).isEqualTo(REFUSED);
    }
    try (Ring<String> own = restricted(builder.allowFlags(RequestFlags.ASYNC).build())) {
      assertThat(res(own, own.nop("nop").async())).isEqualTo("0");
      assertThat(res(own, own.nop("nop"))).isEqualTo("0");
      assertThat(res(own, own.nop("nop").drain())).isEqualTo(REFUSED);
    }
    builder.requireFlags(RequestFlags.FIXED_FILE);
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(8).openDisabled()) {
      DirectFd direct = disabled.registerFiles(pipe.out()).getFirst();
      disabled.registerRestrictions(builder.build());
      try (Ring<String> own = disabled.enable()) {
        assertThat(res(own, own.write("write", direct, memory("data"), -1))).isEqualTo("4");
        assertThat(res(own, own.write("write", direct, memory("x"), -1).async())).isEqualTo("1");
        assertThat(res(own, own.write("write", pipe.out(), memory("x"), -1))).isEqualTo(REFUSED);
        assertThat(res(own, own.nop("nop"))).isEqualTo(REFUSED);
      }
    }
  }

  @Test
  void secondRestrictionsAreRefused() throws IOException {
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(8).openDisabled()) {
      disabled.registerRestrictions(Restrictions.builder().allow(Operation.NOP).build());
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> disabled.registerRestrictions(Restrictions.builder().build()))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
      // Before the ring runs, it is not restricted yet.
      disabled.registerFilesSparse(1);
      try (Ring<String> own = disabled.enable()) {
        assertThat(res(own, own.nop("nop"))).isEqualTo("0");
      }
    }
  }

  @Test
  void restrictedRingIsEnteredByItsIndex() throws Exception {
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = restricted(Restrictions.builder().allow(Operation.NOP).build())) {
            assertThat(own.resources().index()).isNotNegative();
            own.closeDescriptor();
            assertThat(res(own, own.nop("nop"))).isEqualTo("0");
          }
        });
  }

  @Test
  @Timeout(5)
  void restrictedRingClosesPromptlyWithRequestsInFlight() throws IOException {
    int before = Kernel.openDescriptors();
    Pipe pipe = Kernel.pipe();
    for (int flags : new int[] {0, RequestFlags.FIXED_FILE}) {
      Restrictions restrictions =
          Restrictions.builder()
              .allow(Operation.READ, Operation.TIMEOUT)
              .requireFlags(flags)
              .build();
      try (DisabledRing<String> disabled = Ring.<String>builder().entries(8).openDisabled()) {
        Fd fd = disabled.registerFiles(pipe.in()).getFirst();
        disabled.registerRestrictions(restrictions);
        try (Ring<String> own = disabled.enable()) {
          own.read("in flight", fd, memory(4), 0);
          if (flags == 0) {
            own.timeout("in flight", Duration.ofHours(1));
          }
          own.submit();
        }
      }
    }
    pipe.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  /** Older kernels refuse, and say why; a newer one does it, to a thread that ends with this. */
  private static void assertDoneOrTooOld(ThrowingCallable call) throws Exception {
    onThreadOfItsOwn(
        () -> {
          Throwable refused = catchThrowable(call);
          if (refused != null) {
            assertThat(refused)
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("threads are restricted and filtered from Linux 7.0 on");
            assertThat(((ErrnoException) refused).errno()).isEqualTo(Errno.EINVAL);
          }
        });
    Ring.open(1).close();
  }

  @Test
  void threadsAreRestrictedFromLinux70On() throws Exception {
    Restrictions restrictions = Restrictions.builder().allow(Operation.NOP).build();
    assertDoneOrTooOld(() -> IoUring.restrictTask(restrictions));
  }

  @Test
  void threadsAreFilteredFromLinux70On() throws Exception {
    BpfFilter allow = BpfFilter.builder(Operation.SOCKET).instruction(0x06, 0, 0, 1).build();
    assertDoneOrTooOld(() -> IoUring.filterTask(allow));
  }
}
