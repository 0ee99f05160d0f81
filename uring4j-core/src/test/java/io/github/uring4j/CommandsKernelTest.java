package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Commands of drivers: those of /dev/null and sockets, which all machines have, and of loop
 * devices.
 */
class CommandsKernelTest extends OnKernel {

  private static final MemorySegment NOTHING = MemorySegment.NULL;
  private static final int SECTOR = 4096;

  /** SOCKET_URING_OP_SIOCINQ: how many bytes there are to read. */
  private static final int BYTES_TO_READ = 0;

  @BeforeEach
  void needsCommands() throws IOException {
    Needs.operations(ring, Operation.URING_CMD);
  }

  @Test
  void aSocketTellsWhatThereIsToRead() throws IOException {
    PlainFd receiver = closing(Kernel.socket(AddressFamily.INET, SocketType.DGRAM));
    Kernel.bind(receiver, SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    PlainFd sender = closing(Kernel.socket(AddressFamily.INET, SocketType.DGRAM));
    Kernel.connect(sender, SockAddr.local(receiver));
    assertThat(res(ring.uringCmd("ask", receiver, BYTES_TO_READ, NOTHING))).isZero();
    Kernel.write(sender, "12345");
    assertThat(res(ring.uringCmd("ask", receiver, BYTES_TO_READ, NOTHING))).isEqualTo(5);
    DirectFd direct = ring.registerFiles(receiver).getFirst();
    assertThat(res(ring.uringCmd("ask", direct, BYTES_TO_READ, NOTHING))).isEqualTo(5);
    assertThat(res(ring.uringCmd("unknown", direct, 0x7fff, NOTHING))).isEqualTo(-Errno.EOPNOTSUPP);
  }

  @Test
  void nullTakesWhateverIsAsked() throws IOException {
    PlainFd fd = closing(Kernel.open(Path.of("/dev/null")));
    MemorySegment payload = memory(16);
    int res = res(ring.uringCmd("null", fd, 0x1234, payload));
    Needs.supported(res, "commands of /dev/null");
    assertThat(res).isZero();
    RegisteredBuffer buffer = ring.registerBuffer(memory(64));
    assertThat(res(ring.uringCmd("null", fd, 1, payload).registeredBuffer(buffer).keep(payload)))
        .isZero();
    try (Ring<String> wide =
        Needs.ring(Ring.<String>builder().entries(4).with(SetupFlags.SQE128))) {
      assertThat(end(wide, wide.uringCmd("wide", fd, 1, memory(80))).res()).isZero();
      assertThat(end(wide, wide.uringCmd("short", fd, 1, memory(3))).res()).isZero();
    }
  }

  @Test
  void aRegularFileHasNoCommands() throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.uringCmd("cmd", fd, 1, NOTHING))).isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(res(ring.blockDiscard("discard", fd, 0, SECTOR))).isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(res(ring.zoneResetAll("reset", fd))).isEqualTo(-Errno.EOPNOTSUPP);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assumeTrue(process.waitFor() == 0, () -> "no loop device: " + output);
    return output;
  }

  @Test
  void aRangeOfABlockDeviceIsDiscarded() throws Exception {
    byte[] content = new byte[16 * SECTOR];
    Arrays.fill(content, (byte) 'x');
    Files.write(directory.resolve("image"), content);
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/losetup")), "no losetup here");
    String device = run("/usr/sbin/losetup", "--find", "--show", path("image"));
    closing(() -> run("/usr/sbin/losetup", "--detach", device));
    OpenHow how = OpenHow.of(OpenFlags.RDWR);
    PlainFd fd = closing(end(ring.openat2("open", Fd.CWD, device, how)).fd());
    int res = res(ring.blockDiscard("discard", fd, 2 * SECTOR, 3 * SECTOR));
    Needs.supported(res, "discarding on loop devices");
    assertThat(res).isZero();
    ok(ring.fsync("sync", fd));
    byte[] after = Files.readAllBytes(directory.resolve("image"));
    Arrays.fill(content, 2 * SECTOR, 5 * SECTOR, (byte) 0);
    assertThat(after).isEqualTo(content);
    assertThat(res(ring.blockDiscard("uneven", fd, 1, SECTOR))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.blockDiscard("beyond", fd, 16 * SECTOR, SECTOR))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.blockDiscard("nothing", fd, 0, 0))).isEqualTo(-Errno.EINVAL);
    PlainFd reading = closing(Kernel.open(Path.of(device)));
    assertThat(res(ring.blockDiscard("reading", reading, 0, SECTOR))).isEqualTo(-Errno.EBADF);
    assertThat(res(ring.zoneResetAll("no zones", fd))).isIn(-Errno.EOPNOTSUPP, -Errno.EINVAL);
    MemorySegment first = memory(1);
    ok(ring.read("read", fd, first, 0));
    assertThat(first.get(JAVA_BYTE, 0)).isEqualTo((byte) 'x');
  }
}
