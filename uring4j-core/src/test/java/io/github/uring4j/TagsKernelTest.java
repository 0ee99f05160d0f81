package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Notices that the kernel has let go of what was registered. A missing one hangs. */
@Timeout(60)
class TagsKernelTest extends OnKernel {

  private void assertNotice(String data) throws IOException {
    Completion<String> notice = next();
    assertThat(notice.data()).isEqualTo(data);
    assertThat(notice.result()).isZero();
    assertThat(notice.hasMore()).as("the mailbox stays").isTrue();
  }

  private void assertNothing() throws IOException {
    assertThat(ring.await(Duration.ofMillis(1))).isNull();
    assertThat(ring.statistics().strays()).isZero();
  }

  private static Mailbox[] tags(Mailbox... tags) {
    return tags;
  }

  private static MemorySegment[] segments(MemorySegment... segments) {
    return segments;
  }

  private static PlainFd[] files(PlainFd... files) {
    return files;
  }

  @Test
  void noticeComesWhenTheLastRequestOnAFileHasEnded() throws IOException {
    Pipe pipe = pipe();
    Mailbox let = ring.mailbox("let go");
    Mailbox other = ring.mailbox("other");
    DirectFd fd =
        ring.registerFilesTags(files(pipe.in(), pipe.in(), null), tags(let, other, null))
            .getFirst();
    ring.read("read", fd, memory(4), 0);
    ring.submit();
    ring.registerFilesUpdate(0, (PlainFd) null);
    assertNothing();
    Kernel.write(pipe.out(), "data");
    List<String> both = List.of(next().data(), next().data());
    assertThat(both).containsExactlyInAnyOrder("read", "let go");
    assertNothing();
    ring.unregisterFiles();
    assertNotice("other");
    assertNothing();
  }

  @Test
  void everyWayOutOfASlotIsTold() throws IOException {
    Pipe pipe = pipe();
    Mailbox box = ring.mailbox("let go");
    ring.registerFilesSparse(4);
    PlainFd[] one = files(pipe.in());
    ring.registerFilesUpdateTag(1, one, tags(box));
    assertNothing();
    ring.registerFilesUpdateTag(1, one, tags(box));
    assertNotice("let go");
    ring.registerFilesUpdate(1, FileRegistrations.SKIP);
    assertNothing();
    ring.close("close", ring.directFd(1));
    assertThat(List.of(next().data(), next().data())).containsExactlyInAnyOrder("close", "let go");
    ring.registerFilesUpdateTag(1, one, tags(box));
    ring.openat2("open", Fd.CWD, path("."), OpenHow.readOnly()).direct(1);
    List<String> both = List.of(next().data(), next().data());
    assertThat(both).containsExactlyInAnyOrder("open", "let go");
    ring.registerFilesUpdateTag(
        1, files(pipe.out(), pipe.in(), FileRegistrations.SKIP), tags(box, null, null));
    ring.unregisterFiles();
    assertNotice("let go");
    assertNothing();
  }

  @Test
  void noticeComesWhenTheLastRequestWithABufferHasEnded() throws IOException {
    Pipe pipe = pipe();
    Mailbox let = ring.mailbox("let go");
    Mailbox other = ring.mailbox("other");
    RegisteredBuffer buffer =
        ring.registerBuffersTags(segments(memory(4), null, memory(8)), tags(let, null, other))
            .getFirst();
    ring.readFixed("read", pipe.in(), buffer, 0, 4, 0);
    ring.submit();
    ring.registerBuffersUpdateTag(0, segments(memory(4)), tags(other));
    assertNothing();
    Kernel.write(pipe.out(), "data");
    List<String> both = List.of(next().data(), next().data());
    assertThat(both).containsExactlyInAnyOrder("read", "let go");
    ring.registerBuffersUpdate(2, (MemorySegment) null);
    assertNotice("other");
    ring.unregisterBuffers();
    assertNotice("other");
    assertNothing();
  }

  @Test
  void closedMailboxGetsNothing() throws IOException {
    Mailbox box = ring.mailbox("let go");
    ring.registerBuffersTags(segments(memory(4)), tags(box));
    ring.closeMailbox(box);
    ring.unregisterBuffers();
    assertThat(ring.await(Duration.ofMillis(1))).isNull();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.registerBuffersTags(segments(memory(4)), tags(box)))
        .withMessageContaining("cannot get notices any more");
  }

  @Test
  void tagsThatDoNotFitAreRefused() throws IOException {
    Mailbox box = ring.mailbox("let go");
    PlainFd file = create("file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerFilesTags(files(file), tags(box, box)))
        .withMessage("2 tags for 1 slots: give one for each, null for none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerFilesTags(files(file, null), tags(null, box)))
        .withMessageContaining("tag 1 is for a slot that gets nothing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerBuffersTags(segments(memory(1), null), tags(null, box)))
        .withMessageContaining("tag 1 is for a slot that gets nothing");
    try (Ring<String> other = Ring.open(4)) {
      Mailbox theirs = other.mailbox("theirs");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ring.registerFilesTags(files(file), tags(theirs)))
          .withMessageContaining("belongs to another ring");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ring.registerBuffersTags(segments(memory(1)), tags(theirs)));
    }
    ring.registerFilesSparse(2);
    PlainFd[] skipped = files(FileRegistrations.SKIP);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerFilesUpdateTag(0, skipped, tags(box)))
        .withMessageContaining("tag 0 is for a slot that gets nothing");
    assertNothing();
  }

  @Test
  @Timeout(5)
  void ringWithTagsClosesPromptly() throws IOException {
    Pipe pipe = pipe();
    try (Ring<String> own = Ring.open(4)) {
      own.registerFilesTags(files(pipe.in()), tags(own.mailbox("let go")));
      own.registerBuffersTags(segments(memory(8)), tags(own.mailbox("let go")));
      own.read("in flight", own.directFd(0), memory(4), 0);
      own.submit();
    }
    assertThat(Kernel.isOpen(pipe.in())).isTrue();
  }
}
