package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.Cmsghdr;
import io.github.uring4j.abi.Structs.IoUringRecvmsgOut;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing a ring with completions that nobody collected, whose data lies in buffers of a group. */
@Timeout(30)
class CloseWithBuffersKernelTest extends SocketsOnKernel {

  private static final int SIZE = 1024;

  private final RecvmsgTemplate template = RecvmsgTemplate.of(0, 64);
  private Ring<String> own;
  private Connection udp;

  @BeforeEach
  void openOwn() throws IOException {
    udp = udp();
    own = Needs.ring(Ring.<String>builder().entries(8));
  }

  private void receiveMessages(BufferGroup buffers) throws IOException {
    own.recvmsgMultishot("message", udp.other(), buffers, template, 0);
    own.submit();
  }

  private void arrives(String text, int ready) throws IOException {
    Kernel.write(udp.one(), text);
    own.getEvents();
    assertThat(own.ready()).isEqualTo(ready);
  }

  @Test
  void messagesThatShareABuffer() throws IOException {
    receiveMessages(own.bufferRing().entries(2).bufferSize(SIZE).incremental().open());
    arrives("one", 1);
    arrives("two", 2);
    int descriptors = Kernel.openDescriptors();
    own.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors - 1);
  }

  @Test
  void dataBeforeAMessageIsNotTakenForIt() throws IOException {
    PlainFd mine = closing(Kernel.eventfd());
    Connection stream = unixPair(SocketType.STREAM);
    BufferRing buffers = own.bufferRing().entries(2).bufferSize(SIZE).incremental().open();
    own.recvMultishot("data", stream.other(), buffers, 0, 0);
    receiveMessages(buffers);
    // As if it were a message that passes this descriptor.
    MemorySegment forged = memory(128);
    int length = Cmsghdr.SIZE + Integer.BYTES;
    forged.set(JAVA_INT, IoUringRecvmsgOut.CONTROLLEN, length);
    forged.set(JAVA_LONG, IoUringRecvmsgOut.SIZE + Cmsghdr.CMSG_LEN, length);
    forged.set(JAVA_INT, IoUringRecvmsgOut.SIZE + Cmsghdr.CMSG_LEVEL, SocketLevels.SOCKET);
    forged.set(JAVA_INT, IoUringRecvmsgOut.SIZE + Cmsghdr.CMSG_TYPE, LinuxConstants.SCM_RIGHTS);
    forged.set(JAVA_INT, IoUringRecvmsgOut.SIZE + Cmsghdr.SIZE, mine.value());
    ok(ring.send("forged", stream.one(), forged, 0));
    own.getEvents();
    arrives("x".repeat(64), 2);
    own.close();
    assertThat(Kernel.isOpen(mine)).isTrue();
  }

  @Test
  void buffersWhoseMemoryIsGone() throws IOException {
    int descriptors;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2 * SIZE);
      receiveMessages(own.bufferRing().entries(2).bufferSize(SIZE).memory(memory).open());
      arrives("message", 1);
      descriptors = Kernel.openDescriptors();
    }
    own.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors - 1);
  }
}
