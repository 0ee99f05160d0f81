package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.abi.LinuxConstants;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FdTest {

  @Test
  void plainDescriptorsAreEqualByNumber() {
    assertThat(PlainFd.of(7)).isEqualTo(PlainFd.of(7)).hasSameHashCodeAs(PlainFd.of(7));
    assertThat(PlainFd.of(7)).isNotEqualTo(PlainFd.of(8)).isNotEqualTo("fd 7");
    assertThat(PlainFd.of(2)).isEqualTo(PlainFd.STDERR);
  }

  @Test
  void plainDescriptorsNameThemselves() {
    assertThat(PlainFd.of(7)).hasToString("fd 7");
    assertThat(Fd.CWD).hasToString("the current directory");
  }

  @Test
  void standardStreamsHaveTheirNumbers() {
    assertThat(PlainFd.STDIN.value()).isEqualTo(0);
    assertThat(PlainFd.STDOUT.value()).isEqualTo(1);
    assertThat(PlainFd.STDERR.value()).isEqualTo(2);
    assertThat(Fd.CWD.value()).isEqualTo(LinuxConstants.AT_FDCWD);
  }

  @Test
  void negativeDescriptorIsRefusedByValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainFd.of(-9))
        .withMessageStartingWith("file descriptor -9 is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainFd.of(LinuxConstants.AT_FDCWD))
        .withMessageContaining("Fd.CWD");
  }

  @Test
  void closeClosesAtOnce() throws Exception {
    PlainFd fd = Kernel.open(Path.of("/dev/null"));
    assertThat(Kernel.isOpen(fd)).isTrue();
    fd.close();
    assertThat(Kernel.isOpen(fd)).isFalse();
  }

  @Test
  void closeOfWhatIsNotOpenReportsErrnoAndDescriptor() {
    PlainFd unused = PlainFd.of(Integer.MAX_VALUE);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(unused::close)
        .withMessage("close fd 2147483647: EBADF (Bad file descriptor)");
  }

  @Test
  void currentDirectoryCannotBeClosed() {
    assertThatIllegalStateException().isThrownBy(Fd.CWD::close).withMessageContaining("Fd.CWD");
  }

  @Test
  void directDescriptorsAreEqualBySlotAndRing() {
    Object ring = new Object();
    DirectFd fd = new DirectFd(ring, 3);
    assertThat(fd).isEqualTo(new DirectFd(ring, 3)).hasSameHashCodeAs(new DirectFd(ring, 3));
    assertThat(fd).isNotEqualTo(new DirectFd(ring, 4)).isNotEqualTo(new DirectFd("other", 3));
    assertThat(fd.ring()).isSameAs(ring);
    assertThat(fd.slot()).isEqualTo(3);
    assertThat(fd).hasToString("direct descriptor 3");
  }
}
