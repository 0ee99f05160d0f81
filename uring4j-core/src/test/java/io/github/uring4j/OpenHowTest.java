package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.uring4j.abi.Structs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenHowTest {

  private static final OpenHow HOW =
      OpenHow.of(OpenFlags.RDWR | OpenFlags.CREAT).mode(0640).resolve(Resolve.BENEATH);

  @Test
  void closesOnExecUnlessInheritable() {
    assertThat(HOW.flags()).isEqualTo(OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.CLOEXEC);
    assertThat(HOW.inheritable().flags()).isEqualTo(OpenFlags.RDWR | OpenFlags.CREAT);
    assertThat(OpenHow.readOnly()).isEqualTo(OpenHow.of(OpenFlags.RDONLY));
  }

  @Test
  void eachMethodChangesItsPartOnly() {
    assertThat(HOW.mode()).isEqualTo(0640);
    assertThat(HOW.resolve()).isEqualTo(Resolve.BENEATH);
    assertThat(HOW.inheritable().mode()).isEqualTo(0640);
    assertThat(HOW.inheritable().resolve()).isEqualTo(Resolve.BENEATH);
    assertThat(HOW.mode(0600).resolve(Resolve.IN_ROOT))
        .isEqualTo(OpenHow.of(OpenFlags.RDWR | OpenFlags.CREAT).mode(0600).resolve(Resolve.IN_ROOT))
        .isNotEqualTo(HOW);
  }

  @Test
  void everyBitOfTheFlagsReachesTheKernelUnsigned() {
    assertThat(OpenHow.of(Integer.MIN_VALUE).flags()).isEqualTo(0x8000_0000L | OpenFlags.CLOEXEC);
    assertThat(HOW.resolve(Integer.MIN_VALUE).resolve()).isEqualTo(0x8000_0000L);
  }

  @Test
  void modeOutsideOfPermissionsIsRefused() {
    assertThatNoException().isThrownBy(() -> HOW.mode(07777));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HOW.mode(0100644))
        .withMessageStartingWith("mode 0100644 has bits outside 07777");
    assertThatIllegalArgumentException().isThrownBy(() -> HOW.mode(-1));
  }

  @Test
  void modeWithoutAFlagThatMakesFilesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenHow.of(OpenFlags.WRONLY).mode(0600).validate())
        .withMessageContaining("mode 0600 without OpenFlags.CREAT or TMPFILE");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenHow.of(OpenFlags.DIRECTORY).mode(0600).validate());
    assertThatNoException()
        .isThrownBy(
            () -> {
              OpenHow.readOnly().validate();
              HOW.validate();
              OpenHow.of(OpenFlags.RDWR | OpenFlags.TMPFILE).mode(0600).validate();
            });
  }

  @Test
  void writesEveryFieldAtItsOffset() {
    try (Arena arena = Arena.ofConfined()) {
      long offset = Long.BYTES;
      MemorySegment memory = arena.allocate(offset + OpenHow.SIZE, Long.BYTES).fill((byte) -1);
      HOW.write(memory, offset);
      assertThat(memory.get(JAVA_LONG, 0)).isEqualTo(-1);
      assertThat(memory.get(JAVA_LONG, offset + Structs.OpenHow.FLAGS)).isEqualTo(HOW.flags());
      assertThat(memory.get(JAVA_LONG, offset + Structs.OpenHow.MODE)).isEqualTo(0640);
      assertThat(memory.get(JAVA_LONG, offset + Structs.OpenHow.RESOLVE))
          .isEqualTo(Resolve.BENEATH);
    }
  }

  @Test
  void theKernelUnderstandsIt(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("made");
    int absolute = Kernel.openat2(file, HOW);
    assertThat(absolute).as("an absolute path is not beneath").isEqualTo(-Errno.EXDEV);

    PlainFd fd = PlainFd.of(Kernel.openat2(file, HOW.resolve(0)));
    assertThat(Kernel.isClosedOnExec(fd)).isTrue();
    fd.close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .startsWith("rw-")
        .endsWith("---");

    PlainFd inheritable = PlainFd.of(Kernel.openat2(file, OpenHow.readOnly().inheritable()));
    assertThat(Kernel.isClosedOnExec(inheritable)).isFalse();
    inheritable.close();

    assertThat(Kernel.openat2(file, OpenHow.readOnly().mode(0600))).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void namesItsFlags() {
    assertThat(HOW).hasToString("flags RDWR|CREAT|CLOEXEC, mode 0640, resolve BENEATH");
  }
}
