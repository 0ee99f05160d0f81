package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Links, drains, and work handed to workers. */
class LinksKernelTest extends OnKernel {

  /** Data, and result or errno's name, of so many completions, in their order. */
  private List<String> ends(int count) throws IOException {
    List<String> ends = new ArrayList<>();
    while (ends.size() < count) {
      Completion<String> completion = next();
      int res = completion.res();
      ends.add(completion.data() + " " + (res < 0 ? Errno.name(-res) : res));
    }
    return ends;
  }

  @Test
  void linkedRequestStartsWhenItsPredecessorHasSucceeded() throws IOException {
    Pipe pipe = pipe();
    ring.read("read", pipe.in(), memory(1), 0).link();
    ring.nop("middle").link();
    ring.nop("last");
    ring.submit();
    assertThat(ring.poll()).isNull();
    Kernel.write(pipe.out(), "x");
    assertThat(ends(3)).containsExactly("read 1", "middle 0", "last 0");
  }

  @Test
  void chainBreaksOnFailure() throws IOException {
    ring.openat2("open", Fd.CWD, path("missing"), OpenHow.readOnly()).link();
    ring.nop("middle").link();
    ring.nop("last");
    ring.nop("independent");
    ring.submit();
    assertThat(ends(4))
        .containsExactlyInAnyOrder(
            "open ENOENT", "middle ECANCELED", "last ECANCELED", "independent 0");
  }

  @Test
  void chainBreaksOnShortTransfer() throws IOException {
    Files.writeString(directory.resolve("file"), "text");
    PlainFd fd = open("file", OpenFlags.RDONLY);
    ring.read("read", fd, memory(100), 0).link();
    ring.nop("broken");
    assertThat(ends(2)).containsExactlyInAnyOrder("read 4", "broken ECANCELED");
  }

  @Test
  void hardlinkedRequestStartsWhateverBecameOfItsPredecessor() throws IOException {
    ring.openat2("open", Fd.CWD, path("missing"), OpenHow.readOnly()).hardlink();
    ring.nop("goes on").link();
    ring.nop("and on");
    ring.submit();
    assertThat(ends(3)).containsExactly("open ENOENT", "goes on 0", "and on 0");
  }

  @Test
  void unlinkEndsChain() throws IOException {
    ring.openat2("open", Fd.CWD, path("missing"), OpenHow.readOnly()).link().unlink();
    ring.nop("independent");
    assertThat(ends(2)).containsExactlyInAnyOrder("open ENOENT", "independent 0");
  }

  @Test
  void drainWaitsForAllBeforeIt() throws IOException {
    Pipe pipe = pipe();
    ring.read("read", pipe.in(), memory(1), 0);
    ring.nop("free");
    ring.nop("drain").drain();
    ring.nop("behind");
    ring.submit();
    assertThat(ends(1)).containsExactly("free 0");
    assertThat(ring.poll()).isNull();
    Kernel.write(pipe.out(), "x");
    assertThat(ends(3)).containsExactly("read 1", "drain 0", "behind 0");
  }

  @Test
  void asyncRequestGoesToWorker() throws Exception {
    // A thread of its own, so that no worker is left from another test.
    CompletableFuture<Boolean> worked = new CompletableFuture<>();
    Thread owner =
        new Thread(
            () -> {
              try {
                worked.complete(readByWorker());
              } catch (Throwable e) {
                worked.completeExceptionally(e);
              }
            });
    owner.start();
    assertThat(worked.get()).isTrue();
    owner.join();
  }

  private static boolean readByWorker() throws Exception {
    try (Pipe pipe = Kernel.pipe();
        Ring<String> own = Ring.open(4)) {
      own.read("polled", pipe.in(), memory(1), 0);
      own.submit();
      assertThat(hasWorker()).as("a blocked read needs no worker").isFalse();
      own.read("async", pipe.in(), memory(1), 0).async();
      own.submit();
      Await.until(LinksKernelTest::hasWorker);
      Kernel.write(pipe.out(), "xx");
      assertThat(own.await(SOON).result()).isOne();
      assertThat(own.await(SOON).result()).isOne();
      return true;
    }
  }

  /** Whether the current thread has a worker. */
  private static boolean hasWorker() throws IOException {
    String name = "iou-wrk-" + Kernel.threadId();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).strip().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }
}
