package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the ring on the running kernel: a ring, a directory, and what both often need. */
abstract class OnKernel {

  /** Longer than anything takes that works. */
  static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;

  Ring<String> ring;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @BeforeEach
  void openRing() throws IOException {
    ring = Needs.ring(Ring.<String>builder().entries(64));
  }

  @AfterEach
  void closeAll() throws Exception {
    ring.close();
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** Has something closed at the end of the test, behind the ring. */
  <C extends AutoCloseable> C closing(C resource) {
    opened.push(resource);
    return resource;
  }

  /** A descriptor that is closed at the end of the test. */
  PlainFd closing(PlainFd fd) {
    opened.push(fd::close);
    return fd;
  }

  Pipe pipe() {
    return closing(Kernel.pipe());
  }

  /** Submits, and waits for the completion of this request, which must be the next one. */
  static <T> Completion<T> end(Ring<T> ring, Prepared<?> prepared) throws IOException {
    Request request = prepared.request();
    Completion<T> completion = ring.await(SOON);
    assertThat(completion).as("completion in time").isNotNull();
    assertThat(request.isInFlight()).as("%s was another's", completion).isFalse();
    return completion;
  }

  /** The same, on this test's ring. */
  Completion<String> end(Prepared<?> prepared) throws IOException {
    return end(ring, prepared);
  }

  /** The raw result. */
  int res(Prepared<?> prepared) throws IOException {
    return end(prepared).res();
  }

  /** The result, which must be no error. */
  int ok(Prepared<?> prepared) throws IOException {
    return end(prepared).result();
  }

  /** Waits for the next completion, whichever. */
  Completion<String> next() throws IOException {
    Completion<String> completion = ring.await(SOON);
    assertThat(completion).as("completion in time").isNotNull();
    return completion;
  }

  /** Opens a file of the test's directory. */
  PlainFd open(String name, int openFlags) throws IOException {
    OpenHow how = OpenHow.of(openFlags);
    if ((openFlags & OpenFlags.CREAT) != 0) {
      how = how.mode(0644);
    }
    return closing(end(ring.openat2("open", Fd.CWD, path(name), how)).fd());
  }

  /** Makes a file of the test's directory, open for reading and writing. */
  PlainFd create(String name) throws IOException {
    return open(name, OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.EXCL);
  }

  String path(String name) {
    return directory.resolve(name).toString();
  }

  /** What a file of the test's directory holds. */
  String content(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  /** Makes a file of the test's directory that holds a text. */
  void put(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  /** Native memory with a text. */
  static MemorySegment memory(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    MemorySegment memory = Arena.ofAuto().allocate(bytes.length);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
    return memory;
  }

  /** Zeroed native memory. */
  static MemorySegment memory(int size) {
    return Arena.ofAuto().allocate(size);
  }

  static String text(MemorySegment memory) {
    return new String(memory.toArray(JAVA_BYTE), UTF_8);
  }

  /** A part of a test. */
  interface Part {
    void run() throws Throwable;
  }

  /** On a thread with workers, credentials and registered rings of its own. */
  static void onThreadOfItsOwn(Part part) throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                part.run();
                ended.complete(null);
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            });
    thread.start();
    thread.join();
    ended.get();
  }
}
