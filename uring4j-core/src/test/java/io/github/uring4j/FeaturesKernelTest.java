package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What the kernel says that it does, where no other test sees it. */
class FeaturesKernelTest extends OnKernel {

  @Test
  void bothQueuesAreOneMappingAndTheEntriesAnother() throws IOException {
    assertThat(ring.features() & Features.SINGLE_MMAP).isNotZero();
    long before = Kernel.mappedRings();
    try (Ring<String> own = Ring.open(4)) {
      assertThat(end(own, own.nop("nop")).res()).isZero();
      assertThat(Kernel.mappedRings()).isEqualTo(before + 2);
    }
  }

  /** The ring's scratch memory is used again once a request is submitted; workers come late. */
  @Test
  void whatARequestPointsToIsReadWhenItIsSubmitted() throws IOException {
    assertThat(ring.features() & Features.SUBMIT_STABLE).isNotZero();
    int count = 20;
    for (int i = 0; i < count; i++) {
      put("file " + i, "");
      ring.openat2("file " + i, Fd.CWD, path("file " + i), OpenHow.readOnly()).async();
      ring.submit();
    }
    for (int i = 0; i < count; i++) {
      Completion<String> opened = next();
      assertThat(Kernel.target(closing(opened.fd()))).isEqualTo(directory.resolve(opened.data()));
    }
  }

  @Test
  void requestRunsWithTheCredentialsOfWhoSubmitsIt() throws Exception {
    assertThat(ring.features() & Features.CUR_PERSONALITY).isNotZero();
    put("file", "");
    Path file = directory.resolve("file");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = Ring.open(4)) {
            // Of this thread only, which ends with the test.
            Kernel.setEffectiveUser(65_534);
            assertThat(open(own, file)).isEqualTo(-Errno.EACCES);
            Kernel.setEffectiveUser(0);
            assertThat(open(own, file)).isNotNegative();
          }
        });
  }

  private int open(Ring<String> own, Path file) throws IOException {
    Completion<String> opened =
        end(own, own.openat2("open", Fd.CWD, file.toString(), OpenHow.readOnly()));
    if (!opened.isError()) {
      closing(opened.fd());
    }
    return opened.res();
  }
}
