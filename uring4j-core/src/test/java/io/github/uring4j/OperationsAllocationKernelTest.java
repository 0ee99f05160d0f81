package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every operation that needs no new native structure allocates nothing. Most are asked of a
 * descriptor that is not open: the way there and back is the same, and the kernel has little to do.
 */
@Timeout(300)
class OperationsAllocationKernelTest extends OnKernel {

  private static final int ROUNDS = 20_000;
  private static final int BATCH = 16;
  private static final PlainFd BAD = PlainFd.of(1_000_000);

  /** What takes text, whose bytes are new each time, and what is not asked for by the thousand. */
  private static final Set<String> NOT_ON_THE_HOT_PATH =
      Set.of(
          "fgetxattr",
          "getxattr",
          "fsetxattr",
          "setxattr",
          "openat",
          "openat2",
          "statx",
          "linkat",
          "renameat",
          "symlinkat",
          "unlinkat",
          "mkdirat",
          // Its array of files is made by the compiler, for each call.
          "filesUpdate",
          // These need a ring of another shape, or a device.
          "nop128",
          "uringCmd128",
          "recvZc",
          "txTimestamp",
          // Nothing of this kind completes at once: AllocationKernelTest and
          // TransferAllocationKernelTest have them with what ends them.
          "readMultishot",
          "recvMultishot",
          "recvmsgMultishot",
          "removeBuffers",
          "provideBuffers",
          "pipe",
          "msgRingFd",
          // Their target must be in flight, and its handle is an object.
          "cancel",
          "pollRemove",
          "pollUpdate",
          "timeoutRemove",
          "timeoutUpdate",
          "linkTimeout",
          "linkTimeoutUpdate");

  private interface Step {
    void prepare() throws IOException;
  }

  private final Map<String, Step> steps = new LinkedHashMap<>();
  private long completed;

  private void step(String operation, Step step) {
    assertThat(steps.put(operation + " " + steps.size(), step)).isNull();
  }

  private void addSteps() throws IOException {
    Arena arena = Arena.ofAuto();
    MemorySegment buffer = arena.allocate(4096, 4096);
    MemorySegment[] parts = {buffer.asSlice(0, 8), buffer.asSlice(16, 8)};
    ring.registerFilesSparse(4);
    RegisteredBuffer registered = ring.registerBuffer(buffer);
    Region region = Region.of(registered, 64);
    Chunk chunk = region.allocate();
    SockAddr address = SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    SockAddr peer = SockAddr.empty();
    MemorySegment word = buffer.asSlice(32, 4);
    FutexWord[] words = {FutexWord.of(word, 1)};
    // A holder serves one request at a time.
    EpollEventArray[] events = new EpollEventArray[BATCH];
    Arrays.setAll(events, i -> new EpollEventArray(1));
    MsgHdr[] incoming = new MsgHdr[BATCH];
    Arrays.setAll(incoming, i -> MsgHdr.receive(buffer));
    int[] next = new int[1];
    MsgHdr outgoing = MsgHdr.send(buffer);
    BufferRing buffers = ring.bufferRing(BATCH, 64);
    Mailbox mailbox = ring.mailbox("mail");
    MsgHdr message = MsgHdr.send(parts);

    step("nop", () -> ring.nop("a"));
    step("timeout", () -> ring.timeout("a", 0).expirySucceeds());
    step("pollAdd", () -> ring.pollAdd("a", BAD, PollEvents.IN).levelTriggered());
    step("read", () -> ring.read("a", BAD, buffer, 0).rwFlags(RwFlags.NOWAIT));
    step("read", () -> ring.read("a", BAD, buffers, 0, 0));
    step("readv", () -> ring.readv("a", BAD, parts, 0));
    step("readv", () -> ring.readv("a", BAD, buffers, 8, 0));
    step("write", () -> ring.write("a", BAD, buffer, 0));
    step("writev", () -> ring.writev("a", BAD, parts, 0));
    step("readFixed", () -> ring.readFixed("a", BAD, registered, 0, 8, 0));
    step("readFixed", () -> ring.readFixed("a", BAD, chunk, 8, 0));
    step("writeFixed", () -> ring.writeFixed("a", BAD, registered, 0, 8, 0));
    step("writeFixed", () -> ring.writeFixed("a", BAD, chunk, 8, 0));
    step("readvFixed", () -> ring.readvFixed("a", BAD, registered, parts, 0));
    step("writevFixed", () -> ring.writevFixed("a", BAD, registered, parts, 0));
    step("close", () -> ring.close("a", BAD));
    step("fsync", () -> ring.fsync("a", BAD));
    step("fdatasync", () -> ring.fdatasync("a", BAD, 0, 8));
    step("fallocate", () -> ring.fallocate("a", BAD, 0, 0, 8));
    step("ftruncate", () -> ring.ftruncate("a", BAD, 8));
    step("syncFileRange", () -> ring.syncFileRange("a", BAD, 0, 8, 0));
    step("fadvise", () -> ring.fadvise("a", BAD, 0, 8, FileAdvice.NORMAL));
    step("madvise", () -> ring.madvise("a", buffer, MemoryAdvice.NORMAL));
    step("splice", () -> ring.splice("a", BAD, 0, BAD, 0, 8, 0));
    step("tee", () -> ring.tee("a", BAD, BAD, 8, 0));
    step("bind", () -> ring.bind("a", BAD, address));
    step("connect", () -> ring.connect("a", BAD, address));
    step("listen", () -> ring.listen("a", BAD, 1));
    step("accept", () -> ring.accept("a", BAD).nonBlocking().multishot());
    step("accept", () -> ring.accept("a", BAD, peer));
    step("shutdown", () -> ring.shutdown("a", BAD, Shutdown.BOTH));
    step("socket", () -> ring.socket("a", AddressFamily.UNSPEC, SocketType.STREAM, 0));
    step("sendmsg", () -> ring.sendmsg("a", BAD, outgoing, 0).pollFirst());
    step("recvmsg", () -> ring.recvmsg("a", BAD, incoming[next[0]++ % BATCH], 0));
    step("send", () -> ring.send("a", BAD, buffer, 0).pollFirst());
    step("send", () -> ring.send("a", BAD, buffers, 0, 0));
    step("sendTo", () -> ring.sendTo("a", BAD, buffer, 0, address));
    step("sendv", () -> ring.sendv("a", BAD, parts, 0));
    step("recv", () -> ring.recv("a", BAD, buffer, 0).pollFirst());
    step("recv", () -> ring.recv("a", BAD, buffers, 0, 0));
    step("sendZc", () -> ring.sendZc("a", BAD, buffer, 0).reportUsage());
    step("sendZcTo", () -> ring.sendZcTo("a", BAD, buffer, 0, address));
    step("sendvZc", () -> ring.sendvZc("a", BAD, parts, 0));
    step("sendZcFixed", () -> ring.sendZcFixed("a", BAD, registered, 0, 8, 0));
    step("sendZcFixed", () -> ring.sendZcFixed("a", BAD, chunk, 8, 0));
    step("sendmsgZc", () -> ring.sendmsgZc("a", BAD, outgoing, 0));
    step("socketInputQueue", () -> ring.socketInputQueue("a", BAD));
    step("socketOutputQueue", () -> ring.socketOutputQueue("a", BAD));
    step("getsockopt", () -> ring.getsockopt("a", BAD, 1, 2, parts[0]));
    step("setsockopt", () -> ring.setsockopt("a", BAD, 1, 2, parts[0]));
    step("setsockopt", () -> ring.setsockopt("a", BAD, 1, 2, 1));
    step("getsockname", () -> ring.getsockname("a", BAD, peer));
    step("getpeername", () -> ring.getpeername("a", BAD, peer));
    step("sendZcFixedTo", () -> ring.sendZcFixedTo("a", BAD, registered, 0, 8, 0, address));
    step("sendmsgZcFixed", () -> ring.sendmsgZcFixed("a", BAD, registered, message, 0));
    step("epollWait", () -> ring.epollWait("a", BAD, events[next[0]++ % BATCH]));
    step("uringCmd", () -> ring.uringCmd("a", BAD, 1, parts[0]));
    step("blockDiscard", () -> ring.blockDiscard("a", BAD, 0, 512));
    step("zoneResetAll", () -> ring.zoneResetAll("a", BAD));
    step("futexWait", () -> ring.futexWait("a", word, 1));
    step("futexWake", () -> ring.futexWake("a", word, 1));
    step("futexWaitv", () -> ring.futexWaitv("a", words));
    step("waitid", () -> ring.waitid("a", IdType.PID, 1, WaitidOptions.EXITED));
    step("epollCtl", () -> ring.epollCtl("a", BAD, EpollOp.ADD, BAD, EpollEvents.IN, 7));
    step("msgRing", () -> ring.msgRing("a", mailbox, 1).flags(0x10000));
    DirectFd empty = ring.directFd(0);
    step("installFd", () -> ring.installFd("a", empty));
  }

  private void run(Step step, int rounds) throws IOException {
    for (int i = 0; i < rounds; i += BATCH) {
      for (int k = 0; k < BATCH; k++) {
        step.prepare();
      }
      completed = 0;
      while (completed < BATCH) {
        ring.submitAndWait(1);
        ring.forEachCompletion(handler);
      }
    }
  }

  private final CompletionHandler<String> handler =
      (data, res, flags) -> {
        if (data.equals("a") && !CompletionFlags.hasMore(flags)) {
          completed++;
        }
      };

  @Test
  void noneAllocates() throws IOException {
    addSteps();
    List<String> allocating = new ArrayList<>();
    for (Map.Entry<String, Step> step : steps.entrySet()) {
      try {
        SteadyState.assertAllocatesNothing(ROUNDS, rounds -> run(step.getValue(), rounds));
      } catch (AssertionError e) {
        allocating.add(step.getKey() + e.getMessage());
      }
    }
    assertThat(allocating).isEmpty();
  }

  @Test
  void everyOperationIsMeasuredOrSaysWhyNot() throws IOException {
    addSteps();
    Set<String> measured =
        steps.keySet().stream().map(name -> name.split(" ", 2)[0]).collect(Collectors.toSet());
    Set<String> operations =
        RingMethods.families()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> method.getName().indexOf('$') < 0)
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    operations.removeAll(measured);
    assertThat(operations).isSubsetOf(NOT_ON_THE_HOT_PATH);
  }
}
