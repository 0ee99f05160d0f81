package io.github.uring4j;

import static io.github.uring4j.RingOnFake.results;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request ends with its completion without F_MORE, not before. */
class RingMoreTest {

  private static final int MORE = CompletionFlags.MORE;

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void allCompletionsOfARequestComeAndItsSlotStaysUntilTheLast() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      ring.submit();
      for (int i = 1; i <= 3; i++) {
        kernel.complete(userData, i, MORE);
      }
      assertThat(results(ring)).containsExactly("a=1", "a=2", "a=3");
      assertThat(ring.inFlight()).isEqualTo(1);
      assertThat(ring.statistics().completed()).isZero();
      long other = userData(ring.nop("other"));
      assertThat(UserData.slot(other)).isNotEqualTo(UserData.slot(userData));
      kernel.complete(userData, 4, MORE);
      kernel.complete(userData, 5, 0);
      assertThat(results(ring)).containsExactly("a=4", "a=5");
      assertThat(ring.inFlight()).isEqualTo(1);
      assertThat(ring.statistics().completed()).isEqualTo(1);
      assertThat(ring.statistics().strays()).isZero();
    }
  }

  @Test
  void everyCollectorTellsWhetherThereIsMore() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      ring.submit();
      kernel.complete(userData, 1, MORE);
      assertThat(ring.poll().hasMore()).isTrue();
      kernel.complete(userData, 2, MORE);
      assertThat(ring.await().hasMore()).isTrue();
      List<Integer> flags = new ArrayList<>();
      kernel.complete(userData, 3, MORE | CompletionFlags.SOCK_NONEMPTY);
      ring.forEachCompletion((data, res, more) -> flags.add(more));
      kernel.complete(userData, 4, MORE);
      ring.forEachCompletion(view -> flags.add(view.flags()));
      assertThat(flags).containsExactly(MORE | CompletionFlags.SOCK_NONEMPTY, MORE);
      kernel.complete(userData, -Errno.ECANCELED, 0);
      assertThat(ring.poll().hasMore()).isFalse();
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void whatARequestUsesIsHeldUntilTheLast() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Chunk chunk = Region.of(ring.registerBuffer(Arena.ofAuto().allocate(8)), 8).allocate();
      long userData = userData(ring.readFixed("a", PlainFd.STDIN, chunk, 8, 0));
      ring.submit();
      kernel.complete(userData, 1, MORE);
      assertThat(results(ring)).containsExactly("a=1");
      assertThatThrownBy(chunk::free).isInstanceOf(IllegalStateException.class);
      kernel.complete(userData, 1, 0);
      assertThat(results(ring)).containsExactly("a=1");
      chunk.free();
    }
  }

  @Test
  void whatARequestUsesIsHeldUntilTheLastOfARequestThatIsCancelled() throws IOException {
    MsgHdr message = MsgHdr.receive(Arena.ofAuto().allocate(8));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Request request = ring.recvmsg("a", PlainFd.STDIN, message, 0).request();
      ring.submit();
      kernel.complete(request.userData(), 1, MORE);
      assertThat(results(ring)).containsExactly("a=1");
      assertThatThrownBy(message::descriptors).isInstanceOf(IllegalStateException.class);
      ring.cancel("cancel", request);
      ring.submit();
      assertThat(results(ring)).containsExactly("cancel=0", "a=ECANCELED");
      assertThat(message.descriptors()).isEmpty();
    }
  }
}
