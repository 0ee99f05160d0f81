package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ring's descriptor, registered with its owner. */
class RingDescriptorKernelTest extends OnKernel {

  @Test
  void ringIsWokenByItsDescriptorAndEnteredByTheOther() throws Exception {
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = Ring.open(4)) {
            assertThat(own.resources().index()).isNotNegative();
            assertThat(own.resources().hasDescriptor()).isTrue();
            assertThat(end(own, own.nop("nop")).result()).isZero();
            own.wakeup();
            assertThat(own.await(SOON)).isNull();
          }
        });
  }

  @Test
  void ringsBeyondTheSixteenOfAThreadDoWithout() throws Exception {
    onThreadOfItsOwn(
        () ->
            assertThat(indexesOfTwentyRings())
                .hasSize(20)
                .filteredOn(index -> index >= 0)
                .hasSize(16));
  }

  private static List<Integer> indexesOfTwentyRings() throws IOException {
    List<Integer> indexes = new ArrayList<>();
    Deque<Ring<String>> rings = new ArrayDeque<>();
    try {
      for (int i = 0; i < 20; i++) {
        Ring<String> own = Ring.open(1);
        rings.push(own);
        indexes.add(own.resources().index());
        assertThat(end(own, own.nop("nop")).result()).isZero();
      }
      for (Ring<String> own : rings) {
        assertThat(end(own, own.nop("nop")).result()).isZero();
      }
    } finally {
      while (!rings.isEmpty()) {
        rings.pop().close();
      }
    }
    // Each close has given its place back.
    try (Ring<String> own = Ring.open(1)) {
      assertThat(own.resources().index()).isNotNegative();
    }
    return indexes;
  }

  @Test
  void ringRunsWithoutDescriptor() throws Exception {
    onThreadOfItsOwn(this::runWithoutDescriptor);
  }

  private void runWithoutDescriptor() throws Exception {
    int before = Kernel.openDescriptors();
    long mapped = Kernel.mappedRings();
    try (Ring<String> own = Ring.open(4)) {
      assertThat(Kernel.openDescriptors()).isEqualTo(before + 1);
      own.closeDescriptor();
      assertThat(Kernel.openDescriptors()).isEqualTo(before);
      assertThat(end(own, own.nop("nop")).result()).isZero();
      assertThat(own.probe().supports(Operation.NOP)).isTrue();
      Pipe pipe = pipe();
      PlainFd eventfd = closing(Kernel.eventfd());
      own.registerEventfd(eventfd);
      own.read("in flight", own.registerFiles(pipe.in()).getFirst(), memory(4), 0);
      own.submit();
      Kernel.write(pipe.out(), "data");
      assertThat(own.await(SOON).result()).isEqualTo(4);
      assertThat(Kernel.takeCount(eventfd)).isPositive();
      // Whoever needs the descriptor is told.
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(own::wakeup);
      assertThatIllegalArgumentException().isThrownBy(() -> Ring.builder().attachTo(own));
      own.read("in flight", own.directFd(0), memory(4), 0);
      own.submit();
    }
    assertThat(Kernel.mappedRings()).isEqualTo(mapped);
  }

  @Test
  void buffersOfARingWithoutDescriptorAreCloned() throws Exception {
    PlainFd file = create("file");
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = Ring.open(4);
              Ring<String> second = Ring.open(4)) {
            own.closeDescriptor();
            own.registerBuffer(memory(4));
            RegisteredBuffer clone = second.cloneBuffers(own).getFirst();
            assertThat(end(second, second.writeFixed("write", file, clone, 0, 4, 0)).result())
                .isEqualTo(4);
          }
        });
  }

  @Test
  @Timeout(30)
  void wakersMeetARingThatLosesItsDescriptor() throws Exception {
    onThreadOfItsOwn(this::wakeWhatLosesItsDescriptor);
  }

  private void wakeWhatLosesItsDescriptor() throws Exception {
    for (int round = 0; round < 50; round++) {
      try (Ring<String> own = Ring.open(4)) {
        Thread waker =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      own.wakeup();
                    }
                  } catch (UnsupportedOperationException lost) {
                    // What the test waits for.
                  }
                });
        waker.start();
        assertThat(own.await(SOON)).isNull();
        own.closeDescriptor();
        waker.join();
        // One may still be pending.
        assertThat(own.await(Duration.ZERO)).isNull();
        assertThat(end(own, own.nop("nop")).result()).isZero();
      }
    }
  }

  @Test
  void wakingAClosedRingDoesNothingThoughItHadNoDescriptor() throws IOException {
    Ring<String> own = Needs.ring(Ring.<String>builder().entries(4));
    own.closeDescriptor();
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(own::wakeup);
    own.close();
    assertThatCode(own::wakeup).doesNotThrowAnyException();
  }
}
