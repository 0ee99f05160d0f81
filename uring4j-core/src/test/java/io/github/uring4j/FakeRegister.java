package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.github.uring4j.abi.Structs.IoUringMemRegionReg;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.abi.Structs.IoUringProbe;
import io.github.uring4j.abi.Structs.IoUringProbeOp;
import io.github.uring4j.abi.Structs.IoUringRegionDesc;
import io.github.uring4j.abi.Structs.IoUringRsrcUpdate;
import io.github.uring4j.abi.Structs.IoUringRsrcUpdate2;
import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.abi.Structs.IoUringSyncCancelReg;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * io_uring_register of the fake kernel: what a ring needs to run, and a record of the rest, which
 * answers 0.
 */
final class FakeRegister {

  private static final int MAX_COPY = 4096;

  /** What a test puts in the place of an opcode. */
  @FunctionalInterface
  interface Answer {

    /** Zero or more, or -errno. */
    int answer(MemorySegment arg, int count);
  }

  /**
   * One call.
   *
   * @param opcode without IORING_REGISTER_USE_REGISTERED_RING
   * @param arg a copy of the argument before the call, for unaligned access; empty if its size was
   *     not known
   */
  record Registration(int fd, int opcode, int count, MemorySegment arg) {

    @Override
    public String toString() {
      return FakeNames.register(opcode) + "(" + count + ")";
    }
  }

  private final FakeKernel kernel;
  private final List<Registration> registrations = new ArrayList<>();
  private final Map<Integer, Answer> answers = new HashMap<>();
  private final Map<Integer, FakeRing> indexed = new TreeMap<>();
  private final Set<Integer> operations = new TreeSet<>();
  private int personalities;

  FakeRegister(FakeKernel kernel) {
    this.kernel = kernel;
    for (int opcode = 0; opcode < IORING_OP_LAST; opcode++) {
      operations.add(opcode);
    }
  }

  void onRegister(int opcode, Answer answer) {
    answers.put(opcode, answer);
  }

  void supportedOperations(int... opcodes) {
    operations.clear();
    for (int opcode : opcodes) {
      operations.add(opcode);
    }
  }

  List<Registration> registrations() {
    return List.copyOf(registrations);
  }

  List<String> findings() {
    return indexed.keySet().stream().map(index -> "still registered: ring index " + index).toList();
  }

  FakeRing atIndex(int index) {
    return indexed.get(index);
  }

  int assignIndex(FakeRing ring) {
    int index = 0;
    while (indexed.containsKey(index)) {
      index++;
    }
    indexed.put(index, ring);
    return index;
  }

  int register(int fd, int flaggedOpcode, MemorySegment arg, int count) {
    int opcode = flaggedOpcode & ~IORING_REGISTER_USE_REGISTERED_RING;
    boolean byIndex = opcode != flaggedOpcode;
    MemorySegment copy =
        MemorySegment.ofArray(
            arg.asSlice(0, Math.min(MAX_COPY, arg.byteSize())).toArray(JAVA_BYTE));
    registrations.add(new Registration(fd, opcode, count, copy));
    Answer answer = answers.get(opcode);
    if (answer != null) {
      return answer.answer(arg, count);
    }
    if (fd == -1) {
      return opcode == IORING_REGISTER_SEND_MSG_RING ? sendMessage(arg) : -EINVAL;
    }
    FakeRing ring = byIndex ? indexed.get(fd) : kernel.ringAt(fd);
    if (ring == null) {
      return -EBADF;
    }
    if (!ring.mayBeUsedBy(Thread.currentThread())) {
      return -EEXIST;
    }
    return switch (opcode) {
      case IORING_REGISTER_PROBE -> probe(arg, count);
      case IORING_REGISTER_ENABLE_RINGS -> enable(ring);
      case IORING_REGISTER_RESTRICTIONS -> ring.disabled ? 0 : -EBADFD;
      case IORING_REGISTER_RING_FDS -> registerRings(arg, count);
      case IORING_UNREGISTER_RING_FDS -> unregisterRings(arg, count);
      case IORING_REGISTER_SYNC_CANCEL -> cancel(ring, arg);
      case IORING_REGISTER_RESIZE_RINGS -> resize(ring, arg);
      case IORING_REGISTER_MEM_REGION -> region(ring, arg);
      case IORING_REGISTER_PERSONALITY -> ++personalities;
      case IORING_REGISTER_EVENTFD, IORING_REGISTER_EVENTFD_ASYNC -> eventfd(ring, true);
      case IORING_UNREGISTER_EVENTFD -> eventfd(ring, false);
      case IORING_REGISTER_BUFFERS, IORING_REGISTER_BUFFERS2 -> add(ring, IORING_REGISTER_BUFFERS);
      case IORING_UNREGISTER_BUFFERS -> remove(ring, IORING_REGISTER_BUFFERS);
      case IORING_REGISTER_FILES, IORING_REGISTER_FILES2 -> add(ring, IORING_REGISTER_FILES);
      case IORING_UNREGISTER_FILES -> remove(ring, IORING_REGISTER_FILES);
      case IORING_REGISTER_FILES_UPDATE -> update(ring, IORING_REGISTER_FILES, count);
      case IORING_REGISTER_FILES_UPDATE2 ->
          update(ring, IORING_REGISTER_FILES, arg.get(JAVA_INT_UNALIGNED, IoUringRsrcUpdate2.NR));
      case IORING_REGISTER_BUFFERS_UPDATE ->
          update(ring, IORING_REGISTER_BUFFERS, arg.get(JAVA_INT_UNALIGNED, IoUringRsrcUpdate2.NR));
      case IORING_REGISTER_PBUF_RING ->
          FakeBufferRing.register(ring.bufferRings, arg, kernel.memory());
      case IORING_UNREGISTER_PBUF_RING -> FakeBufferRing.unregister(ring.bufferRings, arg);
      case IORING_REGISTER_PBUF_STATUS -> FakeBufferRing.status(ring.bufferRings, arg);
      default -> opcode < 0 || opcode >= IORING_REGISTER_LAST ? -EINVAL : 0;
    };
  }

  private static int add(FakeRing ring, int table) {
    return ring.tables.add(table) ? 0 : -EBUSY;
  }

  private static int remove(FakeRing ring, int table) {
    return ring.tables.remove(table) ? 0 : -ENXIO;
  }

  private static int update(FakeRing ring, int table, int count) {
    return ring.tables.contains(table) ? count : -ENXIO;
  }

  private static int eventfd(FakeRing ring, boolean on) {
    if (ring.eventfd == on) {
      return on ? -EBUSY : -ENXIO;
    }
    ring.eventfd = on;
    return 0;
  }

  private static int enable(FakeRing ring) {
    if (!ring.disabled) {
      return -EBADFD;
    }
    ring.disabled = false;
    ring.bindSubmitter();
    return 0;
  }

  private int probe(MemorySegment arg, int count) {
    for (long i = 0; i < arg.byteSize(); i++) {
      if (arg.get(JAVA_BYTE, i) != 0) {
        return -EINVAL;
      }
    }
    int shown = Math.min(count, IORING_OP_LAST);
    arg.set(JAVA_BYTE, IoUringProbe.LAST_OP, (byte) (IORING_OP_LAST - 1));
    arg.set(JAVA_BYTE, IoUringProbe.OPS_LEN, (byte) shown);
    for (int opcode = 0; opcode < shown; opcode++) {
      long at = IoUringProbe.OPS + (long) opcode * IoUringProbeOp.SIZE;
      arg.set(JAVA_BYTE, at + IoUringProbeOp.OP, (byte) opcode);
      int flags = operations.contains(opcode) ? IO_URING_OP_SUPPORTED : 0;
      arg.set(JAVA_SHORT_UNALIGNED, at + IoUringProbeOp.FLAGS, (short) flags);
    }
    return 0;
  }

  private int registerRings(MemorySegment arg, int count) {
    for (int i = 0; i < count; i++) {
      long at = (long) i * IoUringRsrcUpdate.SIZE;
      FakeRing ring =
          kernel.ringAt((int) arg.get(JAVA_LONG_UNALIGNED, at + IoUringRsrcUpdate.DATA));
      if (ring == null) {
        return -EBADF;
      }
      int wanted = arg.get(JAVA_INT_UNALIGNED, at + IoUringRsrcUpdate.OFFSET);
      if (wanted == -1) {
        arg.set(JAVA_INT_UNALIGNED, at + IoUringRsrcUpdate.OFFSET, assignIndex(ring));
      } else if (indexed.putIfAbsent(wanted, ring) != null) {
        return -EBUSY;
      }
    }
    return count;
  }

  private int unregisterRings(MemorySegment arg, int count) {
    for (int i = 0; i < count; i++) {
      indexed.remove(arg.get(JAVA_INT_UNALIGNED, (long) i * IoUringRsrcUpdate.SIZE));
    }
    return count;
  }

  private static int cancel(FakeRing ring, MemorySegment arg) {
    return ring.cancel(
        arg.get(JAVA_INT_UNALIGNED, IoUringSyncCancelReg.FLAGS),
        arg.get(JAVA_LONG_UNALIGNED, IoUringSyncCancelReg.ADDR),
        arg.get(JAVA_INT_UNALIGNED, IoUringSyncCancelReg.FD),
        Byte.toUnsignedInt(arg.get(JAVA_BYTE, IoUringSyncCancelReg.OPCODE)));
  }

  private static int resize(FakeRing ring, MemorySegment arg) {
    int flags = arg.get(JAVA_INT_UNALIGNED, IoUringParams.FLAGS);
    if (!ring.setup.has(IORING_SETUP_DEFER_TASKRUN)
        || (flags & ~(IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP)) != 0) {
      return -EINVAL;
    }
    int entries = arg.get(JAVA_INT_UNALIGNED, IoUringParams.SQ_ENTRIES);
    int errno = FakeSetup.check(entries, arg, 0);
    if (errno != 0) {
      return -errno;
    }
    arg.set(JAVA_INT_UNALIGNED, IoUringParams.FLAGS, flags | ring.setup.flags());
    FakeSetup setup = FakeSetup.read(entries, arg, ring.setup.features());
    int result = ring.resize(setup);
    if (result == 0) {
      setup.answer(arg);
      // Linux does not tell the features again.
      arg.set(JAVA_INT_UNALIGNED, IoUringParams.FEATURES, 0);
    }
    return result;
  }

  private static int region(FakeRing ring, MemorySegment arg) {
    long flags = arg.get(JAVA_LONG_UNALIGNED, IoUringMemRegionReg.FLAGS);
    if (flags != IORING_MEM_REGION_REG_WAIT_ARG || !ring.disabled) {
      return -EINVAL;
    }
    if (ring.region != null) {
      return -EBUSY;
    }
    long address = arg.get(JAVA_LONG_UNALIGNED, IoUringMemRegionReg.REGION_UPTR);
    MemorySegment region = NativeMemory.at(address, IoUringRegionDesc.SIZE);
    long size = region.get(JAVA_LONG_UNALIGNED, IoUringRegionDesc.SIZE_FIELD);
    long user = region.get(JAVA_LONG_UNALIGNED, IoUringRegionDesc.USER_ADDR);
    boolean lent =
        region.get(JAVA_INT_UNALIGNED, IoUringRegionDesc.FLAGS) == IORING_MEM_REGION_TYPE_USER;
    if (size == 0 || ((user | size) & 4095) != 0 || lent != (user != 0)) {
      return -EINVAL;
    }
    ring.registerRegion(lent ? NativeMemory.at(user, size) : null, size);
    region.set(
        JAVA_LONG_UNALIGNED, IoUringRegionDesc.MMAP_OFFSET, lent ? 0 : FakeRing.REGION_OFFSET);
    return 0;
  }

  /** A message without a ring of one's own: the argument is a MSG_RING entry. */
  private int sendMessage(MemorySegment arg) {
    FakeRing target = kernel.ringAt(arg.get(JAVA_INT_UNALIGNED, IoUringSqe.FD));
    if (target == null) {
      return -EBADF;
    }
    target.post(
        FakeCqe.of(
            arg.get(JAVA_LONG_UNALIGNED, IoUringSqe.OFF),
            arg.get(JAVA_INT_UNALIGNED, IoUringSqe.LEN),
            0));
    return 0;
  }
}
