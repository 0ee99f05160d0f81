package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What handlers may do, and what comes of those that do what they must not. */
class RingHandlersTest {

  /** The two forms of a handler, so that each test is of both. */
  enum Form {
    PRIMITIVES {
      @Override
      int forEach(Ring<String> ring, Handler handler) throws IOException {
        return ring.forEachCompletion((data, res, flags) -> handler.completed(data));
      }
    },
    VIEW {
      @Override
      int forEach(Ring<String> ring, Handler handler) throws IOException {
        return ring.forEachCompletion(view -> handler.completed(view.data()));
      }
    };

    abstract int forEach(Ring<String> ring, Handler handler) throws IOException;
  }

  interface Handler {
    void completed(String data) throws IOException;
  }

  private final FakeKernel kernel = new FakeKernel();
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @ParameterizedTest
  @EnumSource
  void aCompletionWhoseHandlerThrewIsConsumedAndTheRestStays(Form form) throws IOException {
    IOException thrown = new IOException("by the handler");
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 4);
      ring.submit();
      Handler handler =
          data -> {
            seen.add(data);
            if (data.equals("2")) {
              throw thrown;
            }
          };
      assertThat(catchThrowable(() -> form.forEach(ring, handler))).isSameAs(thrown);
      assertThat(seen).containsExactly("1", "2");
      assertThat(ring.ready()).isEqualTo(2);
      assertThat(ring.inFlight()).isEqualTo(2);
      assertThat(form.forEach(ring, handler)).isEqualTo(2);
      assertThat(seen).isEqualTo(numbers(1, 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRoomOfWhatWasConsumedIsGivenBackWhenAHandlerThrows(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 4);
      ring.submit();
      assertThatThrownBy(
              () ->
                  form.forEach(
                      ring,
                      data -> {
                        throw new IllegalStateException(data);
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("1");
      // The queue of four has room for one again, without any further call of the ring.
      kernel.post(77, 0, 0);
      assertThat(kernel.backlog()).isZero();
      assertThat(collectAll(ring)).isEqualTo(numbers(2, 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfAHandlerIsNotSwallowed(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 2);
      ring.submit();
      assertThatThrownBy(
              () ->
                  form.forEach(
                      ring,
                      data -> {
                        throw new AssertionError(data);
                      }))
          .isInstanceOf(AssertionError.class);
      assertThat(form.forEach(ring, seen::add)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerMayPrepareAndSubmit(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      ring.submit();
      assertThat(
              form.forEach(
                  ring,
                  data -> {
                    seen.add(data);
                    ring.nop(data + "'");
                    ring.submit();
                  }))
          .isEqualTo(3);
      // What arrives meanwhile stays for the next call.
      assertThat(seen).isEqualTo(numbers(1, 3));
      assertThat(collect(ring)).containsExactly("1'", "2'", "3'");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasConsumedIsPublishedBeforeAHandlersEnter(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 4);
      ring.submit();
      form.forEach(
          ring,
          data -> {
            seen.add(data);
            ring.nop(data + "'");
            ring.submit();
            // The full queue of four has room for what completes now.
            assertThat(kernel.backlog()).isZero();
          });
      assertThat(seen).isEqualTo(numbers(1, 4));
      assertThat(collectAll(ring)).containsExactly("1'", "2'", "3'", "4'");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlersOperationOnAFullQueueGoesOn(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 2);
      ring.submit();
      form.forEach(
          ring,
          data -> {
            seen.add(data);
            for (int i = 0; i < 5; i++) {
              ring.nop(data + i);
            }
          });
      ring.submit();
      assertThat(seen).containsExactly("1", "2");
      assertThat(collectAll(ring))
          .containsExactly("10", "11", "12", "13", "14", "20", "21", "22", "23", "24");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerMayWaitForMore(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      ring.submit();
      form.forEach(
          ring,
          data -> {
            seen.add(data);
            ring.nop(data + "'");
            ring.submitAndWait(1);
          });
      assertThat(seen).containsExactly("1", "2");
      assertThat(collectAll(ring)).containsExactly("1'", "2'");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatMakesTheKernelBusyLosesNothingAndKeepsTheOrder(Form form) throws IOException {
    kernel.busyWhileOverflown();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 6);
      ring.submit();
      assertThat(kernel.backlog()).isEqualTo(2);
      int ready = ring.ready();
      int count =
          form.forEach(
              ring,
              data -> {
                seen.add(data);
                if (data.equals("1")) {
                  nops(ring, 7, 30);
                  ring.submit();
                  assertThat(ring.ready()).isGreaterThan(3);
                }
              });
      // Moved aside or not, what arrives meanwhile stays for the next call.
      assertThat(count).isEqualTo(ready);
      assertThat(seen).isEqualTo(numbers(1, ready));
      seen.addAll(collectAll(ring));
      assertThat(seen).isEqualTo(numbers(1, 30));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatKeepsTheKernelBusyDoesNotKeepTheBatchAlive(Form form) throws IOException {
    kernel.busyWhileOverflown();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 6);
      ring.submit();
      int before = ring.inFlight();
      form.forEach(
          ring,
          data -> {
            seen.add(data);
            assertThat(seen).hasSizeLessThan(100);
            ring.nop("more");
            ring.submit();
          });
      assertThat(ring.inFlight()).isEqualTo(before);
      assertThat(seen).isEqualTo(numbers(1, seen.size()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatThrowsAfterItMadeTheKernelBusyLosesNothing(Form form) throws IOException {
    kernel.busyWhileOverflown();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 6);
      ring.submit();
      assertThatThrownBy(
              () ->
                  form.forEach(
                      ring,
                      data -> {
                        seen.add(data);
                        nops(ring, 7, 12);
                        ring.submit();
                        throw new IOException();
                      }))
          .isInstanceOf(IOException.class);
      seen.addAll(collectAll(ring));
      assertThat(seen).isEqualTo(numbers(1, 12));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerMayNotCollectNorClose(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      ring.submit();
      List<ThrowingCallable> calls =
          List.of(
              ring::poll,
              ring::await,
              () -> ring.await(Duration.ofSeconds(1)),
              () -> ring.forEachCompletion((data, res, flags) -> seen.add(data)),
              () -> ring.forEachCompletion(view -> seen.add(view.data())),
              ring::close);
      assertThat(
              form.forEach(
                  ring,
                  data -> {
                    for (ThrowingCallable call : calls) {
                      assertThatThrownBy(call)
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessageContaining("handler");
                    }
                  }))
          .isEqualTo(2);
      assertThat(seen).isEmpty();
      // It is still open, and may collect again.
      nops(ring, 3, 3);
      ring.submit();
      assertThat(collect(ring)).containsExactly("3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlersNewRequestMayTakeTheSlotOfTheOneThatCompleted(Form form) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("0");
      for (int round = 0; round < 20; round++) {
        ring.submit();
        form.forEach(ring, data -> ring.nop(Integer.toString(Integer.parseInt(data) + 1)));
        assertThat(ring.inFlight()).isEqualTo(1);
      }
      ring.submit();
      assertThat(collect(ring)).containsExactly("20");
    }
  }

  @Test
  void aHandlerMayFreeTheChunkAndReadTheMessageThatCompleted() throws IOException {
    MsgHdr message = MsgHdr.receive(Arena.ofAuto().allocate(8));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Chunk chunk = Region.of(ring.registerBuffer(Arena.ofAuto().allocate(64)), 64).allocate();
      ring.readFixed("chunk", PlainFd.STDIN, chunk, 8, 0);
      ring.recvmsg("message", PlainFd.STDIN, message, 0);
      assertThatThrownBy(chunk::free).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(message::messageFlags).isInstanceOf(IllegalStateException.class);
      ring.submit();
      ring.forEachCompletion(
          view -> {
            if (view.data().equals("chunk")) {
              chunk.free();
            } else {
              assertThat(message.messageFlags()).isZero();
            }
          });
    }
  }

  // The view.

  @Test
  void theViewTellsEverythingOfTheCompletion() throws IOException {
    MemorySegment buffer = Arena.ofAuto().allocate(8);
    kernel.respond((sqe, out) -> out.complete(sqe.operation().equals("READ") ? 5 : -Errno.ENOENT));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.read("r", PlainFd.of(9), buffer, 0);
      ring.mkdirat("m", Fd.CWD, "some/dir", 0);
      ring.submit();
      List<Completion<String>> kept = new ArrayList<>();
      ring.forEachCompletion(
          view -> {
            kept.add(view.toCompletion());
            assertThat(view.hasMore()).isFalse();
            if (view.isError()) {
              assertThat(view.errno()).isEqualTo(Errno.ENOENT);
              assertThatThrownBy(view::result)
                  .isInstanceOf(ErrnoException.class)
                  .hasMessageContaining("mkdirat some/dir: ENOENT");
            } else {
              assertThat(view.errno()).isZero();
              assertThat(view.result()).isEqualTo(5);
            }
            seen.add(view.data() + " " + view.operation() + " " + view.res() + " " + view);
          });
      assertThat(seen)
          .containsExactly(
              "r READ 5 read fd 9 = 5 (r)", "m MKDIRAT -2 mkdirat some/dir = ENOENT (m)");
      assertThat(kept.getFirst().result()).isEqualTo(5);
      assertThat(kept.getFirst().subject()).isEqualTo("fd 9");
      assertThat(kept.getLast().subject()).isEqualTo("some/dir");
      assertThatThrownBy(() -> kept.getLast().result())
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("mkdirat some/dir: ENOENT");
    }
  }

  @Test
  void theViewIsOfNoUseOnceTheHandlerHasReturned() throws IOException {
    List<CompletionView<String>> kept = new ArrayList<>();
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 1);
      ring.submit();
      ring.forEachCompletion(view -> kept.add(view));
      CompletionView<String> view = kept.getFirst();
      List<ThrowingCallable> uses =
          List.of(
              view::data,
              view::res,
              view::flags,
              view::isError,
              view::errno,
              view::hasMore,
              view::result,
              view::extra1,
              view::extra2,
              view::request,
              view::operation,
              view::toCompletion);
      for (ThrowingCallable use : uses) {
        assertThatThrownBy(use)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("toCompletion()");
      }
      assertThat(view.toString()).contains("no longer good");
    }
  }

  @Test
  void theViewIsOfNoUseOnceTheHandlerHasThrown() throws IOException {
    List<CompletionView<String>> kept = new ArrayList<>();
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 1);
      ring.submit();
      assertThatThrownBy(
              () ->
                  ring.forEachCompletion(
                      view -> {
                        kept.add(view);
                        throw new IOException();
                      }))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(kept.getFirst()::data).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aMissingHandlerIsRefusedBeforeAnythingIsConsumed() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 1);
      ring.submit();
      assertThatThrownBy(() -> ring.forEachCompletion((CompletionHandler<String>) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> ring.forEachCompletion((CompletionViewHandler<String>) null))
          .isInstanceOf(NullPointerException.class);
      assertThat(collect(ring)).containsExactly("1");
    }
  }

  // Memory that was freed too early.

  @ParameterizedTest
  @EnumSource
  void aBufferThatWasFreedInFlightIsReportedAndTheRestIsDelivered(Form form) throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      try (Arena arena = Arena.ofConfined()) {
        ring.read("freed", PlainFd.of(9), arena.allocate(8), 0);
        ring.nop("other");
        ring.submit();
      }
      for (FakeSqe sqe : kernel.inFlight()) {
        kernel.complete(sqe.userData(), 3, 0);
      }
      assertThatThrownBy(() -> form.forEach(ring, seen::add))
          .isInstanceOf(MemoryFreedException.class)
          .hasMessageContaining("read fd 9 = 3 (freed)");
      assertThat(seen).isEmpty();
      assertThat(form.forEach(ring, seen::add)).isEqualTo(1);
      assertThat(seen).containsExactly("other");
    }
  }

  @Test
  void buffersOfVectorsAndMessagesThatWereFreedAreReported() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment alive = Arena.ofAuto().allocate(8);
        ring.readv("vector", PlainFd.of(9), new MemorySegment[] {alive, arena.allocate(8)}, 0);
        ring.recvmsg("message", PlainFd.of(9), MsgHdr.receive(alive, arena.allocate(8)), 0);
        ring.submit();
      }
      for (FakeSqe sqe : kernel.inFlight()) {
        kernel.complete(sqe.userData(), 0, 0);
      }
      assertThatThrownBy(ring::poll).isInstanceOf(MemoryFreedException.class);
      assertThatThrownBy(ring::await)
          .isInstanceOf(MemoryFreedException.class)
          .hasMessageContaining("recvmsg fd 9");
      assertThat(ring.inFlight()).isZero();
    }
  }
}
