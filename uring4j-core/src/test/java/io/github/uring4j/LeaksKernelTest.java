package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opening and closing leaves nothing: no descriptor, no mapping. */
class LeaksKernelTest extends OnKernel {

  private static final int ROUNDS = 10_000;

  /** Mappings that the JVM itself may add meanwhile: for its heap, its code, its compilers. */
  private static final int JVM_MAPPINGS = 400;

  /** The running kernel, with its mappings counted. */
  private static final class Counting implements Syscalls {
    private final LinuxSyscalls kernel = new LinuxSyscalls();
    private long bytesMapped;
    private long mappings;

    @Override
    public int setup(int entries, MemorySegment params) {
      return kernel.setup(entries, params);
    }

    @Override
    public int enter(
        int fd, int toSubmit, int minComplete, int flags, MemorySegment arg, long argSize) {
      return kernel.enter(fd, toSubmit, minComplete, flags, arg, argSize);
    }

    @Override
    public int register(int fd, int opcode, MemorySegment arg, int count) {
      return kernel.register(fd, opcode, arg, count);
    }

    @Override
    public long mmap(long length, int fd, long offset) {
      bytesMapped += length;
      mappings++;
      return kernel.mmap(length, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
      bytesMapped -= length;
      mappings--;
      return kernel.munmap(address, length);
    }

    @Override
    public int madvise(long address, long length, int advice) {
      return kernel.madvise(address, length, advice);
    }

    @Override
    public int close(int fd) {
      return kernel.close(fd);
    }
  }

  private static long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.count();
    }
  }

  /** A life of a ring; which one depends on the number. */
  private void live(int number, Counting kernel, Pipe pipe, MemorySegment buffer)
      throws IOException {
    try (Ring<String> own =
        Ring.<String>builder().entries(1 << number % 4).syscalls(() -> kernel).open()) {
      switch (number % 8) {
        case 0 -> own.nop("never submitted");
        case 1 -> end(own, own.nop("nop"));
        case 2 -> {
          own.read("in flight", pipe.in(), buffer, 0);
          own.submit();
        }
        case 3 -> {
          own.timeout("in flight", Duration.ofHours(1));
          own.submit();
        }
        case 4 -> {
          own.openat2("not collected", Fd.CWD, "/", OpenHow.readOnly());
          own.submit();
        }
        case 5 -> {
          own.registerBuffer(buffer);
          own.pollAdd("in flight", pipe.in(), PollEvents.IN);
          own.submit();
        }
        default -> {}
      }
    }
  }

  @Test
  @Timeout(60)
  void tenThousandRingsLeaveNothing() throws IOException {
    Pipe pipe = pipe();
    MemorySegment buffer = memory(64);
    Counting kernel = new Counting();
    for (int i = 0; i < 200; i++) {
      live(i, kernel, pipe, buffer);
    }
    int descriptors = Kernel.openDescriptors();
    long rings = Kernel.mappedRings();
    long mappings = mappings();
    for (int i = 0; i < ROUNDS; i++) {
      live(i, kernel, pipe, buffer);
    }
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors);
    assertThat(Kernel.mappedRings()).isEqualTo(rings);
    assertThat(kernel.mappings).isZero();
    assertThat(kernel.bytesMapped).isZero();
    assertThat(mappings()).isLessThan(mappings + JVM_MAPPINGS);
  }

  @Test
  @Timeout(60)
  void ringsThatFailToOpenLeaveNothing() throws IOException {
    int descriptors = Kernel.openDescriptors();
    long rings = Kernel.mappedRings();
    MemorySegment page = Arena.ofAuto().allocate(4096, 4096);
    Counting kernel = new Counting();
    for (int i = 0; i < 1_000; i++) {
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> Ring.builder().entries(1).with(1 << 30).syscalls(() -> kernel).open());
      assertThatExceptionOfType(Exception.class)
          .isThrownBy(
              () -> Ring.builder().entries(256).memory(page, page).syscalls(() -> kernel).open())
          .isInstanceOfAny(ErrnoException.class, IllegalArgumentException.class);
      DisabledRing<String> disabled =
          Ring.<String>builder().entries(1).syscalls(() -> kernel).openDisabled();
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> disabled.registerEventfd(PlainFd.of(1_000_000)));
      disabled.close();
    }
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors);
    assertThat(Kernel.mappedRings()).isEqualTo(rings);
    assertThat(kernel.mappings).isZero();
  }

  @Test
  @Timeout(60)
  void longLifeLeavesNothing() throws IOException {
    int descriptors = Kernel.openDescriptors();
    Counting kernel = new Counting();
    try (Ring<String> own = Ring.<String>builder().entries(8).syscalls(() -> kernel).open()) {
      Statx statx = new Statx();
      String directoryPath = directory.toString();
      for (int i = 0; i < 5_000; i++) {
        PlainFd fd = end(own, own.openat2("open", Fd.CWD, directoryPath, OpenHow.readOnly())).fd();
        end(own, own.statx("statx", fd, ".", 0, StatxMask.SIZE, statx));
        end(own, own.close("close", fd));
      }
      assertThat(kernel.mappings).as("rings, entries, one slab of scratch").isEqualTo(3);
    }
    assertThat(kernel.mappings).isZero();
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors);
  }
}
