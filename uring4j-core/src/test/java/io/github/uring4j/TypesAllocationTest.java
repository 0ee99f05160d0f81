package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What stands on the path of every request must not allocate. */
class TypesAllocationTest {

  private static final int ROUNDS = 50_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MemorySegment memory = Arena.ofAuto().allocate(64, Long.BYTES);

  /**
   * Less than one byte each time: what the JVM allocates for itself, such as on compiling, passes.
   */
  private static void assertAllocatesNothing(LongSupplier action) {
    long sum = repeat(action);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    sum += repeat(action);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes in %d rounds, sum %d", ROUNDS, sum).isLessThan(ROUNDS);
  }

  private static long repeat(LongSupplier action) {
    long sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
      sum += action.getAsLong();
    }
    return sum;
  }

  @Test
  void chunks() {
    Region region = Region.of(memory, 16);
    assertAllocatesNothing(
        () -> {
          Chunk chunk = region.allocate();
          chunk.hold();
          long length = chunk.segment().byteSize();
          chunk.unhold();
          chunk.free();
          return length;
        });
  }

  @Test
  void messages() {
    MsgHdr send = MsgHdr.send(memory);
    MsgHdr receive = MsgHdr.receive(memory).address(SockAddr.empty()).maxDescriptors(1);
    assertAllocatesNothing(
        () -> {
          long addresses = send.prepareToSend() ^ receive.prepareToReceive();
          send.completed(0);
          receive.completed(0);
          return addresses + receive.messageFlags();
        });
  }

  @Test
  void statx() {
    Statx statx = new Statx();
    assertAllocatesNothing(
        () ->
            statx.size()
                + statx.mode()
                + statx.uid()
                + (statx.kind() == FileKind.UNKNOWN ? 1 : 0)
                + statx.modificationSeconds()
                + statx.modificationNanos()
                + (statx.has(StatxMask.SIZE) ? 1 : 0));
  }

  @Test
  void addressesAndOpenHow() {
    SockAddr address = SockAddr.empty();
    OpenHow how = OpenHow.readOnly();
    assertAllocatesNothing(
        () -> {
          address.prepareToReceive();
          how.validate();
          how.write(memory, 0);
          return address.length() + address.address() + address.lengthAddress();
        });
  }

  @Test
  void checks() {
    assertAllocatesNothing(
        () -> {
          Buffers.checkNative(memory, true);
          return Buffers.checkLength(memory);
        });
  }
}
