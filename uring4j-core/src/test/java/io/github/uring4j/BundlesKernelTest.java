package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles: several buffers with one completion, received and sent. */
class BundlesKernelTest extends SocketsOnKernel {

  private PlainFd here;
  private PlainFd there;

  @BeforeEach
  void connect() {
    List<PlainFd> pair = Kernel.socketPair(SocketType.STREAM);
    here = closing(pair.getFirst());
    there = closing(pair.getLast());
  }

  private static String parts(BufferLease lease) {
    StringBuilder all = new StringBuilder();
    for (int part = 0; part < lease.count(); part++) {
      all.append(text(lease.segment(part)));
    }
    assertThat(all).hasSize(lease.length());
    return all.toString();
  }

  private static String digits(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(text.length()).append(';');
    }
    return text.substring(0, length);
  }

  /** Receives so much by bundles, with how many parts each had; the leases stay open. */
  private String receive(BufferRing buffers, int maxLength, int total, List<BufferLease> leases)
      throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.length() < total) {
      Completion<String> completion = end(ring.recv("recv", here, buffers, maxLength, 0).bundle());
      assertThat(completion.buffer().length()).isEqualTo(completion.result());
      leases.add(completion.buffer());
      all.append(parts(completion.buffer()));
    }
    return all.toString();
  }

  @Test
  void oneCompletionBringsSeveralBuffers() throws IOException {
    BufferRing buffers = ring.bufferRing(8, 16);
    Kernel.write(there, digits(50));
    List<BufferLease> leases = new ArrayList<>();
    assertThat(receive(buffers, 0, 50, leases)).isEqualTo(digits(50));
    assertThat(leases).hasSizeLessThan(4).anyMatch(lease -> lease.count() > 1);
    assertThat(leases.getLast().length(leases.getLast().count() - 1)).isEqualTo(2);
    assertThat(buffers.available()).isEqualTo(4);
    leases.forEach(BufferLease::close);
    assertThat(buffers.available()).isEqualTo(8);
  }

  @Test
  void aBundleTakesNoMoreBuffersThanThereAre() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 16);
    Kernel.write(there, digits(50));
    List<BufferLease> leases = new ArrayList<>();
    assertThat(receive(buffers, 0, 32, leases)).isEqualTo(digits(32));
    assertThat(buffers.available()).isZero();
    assertThat(res(ring.recv("recv", here, buffers, 0, 0).bundle())).isEqualTo(-Errno.ENOBUFS);
    leases.forEach(BufferLease::close);
    leases.clear();
    assertThat(receive(buffers, 0, 18, leases)).isEqualTo(digits(50).substring(32));
    leases.forEach(BufferLease::close);
    assertThat(buffers.available()).isEqualTo(2);
  }

  @Test
  void aLimitShortensTheBundleAndNotTheBuffersAfterIt() throws IOException {
    BufferRing buffers = ring.bufferRing(8, 16);
    Kernel.write(there, digits(60));
    List<BufferLease> leases = new ArrayList<>();
    String seen = receive(buffers, 20, 1, leases);
    assertThat(seen).hasSizeLessThanOrEqualTo(20);
    seen += receive(buffers, 5, 1, leases);
    seen += receive(buffers, 0, 60 - seen.length(), leases);
    assertThat(seen).isEqualTo(digits(60));
    leases.forEach(BufferLease::close);
    assertThat(buffers.available()).isEqualTo(8);
    // One that found nothing at first has not shortened the buffer that it looked at.
    ring.recv("recv", here, buffers, 5, 0).bundle();
    ring.submit();
    Kernel.write(there, "hello, world");
    try (BufferLease lease = next().buffer()) {
      assertThat(parts(lease)).isEqualTo("hello");
    }
    try (BufferLease lease = end(ring.recv("recv", here, buffers, 0, 0)).buffer()) {
      assertThat(text(lease.segment())).isEqualTo(", world");
    }
    assertThat(buffers.available()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesOfAnyAmountsKeepTheirOrder(boolean incremental) throws IOException {
    BufferRingBuilder builder = ring.bufferRing().entries(8).bufferSize(100);
    BufferRing buffers = incremental ? builder.incremental().open() : builder.open();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String all = digits(200_000);
    StringBuilder seen = new StringBuilder();
    ArrayDeque<BufferLease> held = new ArrayDeque<>();
    boolean armed = false;
    int written = 0;
    int severalParts = 0;
    while (seen.length() < all.length()) {
      int length = Math.min(1 + random.nextInt(300), all.length() - written);
      if (length > 0 && written - seen.length() < 2000) {
        Kernel.write(there, all.substring(written, written + length));
        written += length;
      }
      if (!armed && buffers.available() > 0) {
        ring.recvMultishot("recv", here, buffers, 0, 0).bundle();
        armed = true;
      }
      ring.submit();
      for (Completion<String> c = ring.poll(); c != null; c = ring.poll()) {
        if (c.res() == -Errno.ENOBUFS) {
          assertThat(c.hasMore()).isFalse();
        } else {
          assertThat(c.result()).isPositive();
          held.add(c.buffer());
          severalParts += c.buffer().count() > 1 ? 1 : 0;
          seen.append(parts(c.buffer()));
        }
        armed = c.hasMore();
      }
      // In any order.
      for (int i = random.nextInt(3); i > 0 && !held.isEmpty(); i--) {
        (random.nextBoolean() ? held.pollFirst() : held.pollLast()).close();
      }
    }
    assertThat(seen.toString().equals(all)).as("seed %d", seed).isTrue();
    assertThat(severalParts).as("seed %d", seed).isPositive();
    held.forEach(BufferLease::close);
    assertThat(buffers.leases()).isZero();
    assertThat(buffers.available()).isEqualTo(8);
  }

  @Test
  void theEndOfTheStreamBringsNoBuffer() throws IOException {
    BufferRing buffers = ring.bufferRing(4, 16);
    ring.recvMultishot("recv", here, buffers, 0, 0).bundle();
    Kernel.write(there, "bye");
    try (BufferLease lease = next().buffer()) {
      assertThat(parts(lease)).isEqualTo("bye");
    }
    ring.shutdown("shutdown", there, Shutdown.BOTH);
    for (int i = 0; i < 2; i++) {
      Completion<String> end = next();
      assertThat(end.res()).as("%s", end).isZero();
      assertThat(end.hasMore()).isFalse();
    }
    assertThat(buffers.available()).isEqualTo(4);
    assertThat(buffers.inFlight()).isZero();
  }

  // Sending.

  private static void fill(BufferLease lease, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    MemorySegment.copy(bytes, 0, lease.segment(), JAVA_BYTE, 0, bytes.length);
    lease.provide(bytes.length);
  }

  private BufferRing forSending(int entries, int size) throws IOException {
    return ring.bufferRing().entries(entries).bufferSize(size).forSending().open();
  }

  @Test
  void buffersAreSentOneByOneOrTogether() throws IOException {
    BufferRing out = forSending(4, 16);
    for (int round = 0; round < 5; round++) {
      for (String text : List.of("one ", "two ", "three ", "four ")) {
        fill(out.acquire(), text);
      }
      Completion<String> first = end(ring.send("send", here, out, 0, 0));
      assertThat(first.result()).isEqualTo(4);
      assertThat(text(first.buffer().segment())).isEqualTo("one ");
      first.buffer().close();
      Completion<String> rest = end(ring.send("send", here, out, 0, 0).bundle());
      assertThat(rest.result()).isEqualTo(15);
      assertThat(rest.buffer().count()).isEqualTo(3);
      assertThat(parts(rest.buffer())).isEqualTo("two three four ");
      rest.buffer().close();
      assertThat(Kernel.read(there, 100)).isEqualTo("one two three four ");
      assertThat(res(ring.send("send", here, out, 0, 0).bundle())).isEqualTo(-Errno.ENOBUFS);
      assertThat(out.available()).isZero();
      assertThat(out.leases()).isZero();
    }
  }

  @Test
  void whatASocketHasNoRoomForIsSentWhenItHas() throws IOException {
    BufferRing out = forSending(64, 16 * 1024);
    String block = digits(16 * 1024);
    for (int i = 0; i < 64; i++) {
      fill(out.acquire(), block);
    }
    ring.send("send", here, out, 0, 0).bundle();
    ring.submit();
    assertThat(ring.poll()).as("completion of 1 MiB in a socket that nobody reads").isNull();
    StringBuilder received = new StringBuilder();
    int sent = 0;
    while (received.length() < 64 * block.length()) {
      received.append(Kernel.read(there, 100_000));
      for (Completion<String> c = ring.poll(); c != null; c = ring.poll()) {
        sent += c.result();
        assertThat(c.buffer().length()).isEqualTo(c.res());
        c.buffer().close();
        if (out.available() > 0) {
          ring.send("send", here, out, 0, 0).bundle();
        }
        ring.submit();
      }
    }
    assertThat(received.toString().equals(block.repeat(64))).isTrue();
    if (sent < received.length()) {
      sent += next().result();
    }
    assertThat(sent).isEqualTo(received.length());
  }

  @Test
  void anIncrementalBufferIsSentBitByBit() throws IOException {
    BufferRing out = ring.bufferRing().entries(2).bufferSize(64).forSending().incremental().open();
    fill(out.acquire(), "hello, world");
    Completion<String> first = end(ring.send("send", here, out, 5, 0));
    assertThat(text(first.buffer().segment())).isEqualTo("hello");
    first.buffer().close();
    assertThat(out.available()).isEqualTo(1);
    Completion<String> second = end(ring.send("send", here, out, 0, 0));
    assertThat(text(second.buffer().segment())).isEqualTo(", world");
    second.buffer().close();
    assertThat(out.available()).isZero();
    assertThat(Kernel.read(there, 100)).isEqualTo("hello, world");
    out.acquire().close();
    out.acquire().close();
  }

  /** The kernel uses one buffer for a datagram that it cuts, and tells the length of all of it. */
  @Test
  void countingWhatWasCutOffIsRefused() throws IOException {
    Connection udp = udp();
    BufferRing small = ring.bufferRing().entries(8).bufferSize(4).open();
    PreparedReceive one = ring.recv("one", udp.other(), small, 0, MsgFlags.TRUNC);
    assertThatIllegalStateException().isThrownBy(one::bundle).withMessageContaining("TRUNC");
    Kernel.write(udp.one(), "0123456789");
    try (BufferLease lease = end(one).buffer()) {
      assertThat(text(lease.segment())).isEqualTo("0123");
    }
    PreparedReceiveMultishot many =
        ring.recvMultishot("many", udp.other(), small, 0, MsgFlags.TRUNC);
    assertThatIllegalStateException().isThrownBy(many::bundle).withMessageContaining("TRUNC");
    assertThat(small.head()).isEqualTo(1);
  }
}
