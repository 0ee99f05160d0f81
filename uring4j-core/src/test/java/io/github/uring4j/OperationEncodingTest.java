package io.github.uring4j;

import static io.github.uring4j.EncodingRows.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.EncodingRows.Row;
import io.github.uring4j.abi.IoUringConstants;
import io.github.uring4j.abi.Structs;
import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public operation and modifier, and the entry that reaches the kernel: all fields that are
 * not zero, with what its pointers point at.
 */
class OperationEncodingTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  /** A row for each public operation. */
  static List<Row> operations() {
    return Stream.of(
            EncodingRows.operations(),
            ControlEncodingRows.operations(),
            MessageEncodingRows.operations(),
            BufferGroupRows.operations(),
            RegisteredFileRows.operations(),
            SocketCommandEncodingRows.operations(),
            TransferEncodingRows.operations(),
            ZeroCopyEncodingRows.operations(),
            FileRows.operations())
        .flatMap(List::stream)
        .toList();
  }

  /** A row for each public modifier, by class and method. */
  static List<Row> modifiers() {
    return Stream.of(
            EncodingRows.modifiers(),
            ControlEncodingRows.modifiers(),
            MessageEncodingRows.modifiers(),
            RegisteredFileRows.modifiers(),
            TransferEncodingRows.modifiers(),
            ZeroCopyEncodingRows.modifiers(),
            FileRows.modifiers())
        .flatMap(List::stream)
        .toList();
  }

  /** A row for each operation that takes a direct descriptor. */
  static List<Row> onDirectDescriptors() {
    return Stream.of(
            EncodingRows.onDirectDescriptors(),
            ControlEncodingRows.onDirectDescriptors(),
            BufferGroupRows.onDirectDescriptors(),
            SocketCommandEncodingRows.onDirectDescriptors(),
            TransferEncodingRows.onDirectDescriptors(),
            ZeroCopyEncodingRows.onDirectDescriptors(),
            FileRows.onDirectDescriptors())
        .flatMap(List::stream)
        .toList();
  }

  static Stream<Row> all() {
    return Stream.of(operations(), modifiers(), onDirectDescriptors()).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theEntryThatReachesTheKernelIs(Row row) throws IOException {
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(4).with(row.setupFlags()).open()) {
      row.action().on(ring);
      if (row.expected().contains("flags=0x4") || row.expected().contains("flags=0x8")) {
        ring.nop("the end of the chain");
      }
      kernel.respond((sqe, out) -> {});
      ring.submit();
      kernel.respond(Responder.NEVER);
      List<FakeSqe> submitted = kernel.submitted();
      FakeSqe sqe =
          submitted.stream()
              .filter(each -> row.expected().startsWith(each.operation() + " "))
              .findFirst()
              .orElseThrow(() -> new AssertionError(submitted.toString()));
      assertThat(describe(sqe)).isEqualTo(row.expected());
      assertThat(UserData.isInternal(sqe.userData())).isFalse();
      kernel.complete(sqe.userData(), -Errno.EIO, 0);
      List<String> failed = new ArrayList<>();
      ring.forEachCompletion(view -> failed.add(view.data() + " " + view.operation().opcode()));
      assertThat(failed).containsExactly("a " + sqe.opcode());
    }
  }

  @Test
  void everyPublicOperationHasARow() {
    TreeSet<String> methods =
        RingMethods.families()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(OperationEncodingTest::isPublic)
            .map(OperationEncodingTest::signature)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(operations().stream().map(Row::method)).containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void everyPublicModifierHasARow() {
    TreeSet<String> methods =
        RingMethods.kindsOfRequests()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(OperationEncodingTest::isPublic)
            .map(method -> method.getDeclaringClass().getSimpleName() + "." + signature(method))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(modifiers().stream().map(Row::method).distinct())
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  private static boolean isPublic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  // Describing an entry.

  private String describe(FakeSqe sqe) {
    StringJoiner text = new StringJoiner(" ");
    text.add(sqe.operation());
    hex(text, "flags", sqe.flags());
    hex(text, "ioprio", sqe.ioprio());
    text.add("fd=" + (sqe.operation().equals("MSG_RING") ? descriptorOfRing(sqe.fd()) : sqe.fd()));
    if (sqe.off() != 0) {
      text.add("off=" + second(sqe));
    }
    if (sqe.addr() != 0) {
      text.add("addr=" + first(sqe));
    }
    if (sqe.len() != 0) {
      text.add("len=" + sqe.len());
    }
    hex(text, "op", Integer.toUnsignedLong(sqe.rwFlags()));
    hex(text, "bufIndex", sqe.bufIndex());
    hex(text, "personality", sqe.personality());
    if (sqe.fileIndex() != 0) {
      text.add("fileIndex=" + sqe.fileIndex());
    }
    if (sqe.addr3() != 0) {
      text.add("addr3=" + (isForSocket(sqe) ? value(sqe) : FileRows.addr3(sqe)));
    }
    hex(text, "last", sqe.attrTypeMask());
    if (sqe.bytes().length != IoUringSqe.SIZE) {
      byte[] secondHalf = Arrays.copyOfRange(sqe.bytes(), IoUringSqe.SIZE, 2 * IoUringSqe.SIZE);
      assertThat(secondHalf).containsOnly(0);
    }
    return text.toString();
  }

  private static void hex(StringJoiner text, String name, long value) {
    if (value != 0) {
      text.add(name + "=0x" + Long.toHexString(value));
    }
  }

  private String first(FakeSqe sqe) {
    return switch (sqe.operation()) {
      case "READV", "WRITEV", "READV_FIXED", "WRITEV_FIXED" -> vector(sqe.addr(), sqe.len());
      case "FILES_UPDATE" -> numbers(sqe.addr(), sqe.len());
      case "TIMEOUT", "LINK_TIMEOUT" -> isImmediate(sqe) ? name(sqe.addr()) : time(sqe.addr());
      case "SEND", "SEND_ZC" ->
          Flags.contains(sqe.ioprio(), IoUringConstants.IORING_SEND_VECTORIZED)
              ? vector(sqe.addr(), sqe.len())
              : name(sqe.addr());
      case "OPENAT2", "STATX", "LINKAT", "RENAMEAT", "SYMLINKAT", "UNLINKAT", "MKDIRAT" ->
          string(sqe.addr());
      case "ASYNC_CANCEL", "POLL_REMOVE", "TIMEOUT_REMOVE" -> before(sqe);
      case "RECVMSG" -> sqe.bufIndex() == 0 ? name(sqe.addr()) : message(sqe.addr());
      case "URING_CMD" ->
          isForSocket(sqe) && sqe.off() != IoUringConstants.SOCKET_URING_OP_GETSOCKNAME
              ? "level %d option %d".formatted((int) sqe.addr(), sqe.addr() >>> 32)
              : name(sqe.addr());
      default -> FileRows.addr(sqe);
    };
  }

  private static String second(FakeSqe sqe) {
    return switch (sqe.operation()) {
      case "OPENAT2" -> how(sqe.off());
      case "LINKAT", "RENAMEAT", "SYMLINKAT" -> string(sqe.off());
      case "MSG_RING" -> mailbox(sqe.off());
      case "TIMEOUT_REMOVE" -> isImmediate(sqe) ? name(sqe.off()) : time(sqe.off());
      case "SEND", "SEND_ZC" -> copyOfAddress(sqe.off(), sqe.addrLen());
      default -> name(sqe.off());
    };
  }

  private String descriptorOfRing(int fd) {
    return fd == kernel.fd() ? "the ring" : Integer.toString(fd);
  }

  /** Of the only one that is open, which got the first slot. */
  private static String mailbox(long userData) {
    return UserData.isInternal(userData) && UserData.slot(userData) == 0
        ? "mailbox"
        : "0x" + Long.toHexString(userData);
  }

  private static boolean isImmediate(FakeSqe sqe) {
    return (sqe.timeoutFlags() & IoUringConstants.IORING_TIMEOUT_IMMEDIATE_ARG) != 0;
  }

  /** What stands before it in the queue, be it the first or behind that. */
  private String before(FakeSqe sqe) {
    List<FakeSqe> submitted = kernel.submitted();
    FakeSqe before = submitted.get(submitted.indexOf(sqe) - 1);
    return sqe.addr() == before.userData() ? "the request before" : "?";
  }

  static String name(long address) {
    String ofFiles = FileRows.name(address);
    if (ofFiles != null) {
      return ofFiles;
    }
    long inBuffer = address - BUFFER.address();
    if (inBuffer >= 0 && inBuffer < BUFFER.byteSize()) {
      return inBuffer == 0 ? "buffer" : "buffer+" + inBuffer;
    }
    if (address == ADDRESS.address()) {
      return "address";
    }
    if (address == PEER.address()) {
      return "peer";
    }
    if (address == PEER.lengthAddress()) {
      return "peer's length";
    }
    if (address == STATX.address()) {
      return "statx";
    }
    if (address == OUTGOING_HEADER) {
      return "outgoing";
    }
    return address == INCOMING_HEADER ? "incoming" : "0x" + Long.toHexString(address);
  }

  private static final long OUTGOING_HEADER = headerOf(OUTGOING, true);
  private static final long INCOMING_HEADER = headerOf(INCOMING, false);

  private static long headerOf(MsgHdr message, boolean sends) {
    long address = sends ? message.prepareToSend() : message.prepareToReceive();
    message.completed(-1);
    return address;
  }

  static String string(long address) {
    return '"' + NativeMemory.at(address, 4096).getString(0) + '"';
  }

  private static String vector(long address, int count) {
    MemorySegment iovecs = NativeMemory.at(address, (long) count * Structs.Iovec.SIZE);
    List<String> parts = new ArrayList<>();
    for (long at = 0; at < iovecs.byteSize(); at += Structs.Iovec.SIZE) {
      parts.add(
          name(iovecs.get(ValueLayout.JAVA_LONG, at + Structs.Iovec.IOV_BASE))
              + " "
              + iovecs.get(ValueLayout.JAVA_LONG, at + Structs.Iovec.IOV_LEN));
    }
    return parts.toString();
  }

  private static String numbers(long address, int count) {
    MemorySegment numbers = NativeMemory.at(address, (long) count * Integer.BYTES);
    return Arrays.toString(numbers.toArray(ValueLayout.JAVA_INT));
  }

  private static String time(long address) {
    MemorySegment time = NativeMemory.at(address, Structs.KernelTimespec.SIZE);
    return "%d.%09ds"
        .formatted(
            time.get(ValueLayout.JAVA_LONG, Structs.KernelTimespec.TV_SEC),
            time.get(ValueLayout.JAVA_LONG, Structs.KernelTimespec.TV_NSEC));
  }

  private static String message(long address) {
    MemorySegment header = NativeMemory.at(address, Structs.Msghdr.SIZE);
    return "{name %d, %d buffers, control %d}"
        .formatted(
            header.get(ValueLayout.JAVA_INT, Structs.Msghdr.MSG_NAMELEN),
            header.get(ValueLayout.JAVA_LONG, Structs.Msghdr.MSG_IOVLEN),
            header.get(ValueLayout.JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN));
  }

  /** Whose commands have low numbers, unlike those of drivers in these rows. */
  private static boolean isForSocket(FakeSqe sqe) {
    return sqe.operation().equals("URING_CMD") && Integer.compareUnsigned(sqe.cmdOp(), 16) < 0;
  }

  /** The value of a command for a socket. */
  private static String value(FakeSqe sqe) {
    String name = name(sqe.addr3());
    return name.startsWith("0x")
        ? "int " + NativeMemory.at(sqe.addr3(), 4).get(ValueLayout.JAVA_INT, 0)
        : name;
  }

  private static String copyOfAddress(long address, int length) {
    byte[] copy = NativeMemory.at(address, length).toArray(ValueLayout.JAVA_BYTE);
    return address != ADDRESS.address() && Arrays.equals(copy, ADDRESS.toBytes())
        ? "copy of address"
        : name(address);
  }

  private static String how(long address) {
    MemorySegment how = NativeMemory.at(address, OpenHow.SIZE);
    return "{flags 0x%x, mode 0%o, resolve 0x%x}"
        .formatted(
            how.get(ValueLayout.JAVA_LONG, Structs.OpenHow.FLAGS),
            how.get(ValueLayout.JAVA_LONG, Structs.OpenHow.MODE),
            how.get(ValueLayout.JAVA_LONG, Structs.OpenHow.RESOLVE));
  }

  @Test
  void anOpenedFileIsInheritedOnlyIfSaidSo() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.openat2("a", Fd.CWD, "x", OpenHow.readOnly());
      ring.openat2("b", Fd.CWD, "x", OpenHow.readOnly().inheritable());
      ring.submit();
      assertThat(how(kernel.submitted().getFirst().off())).startsWith("{flags 0x80000,");
      assertThat(how(kernel.submitted().getLast().off())).startsWith("{flags 0x0,");
    }
  }

  @Test
  void aRequestOfAnotherOpcodeThanTheLastInItsSlotCarriesNothingOfIt() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 1)) {
      for (int round = 0; round < 3; round++) {
        ring.splice("a", FILE, AT, OTHER, AT, 4096, SpliceFlags.MOVE).async().drain();
        ring.nop("b");
        ring.submit();
        assertThat(describe(kernel.lastSubmitted())).isEqualTo("NOP fd=-1");
        assertThat(kernel.lastSubmitted().opcode()).isEqualTo(IoUringConstants.IORING_OP_NOP);
      }
    }
  }
}
