package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.IoUringBpf;
import io.github.uring4j.abi.Structs.IoUringBpfFilter;
import io.github.uring4j.abi.Structs.IoUringClockRegister;
import io.github.uring4j.abi.Structs.IoUringNapi;
import io.github.uring4j.abi.Structs.IoUringQueryHdr;
import io.github.uring4j.abi.Structs.IoUringQueryOpcode;
import io.github.uring4j.abi.Structs.IoUringQueryScq;
import io.github.uring4j.abi.Structs.IoUringQueryZcrx;
import io.github.uring4j.abi.Structs.IoUringTaskRestriction;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the kernel of registrations that steer a ring, and what it answers. */
class ControlRegistrationsTest {

  /** Always there: ASYNC_CANCEL, RING_FDS, UNREGISTER_RING_FDS, SYNC_CANCEL. */
  private static final List<String> ALWAYS = List.of("1:14", "0:20", "0:21", "0:24");

  private final FakeKernel kernel = new FakeKernel();
  private Ring<String> ring;

  @BeforeEach
  void open() throws IOException {
    ring = RingOnFake.open(kernel, 4);
  }

  @AfterEach
  void close() throws IOException {
    ring.close();
    kernel.assertNothingLeaked();
  }

  private FakeRegister.Registration last(int opcode) {
    FakeRegister.Registration last = kernel.registrations().getLast();
    assertThat(last.opcode()).isEqualTo(opcode);
    return last;
  }

  /** Has the next registration keep its argument, which the fake knows no size of. */
  private void answer(int opcode, long size, List<byte[]> seen) {
    kernel.onRegister(
        opcode,
        (arg, count) -> {
          seen.add(NativeMemory.at(arg.address(), size).toArray(JAVA_BYTE));
          return 0;
        });
  }

  @Test
  void eventfdForWhatWorkersDoIsRegistered() throws IOException {
    ring.registerEventfdAsync(PlainFd.of(9));
    assertThat(last(IORING_REGISTER_EVENTFD_ASYNC).arg().get(JAVA_INT_UNALIGNED, 0)).isEqualTo(9);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> ring.registerEventfd(PlainFd.of(8)))
        .withMessageContaining("register_eventfd fd 8: EBUSY");
    ring.unregisterEventfd();
  }

  @Test
  void personalityIsGoodOnItsRingUntilItIsTakenBack() throws IOException {
    Personality first = ring.registerPersonality();
    Personality second = ring.registerPersonality();
    ring.nop("a").personality(second);
    ring.submit();
    assertThat(kernel.lastSubmitted().personality()).isEqualTo(2);
    ring.unregisterPersonality(second);
    assertThat(last(IORING_UNREGISTER_PERSONALITY).count()).isEqualTo(2);
    PreparedNop nop = ring.nop("b");
    assertThatIllegalStateException()
        .isThrownBy(() -> nop.personality(second))
        .withMessage("personality 2 is registered no longer");
    assertThatIllegalStateException().isThrownBy(() -> ring.unregisterPersonality(second));
    nop.personality(first);
    try (Ring<String> other = RingOnFake.open(new FakeKernel(), 4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.nop("c").personality(first))
          .withMessage("personality 1 belongs to another ring");
      assertThatIllegalArgumentException().isThrownBy(() -> other.unregisterPersonality(first));
    }
  }

  @Test
  void workersAreLimitedAndBoundToCpus() throws IOException {
    kernel.onRegister(
        IORING_REGISTER_IOWQ_MAX_WORKERS,
        (arg, count) -> {
          assertThat(count).isEqualTo(2);
          assertThat(arg.get(JAVA_INT_UNALIGNED, 0)).isEqualTo(3);
          assertThat(arg.get(JAVA_INT_UNALIGNED, 4)).isEqualTo(0);
          arg.set(JAVA_INT_UNALIGNED, 0, 8);
          arg.set(JAVA_INT_UNALIGNED, 4, 100);
          return 0;
        });
    assertThat(ring.registerIowqMaxWorkers(3, 0)).isEqualTo(new IowqMaxWorkers(8, 100));
    for (int[] wrong : new int[][] {{-1, 0}, {0, -1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ring.registerIowqMaxWorkers(wrong[0], wrong[1]));
    }
    BitSet cpus = new BitSet();
    assertThatIllegalArgumentException().isThrownBy(() -> ring.registerIowqAff(cpus));
    cpus.set(1);
    cpus.set(70);
    ring.registerIowqAff(cpus);
    FakeRegister.Registration affinity = last(IORING_REGISTER_IOWQ_AFF);
    assertThat(affinity.count()).isEqualTo(16);
    assertThat(affinity.arg().get(JAVA_LONG_UNALIGNED, 0)).isEqualTo(2);
    assertThat(affinity.arg().get(JAVA_LONG_UNALIGNED, 8)).isEqualTo(64);
    ring.unregisterIowqAff();
    last(IORING_UNREGISTER_IOWQ_AFF);
  }

  @Test
  void networkPollingIsRegisteredAndTellsWhatWas() throws IOException {
    List<byte[]> seen = new ArrayList<>();
    kernel.onRegister(
        IORING_REGISTER_NAPI,
        (arg, count) -> {
          seen.add(arg.asSlice(0, IoUringNapi.SIZE).toArray(JAVA_BYTE));
          arg.set(JAVA_INT_UNALIGNED, IoUringNapi.BUSY_POLL_TO, -1);
          arg.set(JAVA_BYTE, IoUringNapi.PREFER_BUSY_POLL, (byte) 1);
          arg.set(JAVA_INT_UNALIGNED, IoUringNapi.OP_PARAM, 255);
          return 0;
        });
    Napi before = ring.registerNapi(new Napi(Duration.ofMillis(3), true, Napi.Tracking.STATIC));
    assertThat(before.busyPollTimeout()).isEqualTo(Duration.ofNanos(4_294_967_295_000L));
    assertThat(before.preferBusyPoll()).isTrue();
    assertThat(before.tracking()).isEqualTo(Napi.Tracking.INACTIVE);
    ring.registerNapiId(0x1234);
    ring.unregisterNapiId(0x1234);
    ring.registerNapi(Napi.of(Duration.ofNanos(50_999)));
    assertThat(seen.stream().map(HexFormat.of()::formatHex))
        .containsExactly(
            "b80b0000" + "01000000" + "01000000" + "00000000",
            "00000000" + "00010000" + "34120000" + "00000000",
            "00000000" + "00020000" + "34120000" + "00000000",
            "32000000" + "00000000" + "00000000" + "00000000");
    assertThatIllegalArgumentException().isThrownBy(() -> ring.registerNapi(before));
    assertThat(ring.unregisterNapi().tracking()).isEqualTo(Napi.Tracking.DYNAMIC);
    for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofSeconds(4295))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Napi.of(wrong));
    }
  }

  @Test
  void clockIsRegistered() throws IOException {
    ring.registerClock(Clock.BOOTTIME);
    int clock = IoUringClockRegister.CLOCKID;
    assertThat(last(IORING_REGISTER_CLOCK).arg().get(JAVA_INT_UNALIGNED, clock))
        .isEqualTo(LinuxConstants.CLOCK_BOOTTIME);
    ring.registerClock(Clock.MONOTONIC);
    assertThat(last(IORING_REGISTER_CLOCK).arg().get(JAVA_INT_UNALIGNED, clock))
        .isEqualTo(LinuxConstants.CLOCK_MONOTONIC);
    assertThat(last(IORING_REGISTER_CLOCK).count()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> ring.registerClock(Clock.REALTIME));
  }

  // Restrictions.

  /** Kind and value of each entry. */
  private static List<String> entries(MemorySegment list, int count) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertThat(list.get(JAVA_BYTE, i * 16L + 3)).isZero();
      entries.add(list.get(JAVA_SHORT_UNALIGNED, i * 16L) + ":" + list.get(JAVA_BYTE, i * 16L + 2));
    }
    return entries;
  }

  private static Restrictions readsAndProbes() {
    return Restrictions.builder()
        .allow(Operation.READ, Operation.READV)
        .allow(Operation.READ)
        .allow(RegisterOperation.PROBE)
        .allowFlags(RequestFlags.IO_LINK)
        .allowFlags(RequestFlags.ASYNC)
        .requireFlags(RequestFlags.FIXED_FILE)
        .build();
  }

  @Test
  void restrictionsNameWhatIsAllowed() throws IOException {
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).openDisabled()) {
      disabled.registerRestrictions(readsAndProbes());
      FakeRegister.Registration seen = last(IORING_REGISTER_RESTRICTIONS);
      assertThat(entries(seen.arg(), seen.count()))
          .containsExactlyInAnyOrder(
              "1:1", "1:22", "1:14", "0:8", "0:20", "0:21", "0:24", "2:20", "3:1");
      assertThat(disabled.toString()).startsWith("disabled io_uring ");
    }
  }

  @Test
  void whatAnOlderKernelDoesNotKnowIsLeftOut() throws IOException {
    List<List<String>> tries = new ArrayList<>();
    kernel.onRegister(
        IORING_REGISTER_RESTRICTIONS,
        (arg, count) -> {
          tries.add(entries(arg, count));
          return tries.getLast().contains("0:24") ? -Errno.EINVAL : 0;
        });
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).openDisabled()) {
      disabled.registerRestrictions(readsAndProbes());
    }
    assertThat(tries).hasSize(2);
    assertThat(tries.get(1)).containsExactlyInAnyOrder("1:1", "1:22", "1:14", "0:8", "2:20", "3:1");
  }

  @Test
  void flagsThatNoRequestHasAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Restrictions.builder().allowFlags(0x100))
        .withMessageContaining("0x100");
    assertThatIllegalArgumentException().isThrownBy(() -> Restrictions.builder().requireFlags(-1));
  }

  @Test
  void threadIsRestricted() throws IOException {
    List<byte[]> seen = new ArrayList<>();
    answer(IORING_REGISTER_RESTRICTIONS, IoUringTaskRestriction.RESTRICTIONS + 16 * 6, seen);
    TaskRegistrations.restrict(kernel, Restrictions.builder().build());
    MemorySegment task = MemorySegment.ofArray(seen.getFirst());
    assertThat(task.get(JAVA_SHORT_UNALIGNED, IoUringTaskRestriction.NR_RES)).isEqualTo((short) 6);
    assertThat(entries(task.asSlice(IoUringTaskRestriction.RESTRICTIONS), 6))
        .containsAll(ALWAYS)
        .contains("2:0", "3:0");
    assertThat(kernel.registrations().getLast().fd()).isEqualTo(-1);
    kernel.failRegister(IORING_REGISTER_RESTRICTIONS, Errno.EINVAL);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> TaskRegistrations.restrict(kernel, Restrictions.builder().build()))
        .withMessageContaining("Linux 7.0");
  }

  // BPF.

  private static BpfFilter.Builder returnOne() {
    return BpfFilter.builder(Operation.SOCKET)
        .instruction(0x15, 3, 255, 0x8000_0001)
        .instruction(0x06, 0, 0, 1);
  }

  private static void assertIsFilter(byte[] seen, int flags, int argumentBytes) {
    MemorySegment bpf = MemorySegment.ofArray(seen);
    assertThat(bpf.get(JAVA_SHORT_UNALIGNED, IoUringBpf.CMD_TYPE))
        .isEqualTo((short) IO_URING_BPF_CMD_FILTER);
    MemorySegment filter = bpf.asSlice(8);
    assertThat(filter.byteSize()).isEqualTo(IoUringBpfFilter.SIZE);
    assertThat(filter.get(JAVA_INT_UNALIGNED, IoUringBpfFilter.OPCODE)).isEqualTo(IORING_OP_SOCKET);
    assertThat(filter.get(JAVA_INT_UNALIGNED, IoUringBpfFilter.FLAGS)).isEqualTo(flags);
    assertThat(filter.get(JAVA_INT_UNALIGNED, IoUringBpfFilter.FILTER_LEN)).isEqualTo(2);
    assertThat(filter.get(JAVA_INT_UNALIGNED, IoUringBpfFilter.PDU_SIZE)).isEqualTo(argumentBytes);
  }

  @Test
  void filterIsRegisteredWithRingAndThread() throws IOException {
    List<byte[]> seen = new ArrayList<>();
    List<String> programs = new ArrayList<>();
    kernel.onRegister(
        IORING_REGISTER_BPF_FILTER,
        (arg, count) -> {
          assertThat(count).isOne();
          MemorySegment bpf = NativeMemory.at(arg.address(), IoUringBpf.SIZE);
          long program = bpf.get(JAVA_LONG_UNALIGNED, 8 + IoUringBpfFilter.FILTER_PTR);
          seen.add(bpf.toArray(JAVA_BYTE));
          programs.add(HexFormat.of().formatHex(NativeMemory.at(program, 16).toArray(JAVA_BYTE)));
          return 0;
        });
    ring.registerBpfFilter(returnOne().denyRest().argumentBytes(12, true).build());
    TaskRegistrations.filter(
        kernel, returnOne().argumentBytes(8, true).argumentBytes(200, false).build());
    assertIsFilter(seen.get(0), 3, 12);
    assertIsFilter(seen.get(1), 0, 200);
    assertThat(programs).hasSize(2).containsOnly("150003ff01000080" + "0600000001000000");
    assertThat(kernel.registrations().getLast().fd()).isEqualTo(-1);
  }

  @Test
  void programsThatAreNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BpfFilter.builder(Operation.NOP).build())
        .withMessage("a program has 1 to 4096 instructions, not 0");
    for (int[] wrong : new int[][] {{-1, 0, 0}, {0x10000, 0, 0}, {6, 256, 0}, {6, 0, -1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> returnOne().instruction(wrong[0], wrong[1], wrong[2], 0));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> returnOne().argumentBytes(256, false));
  }

  @Test
  void kernelWithoutFiltersIsNamed() {
    kernel.failRegister(IORING_REGISTER_BPF_FILTER, Errno.EINVAL);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> ring.registerBpfFilter(returnOne().build()))
        .withMessageContaining("register_bpf_filter socket: EINVAL")
        .withMessageContaining("Linux 7.0 brought it");
  }

  // Query.

  private static int answerQuery(MemorySegment arg, boolean more) {
    MemorySegment header = NativeMemory.at(arg.address(), IoUringQueryHdr.SIZE);
    int query = header.get(JAVA_INT_UNALIGNED, IoUringQueryHdr.QUERY_OP);
    int size = header.get(JAVA_INT_UNALIGNED, IoUringQueryHdr.SIZE_FIELD);
    long data = header.get(JAVA_LONG_UNALIGNED, IoUringQueryHdr.QUERY_DATA);
    if (query != IO_URING_QUERY_OPCODES && !more) {
      header.set(JAVA_INT_UNALIGNED, IoUringQueryHdr.RESULT, -Errno.EOPNOTSUPP);
      return 0;
    }
    MemorySegment answer = NativeMemory.at(data, size);
    for (int i = 0; i < size / 4; i++) {
      answer.set(JAVA_INT_UNALIGNED, i * 4L, 10 * (query + 1) + i);
    }
    return 0;
  }

  @Test
  void kernelTellsWhatItHas() throws IOException {
    kernel.onRegister(IORING_REGISTER_QUERY, (arg, count) -> answerQuery(arg, true));
    KernelQuery query = KernelQuery.of(kernel);
    assertThat(query.operations()).isEqualTo(10);
    assertThat(query.registerOperations()).isEqualTo(11);
    assertThat(query.features()).isEqualTo(12 | 13L << 32);
    assertThat(query.setupFlags()).isEqualTo(14 | 15L << 32);
    assertThat(query.enterFlags()).isEqualTo(16 | 17L << 32);
    assertThat(query.requestFlags()).isEqualTo(18 | 19L << 32);
    assertThat(IoUringQueryOpcode.SQE_FLAGS).isEqualTo(32);
    assertThat(query.zeroCopyReceive())
        .contains(new KernelQuery.ZeroCopyReceive(20 | 21L << 32, 22 | 23L << 32, 24, 25, 26, 27));
    assertThat(IoUringQueryZcrx.RQ_HDR_ALIGNMENT).isEqualTo(28);
    assertThat(query.submissionQueue())
        .contains(new KernelQuery.SubmissionQueue(30 | 31L << 32, 32 | 33L << 32));
    assertThat(IoUringQueryScq.HDR_ALIGNMENT).isEqualTo(8);
    kernel.onRegister(IORING_REGISTER_QUERY, (arg, count) -> answerQuery(arg, false));
    assertThat(KernelQuery.of(kernel).zeroCopyReceive()).isEmpty();
    assertThat(KernelQuery.of(kernel).submissionQueue()).isEmpty();
  }

  @Test
  void kernelThatCannotBeAskedIsNamed() {
    kernel.failRegister(IORING_REGISTER_QUERY, Errno.EINVAL);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> KernelQuery.of(kernel))
        .withMessageContaining("Linux 6.18 brought it");
  }
}
