package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nops and what they can be made to do. */
class NopKernelTest extends OnKernel {

  private void needs(Prepared<?> nop, String flag) throws IOException {
    Needs.known(res(nop), flag);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0, -1, -5, -4095, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void injectedResultComesBack(int result) throws IOException {
    needs(ring.nop("probe").injectResult(1), "NOP_INJECT_RESULT");
    assertThat(res(ring.nop("nop").injectResult(result))).isEqualTo(result);
    assertThat(res(ring.nop("nop").async().injectResult(result))).isEqualTo(result);
  }

  @Test
  void injectedFailureBreaksChain() throws IOException {
    needs(ring.nop("probe").injectResult(1), "NOP_INJECT_RESULT");
    ring.nop("first").injectResult(-Errno.EIO).link();
    ring.nop("second");
    assertThat(next().errno()).isEqualTo(Errno.EIO);
    assertThat(next().errno()).isEqualTo(Errno.ECANCELED);
    ring.nop("first").injectResult(-Errno.EIO).hardlink();
    ring.nop("second").injectResult(2);
    assertThat(next().errno()).isEqualTo(Errno.EIO);
    assertThat(next().result()).isEqualTo(2);
  }

  @Test
  void fileIsLookedUp() throws IOException {
    PlainFd file = create("file");
    needs(ring.nop("probe").file(file), "NOP_FILE");
    assertThat(res(ring.nop("nop").file(file))).isZero();
    assertThat(res(ring.nop("nop").file(file).async().taskWork())).isZero();
    assertThat(res(ring.nop("nop").file(PlainFd.of(1_000_000)))).isEqualTo(-Errno.EBADF);
    assertThat(res(ring.nop("nop").file(new DirectFd(ring, 0)))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void registeredBufferIsLookedUp() throws IOException {
    RegisteredBuffer buffer = ring.registerBuffer(memory(64));
    needs(ring.nop("probe").registeredBuffer(buffer), "NOP_FIXED_BUFFER");
    assertThat(res(ring.nop("nop").registeredBuffer(buffer))).isZero();
    RegisteredBuffer missing = new RegisteredBuffer(ring, 1, buffer.segment());
    assertThat(res(ring.nop("nop").registeredBuffer(missing))).isEqualTo(-Errno.EFAULT);
  }

  @Test
  void otherRingsThingsAreRefusedAndTheNopStaysAsItWas() throws IOException {
    RegisteredBuffer buffer = ring.registerBuffer(memory(64));
    try (Ring<String> other = Ring.open(4)) {
      PreparedNop nop = other.nop("nop");
      assertThatIllegalArgumentException().isThrownBy(() -> nop.registeredBuffer(buffer));
      assertThatIllegalArgumentException().isThrownBy(() -> nop.file(new DirectFd(ring, 0)));
      assertThatIllegalStateException()
          .isThrownBy(() -> nop.wide(1, 2))
          .withMessageContaining("CQE32 or CQE_MIXED");
      assertThat(end(other, nop).res()).isZero();
    }
  }

  @Test
  void completionByTaskWorkComesAsWell() throws IOException {
    needs(ring.nop("probe").taskWork(), "NOP_TW");
    int count = 200;
    for (int i = 0; i < count; i++) {
      ring.nop("nop").taskWork().injectResult(i);
    }
    List<Integer> results = new ArrayList<>();
    while (results.size() < count) {
      results.add(next().res());
    }
    assertThat(results).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {SetupFlags.CQE32, SetupFlags.CQE_MIXED})
  void wideCompletionBringsItsExtraBytes(int setupFlags) throws IOException {
    try (Ring<String> wide = Needs.ring(Ring.<String>builder().entries(4).with(setupFlags))) {
      Needs.known(end(wide, wide.nop("probe").wide(1, 2)).res(), "NOP_CQE32");
      // Wide and narrow by turns, often enough that a wide one meets the end of the queue.
      for (int round = 0; round < 40; round++) {
        wide.nop("narrow").injectResult(round);
        wide.nop("wide").injectResult(round).wide(round, -1L - round);
        wide.submitAndWait(2);
        List<String> seen = new ArrayList<>();
        wide.forEachCompletion(
            view ->
                seen.add(
                    view.data()
                        + view.res()
                        + (view.data().equals("wide")
                            ? " " + view.extra1() + " " + view.extra2()
                            : "")));
        assertThat(seen)
            .containsExactly("narrow" + round, "wide" + round + " " + round + " " + (-1L - round));
      }
      assertThat(wide.statistics().strays()).isZero();
    }
  }

  @Test
  void wideCompletionsThatFindNoRoomComeLaterInOrder() throws IOException {
    try (Ring<String> mixed =
        Needs.ring(Ring.<String>builder().entries(8).with(SetupFlags.CQE_MIXED))) {
      Needs.known(end(mixed, mixed.nop("probe").wide(1, 2)).res(), "NOP_CQE32");
      int count = 40;
      for (int i = 0; i < count; i++) {
        mixed.nop(Integer.toString(i)).wide(i, ~i);
      }
      mixed.submit();
      List<Long> extras = new ArrayList<>();
      while (extras.size() < count) {
        mixed.submitAndWait(1);
        mixed.forEachCompletion(
            view -> {
              assertThat(view.extra2()).isEqualTo(~view.extra1());
              assertThat(view.data()).isEqualTo(Long.toString(view.extra1()));
              extras.add(view.extra1());
            });
      }
      assertThat(extras).isSorted().hasSize(count);
    }
  }

  /** What a ring without entries of 128 bytes says before the kernel is asked. */
  @Test
  void nopOf128BytesNeedsRingWithSuchEntries() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.nop128("nop"))
        .withMessageContaining("SetupFlags.SQE128 or SQE_MIXED");
  }

  /** liburing's nop-all-sizes. */
  @Test
  void ringsOfEverySizeTakeAndCompleteAFullQueue() throws IOException {
    for (int entries = 1; entries <= 32768; entries *= 4) {
      try (Ring<Integer> sized = Needs.ring(Ring.<Integer>builder().entries(entries))) {
        int total = sized.entries() * 2 + 1;
        for (int i = 0; i < total; i++) {
          sized.nop(i);
        }
        sized.submit();
        int[] next = new int[1];
        while (next[0] < total) {
          sized.submitAndWait(1);
          sized.forEachCompletion((data, res, flags) -> assertThat(data).isEqualTo(next[0]++));
        }
        assertThat(sized.inFlight()).isZero();
      }
    }
  }
}
