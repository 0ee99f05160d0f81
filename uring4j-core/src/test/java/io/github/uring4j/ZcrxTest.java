package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.abi.Structs.IoUringRegionDesc;
import io.github.uring4j.abi.Structs.IoUringZcrxAreaReg;
import io.github.uring4j.abi.Structs.IoUringZcrxIfqReg;
import io.github.uring4j.abi.Structs.IoUringZcrxOffsets;
import io.github.uring4j.abi.Structs.ZcrxCtrl;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Zero-copy receive with a device that this machine does not have. */
class ZcrxTest {

  private static final long TOKEN = 3L << IORING_ZCRX_AREA_SHIFT;
  private static final int ID = 5;
  private static final int HEAD = 128;
  private static final int TAIL = 192;
  private static final int ENTRIES_AT = 4096;
  private static final int FLAGS =
      SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN | SetupFlags.CQE32;

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  /** The refill ring, as the kernel was given it. */
  private MemorySegment refill;

  private MemorySegment registration;
  private MemorySegment areaRegistration;
  private final List<MemorySegment> controls = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> ring() throws IOException {
    kernel.onRegister(IORING_REGISTER_ZCRX_IFQ, (arg, count) -> register(arg));
    kernel.onRegister(
        IORING_REGISTER_ZCRX_CTRL,
        (arg, count) -> {
          controls.add(MemorySegment.ofArray(arg.toArray(JAVA_INT)));
          if (arg.get(JAVA_INT, ZcrxCtrl.OP) == ZCRX_CTRL_EXPORT) {
            arg.set(JAVA_INT, ZcrxCtrl.ZC_EXPORT, 77);
          }
          return 0;
        });
    return RingOnFake.builder(kernel).entries(4).with(FLAGS).open();
  }

  private int register(MemorySegment arg) {
    registration = MemorySegment.ofArray(arg.toArray(JAVA_LONG));
    arg.set(JAVA_INT, IoUringZcrxIfqReg.ZCRX_ID, ID);
    if (arg.get(JAVA_INT, IoUringZcrxIfqReg.FLAGS) == ZCRX_REG_IMPORT) {
      return 0;
    }
    MemorySegment region =
        NativeMemory.at(arg.get(JAVA_LONG, IoUringZcrxIfqReg.REGION_PTR), IoUringRegionDesc.SIZE);
    assertThat(region.get(JAVA_INT, IoUringRegionDesc.FLAGS))
        .isEqualTo(IORING_MEM_REGION_TYPE_USER);
    refill =
        NativeMemory.at(
            region.get(JAVA_LONG, IoUringRegionDesc.USER_ADDR),
            region.get(JAVA_LONG, IoUringRegionDesc.SIZE_FIELD));
    arg.set(JAVA_INT, IoUringZcrxIfqReg.OFFSETS + IoUringZcrxOffsets.HEAD, HEAD);
    arg.set(JAVA_INT, IoUringZcrxIfqReg.OFFSETS + IoUringZcrxOffsets.TAIL, TAIL);
    arg.set(JAVA_INT, IoUringZcrxIfqReg.OFFSETS + IoUringZcrxOffsets.RQES, ENTRIES_AT);
    MemorySegment area =
        NativeMemory.at(arg.get(JAVA_LONG, IoUringZcrxIfqReg.AREA_PTR), IoUringZcrxAreaReg.SIZE);
    areaRegistration = MemorySegment.ofArray(area.toArray(JAVA_LONG));
    area.set(JAVA_LONG, IoUringZcrxAreaReg.RQ_AREA_TOKEN, TOKEN);
    return 0;
  }

  @Test
  void whatArrivesIsShownAndGivenBack() throws IOException {
    try (Ring<String> ring = ring()) {
      ZcrxQueue queue = ring.zcrx().device(2, 1).refillEntries(2).areaSize(65536).open();
      assertThat(registration.get(JAVA_INT, IoUringZcrxIfqReg.IF_IDX)).isEqualTo(2);
      assertThat(registration.get(JAVA_INT, IoUringZcrxIfqReg.IF_RXQ)).isOne();
      assertThat(registration.get(JAVA_INT, IoUringZcrxIfqReg.RQ_ENTRIES)).isEqualTo(2);
      assertThat(queue.id()).isEqualTo(ID);
      queue.area().setString(4096, "data");
      long receive = RingOnFake.userData(ring.recvZc("in", PlainFd.of(7), queue, 0));
      ring.submit();
      assertThat(kernel.lastSubmitted().fileIndex()).isEqualTo(ID);
      kernel.completeBig(receive, 4, CompletionFlags.MORE, TOKEN | 4096, 0);
      kernel.completeBig(receive, 4, CompletionFlags.MORE, TOKEN | 65533, 0);
      kernel.completeBig(receive, -Errno.ECANCELED, 0, 0, 0);
      List<String> seen = new ArrayList<>();
      ring.forEachCompletion(
          (CompletionView<String> view) -> {
            if (seen.isEmpty()) {
              assertThat(queue.offset(view)).isEqualTo(4096);
              seen.add(OnKernel.text(queue.data(view)));
            } else {
              assertThatIllegalArgumentException().isThrownBy(() -> queue.data(view));
            }
          });
      assertThat(seen).containsExactly("data");

      assertThat(queue.giveBack(4096, 4)).isTrue();
      assertThat(queue.giveBack(0, 8)).isTrue();
      assertThat(refill.get(JAVA_INT, TAIL)).isEqualTo(2);
      assertThat(refill.get(JAVA_LONG, ENTRIES_AT)).isEqualTo(TOKEN | 4096);
      assertThat(refill.get(JAVA_LONG, ENTRIES_AT + 8)).isEqualTo(4);
      assertThat(refill.get(JAVA_LONG, ENTRIES_AT + 16)).isEqualTo(TOKEN);
      assertThat(queue.giveBack(16, 8)).as("full").isFalse();
      refill.set(JAVA_INT, HEAD, 1);
      assertThat(queue.giveBack(16, 8)).isTrue();
      assertThat(refill.get(JAVA_LONG, ENTRIES_AT)).isEqualTo(TOKEN | 16);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> queue.giveBack(65536, 1));
    }
  }

  @Test
  void dataArrivesInTheMemoryOfADevice() throws IOException {
    try (Ring<String> ring = ring()) {
      PlainFd dmabuf = PlainFd.of(33);
      ZcrxQueue queue = ring.zcrx().device(2, 1).dmabuf(dmabuf, 1 << 20, 2 << 20).open();
      assertThat(areaRegistration.get(JAVA_LONG, IoUringZcrxAreaReg.ADDR)).isEqualTo(1 << 20);
      assertThat(areaRegistration.get(JAVA_LONG, IoUringZcrxAreaReg.LEN)).isEqualTo(2 << 20);
      assertThat(areaRegistration.get(JAVA_INT, IoUringZcrxAreaReg.FLAGS))
          .isEqualTo(IORING_ZCRX_AREA_DMABUF);
      assertThat(areaRegistration.get(JAVA_INT, IoUringZcrxAreaReg.DMABUF_FD)).isEqualTo(33);
      assertThat(queue.area().byteSize()).isZero();
      assertThat(queue).hasToString("zero-copy receive queue 5 of 2097152 bytes");
      long receive = RingOnFake.userData(ring.recvZc("in", PlainFd.of(7), queue, 0));
      ring.submit();
      kernel.completeBig(receive, 4, CompletionFlags.MORE, TOKEN | 4096, 0);
      kernel.completeBig(receive, -Errno.ECANCELED, 0, 0, 0);
      List<Long> offsets = new ArrayList<>();
      ring.forEachCompletion(
          (CompletionView<String> view) -> {
            if (view.res() > 0) {
              offsets.add(queue.offset(view));
              assertThatIllegalStateException()
                  .isThrownBy(() -> queue.data(view))
                  .withMessageContaining("memory of a device");
            }
          });
      assertThat(offsets).containsExactly(4096L);
      assertThat(queue.giveBack(4096, 4)).isTrue();
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> queue.giveBack(2 << 20, 1));
      ring.zcrx().dmabuf(dmabuf, 0, 65536).areaSize(65536).open();
      assertThat(areaRegistration.get(JAVA_INT, IoUringZcrxAreaReg.FLAGS)).as("the last").isZero();
      for (long[] range : new long[][] {{-65536, 65536}, {0, 0}, {1, 65536}, {0, 65535}}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> ring.zcrx().dmabuf(dmabuf, range[0], range[1]))
            .withMessageContaining("whole pages");
      }
    }
  }

  @Test
  void aQueueIsFlushedExportedAndImported() throws IOException {
    try (Ring<String> ring = ring()) {
      ZcrxQueue queue = ring.zcrx().noDevice().areaSize(65536).bufferLength(8192).open();
      assertThat(registration.get(JAVA_INT, IoUringZcrxIfqReg.FLAGS)).isEqualTo(ZCRX_REG_NODEV);
      assertThat(registration.get(JAVA_INT, IoUringZcrxIfqReg.RX_BUF_LEN)).isEqualTo(8192);
      queue.flush();
      PlainFd exported = queue.export();
      assertThat(exported.value()).isEqualTo(77);
      assertThat(controls.get(0).get(JAVA_INT, ZcrxCtrl.ZCRX_ID)).isEqualTo(ID);
      assertThat(controls.get(0).get(JAVA_INT, ZcrxCtrl.OP)).isEqualTo(ZCRX_CTRL_FLUSH_RQ);
      assertThat(controls.get(1).get(JAVA_INT, ZcrxCtrl.OP)).isEqualTo(ZCRX_CTRL_EXPORT);
      ZcrxQueue imported = ring.importZcrx(exported, queue.area());
      assertThat(registration.get(JAVA_INT, IoUringZcrxIfqReg.IF_IDX)).isEqualTo(77);
      assertThatIllegalStateException()
          .isThrownBy(() -> imported.giveBack(0, 1))
          .withMessageContaining("imported");
    }
  }

  @Test
  void aRingThatCannotIsRefused() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> ring.zcrx().open())
          .withMessageContaining("DEFER_TASKRUN");
    }
    try (Ring<String> ring = ring()) {
      assertThatIllegalArgumentException().isThrownBy(() -> ring.zcrx().refillEntries(3).open());
      assertThatIllegalArgumentException().isThrownBy(() -> ring.zcrx().areaSize(0));
      assertThatIllegalArgumentException().isThrownBy(() -> ring.zcrx().areaSize(65537));
      MemorySegment odd = Arena.ofAuto().allocate(65537, 65536);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ring.zcrx().area(odd))
          .withMessageContaining("whole pages");
      ring.zcrx().dmabuf(PlainFd.of(33), 0, 65536).area(odd.asSlice(0, 65536)).open();
      assertThat(areaRegistration.get(JAVA_INT, IoUringZcrxAreaReg.FLAGS)).isZero();
      assertThat(areaRegistration.get(JAVA_LONG, IoUringZcrxAreaReg.ADDR)).isEqualTo(odd.address());
      assertThatIllegalArgumentException().isThrownBy(() -> ring.zcrx().device(-1, 0));
    }
  }

  @Test
  void anotherRingsQueueIsRefused() throws IOException {
    try (Ring<String> ring = ring()) {
      ZcrxQueue queue = ring.zcrx().areaSize(65536).open();
      Refusals.assertRefused(
          new FakeKernel().respond(Responder.NEVER),
          r -> r.recvZc("a", PlainFd.of(7), queue, 0),
          IllegalArgumentException.class,
          "another ring");
    }
  }

  @Test
  void aClosedRingIsAskedNothing() throws IOException {
    Ring<String> ring = ring();
    ZcrxBuilder builder = ring.zcrx();
    ZcrxQueue queue = builder.open();
    ring.close();
    int before = kernel.registrations().size();
    assertThatIllegalStateException().isThrownBy(builder::open).withMessage("the ring is closed");
    assertThatIllegalStateException().isThrownBy(queue::flush).withMessage("the ring is closed");
    assertThatIllegalStateException().isThrownBy(queue::export).withMessage("the ring is closed");
    assertThat(kernel.registrations()).hasSize(before);
  }
}
