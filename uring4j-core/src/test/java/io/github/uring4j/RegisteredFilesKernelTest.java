package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of registered files. */
class RegisteredFilesKernelTest extends OnKernel {

  private PlainFd a;
  private PlainFd b;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("a"), "text of a");
    Files.writeString(directory.resolve("b"), "text of b");
    a = open("a", OpenFlags.RDWR);
    b = open("b", OpenFlags.RDWR);
  }

  private String read(Fd fd) throws IOException {
    MemorySegment buffer = memory(9);
    int res = res(ring.read("read", fd, buffer, 0));
    return res < 0 ? Errno.name(-res) : text(buffer.asSlice(0, res));
  }

  private static void assertFails(int errno, String text, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.errno()).as("%s", e).isEqualTo(errno));
  }

  @Test
  void registeredFilesAreReadAndWrittenAndOutliveTheirDescriptors() throws IOException {
    List<DirectFd> fds = ring.registerFiles(open("a", OpenFlags.RDWR), null, b);
    assertThat(fds).hasSize(3).doesNotHaveDuplicates();
    assertThat(fds.get(0)).isEqualTo(ring.directFd(0));
    assertThat(fds.get(1)).isNull();
    PlainFd plain = PlainFd.of(ok(ring.openat2("open", Fd.CWD, path("a"), OpenHow.readOnly())));
    ring.unregisterFiles();
    DirectFd only = ring.registerFiles(plain).getFirst();
    ok(ring.close("close", plain));
    assertThat(Kernel.isOpen(plain)).isFalse();
    assertThat(read(only)).isEqualTo("text of a");
    MemorySegment[] parts = {memory(4), memory(5)};
    assertThat(ok(ring.readv("read", only, parts, 0))).isEqualTo(9);
    assertThat(text(parts[0]) + text(parts[1])).isEqualTo("text of a");
  }

  @Test
  void emptySlotsAreFilledReplacedSkippedAndEmptied() throws IOException {
    ring.registerFilesSparse(10);
    assertThat(read(ring.directFd(9))).isEqualTo("EBADF");
    assertThat(ring.registerFilesUpdate(8, a, b))
        .containsExactly(ring.directFd(8), ring.directFd(9));
    assertThat(read(ring.directFd(9))).isEqualTo("text of b");
    assertThat(ring.registerFilesUpdate(7, b, FileRegistrations.SKIP, null))
        .containsExactly(ring.directFd(7), null, null);
    assertThat(read(ring.directFd(7))).isEqualTo("text of b");
    assertThat(read(ring.directFd(8))).isEqualTo("text of a");
    assertThat(read(ring.directFd(9))).isEqualTo("EBADF");
    ring.registerFilesUpdate(8, b);
    assertThat(read(ring.directFd(8))).isEqualTo("text of b");
  }

  @Test
  void slotsOutsideOfTheTableAreRefused() throws IOException {
    ring.registerFilesSparse(4);
    for (int first : new int[] {-1, 3, 4, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> ring.registerFilesUpdate(first, a, b));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> ring.filesUpdate("update", first, a, b));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> ring.registerFileAllocRange(first, 2));
    }
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ring.read("read", ring.directFd(4), memory(1), 0))
        .withMessageContaining("has slots 0 to 3, and no direct descriptor 4");
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void secondTableIsRefusedUntilTheFirstIsTakenBack() throws IOException {
    assertFails(Errno.ENXIO, "none is registered", () -> ring.unregisterFiles());
    assertFails(Errno.ENXIO, "none is registered", () -> ring.registerFilesUpdate(0, a));
    assertThat(res(ring.filesUpdate("update", 0, a))).isEqualTo(-Errno.ENXIO);
    ring.registerFiles(a);
    assertFails(Errno.EBUSY, "unregister it first", () -> ring.registerFiles(b));
    assertFails(Errno.EBUSY, "unregister it first", () -> ring.registerFilesSparse(3));
    assertThat(read(ring.directFd(0))).isEqualTo("text of a");
    ring.unregisterFiles();
    assertThat(read(ring.directFd(0))).isEqualTo("EBADF");
    ring.registerFilesSparse(100);
    ring.registerFilesUpdate(99, b);
    assertThat(read(ring.directFd(99))).isEqualTo("text of b");
  }

  @Test
  void filesThatAreNotOpenOrAreRingsAreRefused() throws IOException {
    PlainFd closed = PlainFd.of(999_999);
    PlainFd itself = PlainFd.of(ring.resources().fd());
    assertFails(Errno.EBADF, "not open, or is an io_uring", () -> ring.registerFiles(a, closed));
    assertFails(Errno.EBADF, "an io_uring itself", () -> ring.registerFiles(itself));
    ring.registerFilesSparse(4);
    // The kernel stops there: the first is in, and the message tells which is not.
    assertFails(Errno.EBADF, "slot 1, fd 999999", () -> ring.registerFilesUpdate(0, a, closed, b));
    assertThat(read(ring.directFd(0))).isEqualTo("text of a");
    assertThat(read(ring.directFd(2))).isEqualTo("EBADF");
    assertFails(Errno.EBADF, "slot 3", () -> ring.registerFilesUpdate(3, itself));
  }

  @Test
  void largeTableIsTaken() throws IOException {
    ring.registerFilesSparse(10_000);
    PlainFd[] many = new PlainFd[10_000];
    Arrays.fill(many, a);
    assertThat(ring.registerFilesUpdate(0, many)).hasSize(10_000);
    assertThat(read(ring.directFd(9_999))).isEqualTo("text of a");
  }

  @Test
  void tableBeyondTheLimitOfOpenFilesIsRefusedWithTheRemedy() {
    assertFails(Errno.EMFILE, "`ulimit -n 1048576`", () -> ring.registerFilesSparse(1 << 20));
  }

  @Test
  void requestInFlightOutlivesItsSlot() throws IOException {
    Pipe pipe = pipe();
    DirectFd fd = ring.registerFiles(pipe.in()).getFirst();
    MemorySegment buffer = memory(4);
    ring.read("read", fd, buffer, 0);
    ring.submit();
    ring.registerFilesUpdate(0, (PlainFd) null);
    assertThat(read(fd)).isEqualTo("EBADF");
    ring.unregisterFiles();
    Kernel.write(pipe.out(), "data");
    assertThat(next().result()).isEqualTo(4);
    assertThat(text(buffer)).isEqualTo("data");
  }

  @Test
  void tableOfRingClosesItsFiles() throws IOException {
    Pipe pipe = Kernel.pipe();
    try (Ring<String> own = Ring.open(4)) {
      own.registerFiles(pipe.out());
      pipe.out().close();
      end(own, own.write("write", own.directFd(0), memory("data"), -1));
    }
    // The kernel closes them a little later; then the pipe is at its end.
    assertThat(Kernel.read(pipe.in(), 4)).isEqualTo("data");
    assertThat(ok(ring.read("end", pipe.in(), memory(1), 0))).isZero();
    pipe.in().close();
  }

  @Test
  void updateIsARequestToo() throws IOException {
    ring.registerFilesSparse(4);
    assertThat(ok(ring.filesUpdate("update", 1, a, b))).isEqualTo(2);
    assertThat(read(ring.directFd(2))).isEqualTo("text of b");
    assertThat(ok(ring.filesUpdate("update", 1, FileRegistrations.SKIP, null, a))).isEqualTo(3);
    assertThat(read(ring.directFd(1))).isEqualTo("text of a");
    assertThat(read(ring.directFd(2))).isEqualTo("EBADF");
    assertThat(read(ring.directFd(3))).isEqualTo("text of a");
    assertThat(ok(ring.filesUpdate("part", 0, b, PlainFd.of(999_999)))).isOne();
    assertThat(res(ring.filesUpdate("none", 0, PlainFd.of(999_999)))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void linkedRequestUsesTheSlotThatThePreviousOneFilled() throws IOException {
    ring.registerFilesSparse(1);
    MemorySegment buffer = memory(9);
    ring.filesUpdate("update", 0, a).link();
    ring.read("read", ring.directFd(0), buffer, 0);
    assertThat(next().result()).isOne();
    assertThat(next().result()).isEqualTo(9);
    assertThat(text(buffer)).isEqualTo("text of a");

    // The same slot for another file, while the ring has requests on the one before.
    Pipe pipe = pipe();
    ring.registerFilesUpdate(0, pipe.in());
    ring.read("blocked", ring.directFd(0), memory(4), 0);
    ring.openat2("open", Fd.CWD, path("b"), OpenHow.readOnly()).direct(0).link();
    ring.read("read", ring.directFd(0), buffer, 0);
    assertThat(next().data()).isEqualTo("open");
    assertThat(next().result()).isEqualTo(9);
    assertThat(text(buffer)).isEqualTo("text of b");
    Kernel.write(pipe.out(), "data");
    assertThat(next().toString()).startsWith("read direct descriptor 0 = 4");
  }

  @Test
  void kernelPicksSlotsWithinTheRange() throws IOException {
    ring.registerFilesSparse(8);
    ring.registerFileAllocRange(5, 2);
    DirectFds files = DirectFds.of(a, b);
    assertThat(ok(ring.filesUpdate("alloc", files))).isEqualTo(2);
    assertThat(List.of(files.get(0), files.get(1)))
        .containsExactlyInAnyOrder(ring.directFd(5), ring.directFd(6));
    assertThat(read(files.get(0))).isEqualTo("text of a");
    assertThat(read(files.get(1))).isEqualTo("text of b");
    assertThat(res(ring.filesUpdate("full", DirectFds.of(a)))).isEqualTo(-Errno.ENFILE);
    // Slots out of the range are still there for who names them.
    ring.registerFilesUpdate(0, a);
    assertThat(read(ring.directFd(0))).isEqualTo("text of a");

    ok(ring.close("close", files.get(0)));
    DirectFds again = DirectFds.of(b, a);
    assertThat(ok(ring.filesUpdate("one", again))).as("room for one only").isOne();
    assertThat(read(again.get(0))).isEqualTo("text of b");
    assertThatIllegalStateException()
        .isThrownBy(() -> again.get(1))
        .withMessage("1 of 2 files have been put into slots, and file 1 is not among them");
    ring.registerFileAllocRange(0, 8);
    assertThat(ok(ring.filesUpdate("again", again))).as("the holder used again").isEqualTo(2);
    assertThat(read(again.get(1))).isEqualTo("text of a");
  }

  @Test
  void placeForSlotsServesOneRequestAtATime() throws IOException {
    DirectFds files = DirectFds.of(a);
    ring.registerFilesSparse(2);
    ring.filesUpdate("first", files);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.filesUpdate("second", files))
        .withMessageContaining("is in flight");
    assertThatIllegalStateException().isThrownBy(() -> files.get(0));
    assertThat(next().result()).isOne();
    assertThat(read(files.get(0))).isEqualTo("text of a");
  }

  @Test
  void plainDescriptorIsMadeOfADirectOne() throws IOException {
    DirectFd fd = ring.registerFiles(a, null).getFirst();
    PlainFd installed = closing(end(ring.installFd("install", fd)).fd());
    assertThat(installed).isNotEqualTo(a);
    assertThat(Kernel.target(installed)).isEqualTo(directory.resolve("a"));
    assertThat(Kernel.isClosedOnExec(installed)).isTrue();
    PlainFd inherited = closing(end(ring.installFd("install", fd).inheritable()).fd());
    assertThat(Kernel.isClosedOnExec(inherited)).isFalse();
    ring.unregisterFiles();
    assertThat(read(installed)).isEqualTo("text of a");
    assertThat(res(ring.installFd("install", fd))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void installedDescriptorThatNobodyTookIsClosed() throws IOException {
    int before = Kernel.openDescriptors();
    try (Ring<String> own = Ring.open(4)) {
      own.installFd("install", own.registerFiles(a).getFirst());
      own.submit();
    }
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  @Test
  void disabledRingRegistersFiles() throws IOException {
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(4).openDisabled()) {
      DirectFd fd = disabled.registerFiles(a).getFirst();
      try (Ring<String> own = disabled.enable()) {
        assertThat(fd).isEqualTo(own.directFd(0));
        MemorySegment buffer = memory(9);
        assertThat(end(own, own.read("read", fd, buffer, 0)).result()).isEqualTo(9);
      }
      assertThatIllegalStateException()
          .isThrownBy(() -> disabled.registerFiles(a))
          .withMessage("the ring has been enabled or closed");
    }
  }

  @Test
  void ringWithoutTableRefusesWhatNeedsOne() throws IOException {
    assertThat(res(ring.filesUpdate("alloc", DirectFds.of(a)))).isEqualTo(-Errno.ENXIO);
    assertFails(Errno.EINVAL, "", () -> ring.registerFileAllocRange(0, 1));
    assertThat(res(ring.installFd("install", ring.directFd(0)))).isEqualTo(-Errno.EBADF);
  }
}
