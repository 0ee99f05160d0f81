package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Polls, and the eventfd that tells of completions. */
class PollAndEventfdKernelTest extends OnKernel {

  @Test
  void pollEndsWhenDescriptorIsReady() throws IOException {
    Pipe pipe = pipe();
    assertThat(res(ring.pollAdd("out", pipe.out(), PollEvents.OUT))).isEqualTo(PollEvents.OUT);
    ring.pollAdd("in", pipe.in(), PollEvents.IN);
    ring.submit();
    assertThat(ring.poll()).isNull();
    Kernel.write(pipe.out(), "x");
    assertThat(next().result()).isEqualTo(PollEvents.IN);
    assertThat(Kernel.read(pipe.in(), 9)).as("poll takes nothing").isEqualTo("x");
    assertThat(ring.inFlight()).as("ends with its first event").isZero();
  }

  @Test
  void pollReportsHangUpAndErrorUnasked() throws IOException {
    Pipe first = Kernel.pipe();
    first.out().close();
    assertThat(res(ring.pollAdd("in", first.in(), PollEvents.IN))).isEqualTo(PollEvents.HUP);
    first.in().close();
    Pipe second = Kernel.pipe();
    second.in().close();
    assertThat(res(ring.pollAdd("out", second.out(), PollEvents.OUT)))
        .isEqualTo(PollEvents.OUT | PollEvents.ERR);
    second.out().close();
    assertThat(res(ring.pollAdd("closed", second.out(), PollEvents.OUT))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void eventfdIsSignalledOnCompletion() throws IOException {
    PlainFd eventfd = closing(Kernel.eventfd());
    ring.registerEventfd(eventfd);
    assertThat(Kernel.takeCount(eventfd)).isZero();
    ring.nop("nop");
    ring.submit();
    assertThat(Kernel.takeCount(eventfd)).isPositive();
    next();
    Pipe pipe = pipe();
    ring.read("read", pipe.in(), memory(1), 0);
    ring.submit();
    assertThat(Kernel.takeCount(eventfd)).isZero();
    Kernel.write(pipe.out(), "x");
    assertThat(Kernel.takeCount(eventfd)).as("tells even before the ring is asked").isPositive();
    next();
  }

  @Test
  void secondEventfdIsRefusedUntilTheFirstIsTakenBack() throws IOException {
    PlainFd eventfd = closing(Kernel.eventfd());
    PlainFd second = closing(Kernel.eventfd());
    ring.registerEventfd(eventfd);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> ring.registerEventfd(second))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    ring.unregisterEventfd();
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> ring.unregisterEventfd())
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
    ring.registerEventfd(second);
    ok(ring.nop("nop"));
    assertThat(Kernel.takeCount(eventfd)).isZero();
    assertThat(Kernel.takeCount(second)).isPositive();
  }
}
