package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each encoder writes what liburing's helper writes, byte for byte, whatever was there before. */
class EncodersTest {

  static final long ADDRESS = 0x7f00_1122_3340L;
  static final long SECOND = 0x7f00_5566_7780L;
  static final long THIRD = 0x7f00_99aa_bbc0L;
  static final long OFFSET = 0x0102_0304_0506_0708L;
  static final long TARGET = 0x1122_3344_5566_7788L;
  static final int CWD = -100;

  /** A slot in the middle of others, which must stay as they are. */
  private static final long AT = IoUringSqe.SIZE;

  private static final long USER_DATA = 0x5555_AAAA_1234_5678L;

  interface Encoder {
    void encode(MemorySegment sqes, long at, long userData);
  }

  /** Whose every method has a row. */
  private static final List<Class<?>> ENCODER_CLASSES =
      Stream.concat(
              Stream.<Class<?>>of(
                  Encoders.class,
                  ControlEncoders.class,
                  MessageEncoders.class,
                  BufferGroupEncoders.class,
                  RegisteredFileEncoders.class,
                  SocketCommandEncoders.class,
                  TransferEncoders.class,
                  ZeroCopyEncoders.class),
              FileEncoderRows.encoderClasses())
          .toList();

  /** By helper and arguments as golden-sqe.tsv has them. */
  private static final Map<String, String> VECTORS = readVectors();

  /** By the same, with the encoder's name. */
  private static final Map<String, Map.Entry<String, Encoder>> ENCODERS = new LinkedHashMap<>();

  static void row(String method, String vector, Encoder encoder) {
    ENCODERS.put(vector, Map.entry(method, encoder));
  }

  /** What a modifier adds to the operation's own flags. */
  static void operationFlags(MemorySegment sqes, long at, int flags) {
    sqes.set(ValueLayout.JAVA_INT, at + IoUringSqe.RW_FLAGS, flags);
  }

  static {
    ControlEncoderRows.add();
    MessageEncoderRows.add();
    BufferGroupRows.encoders();
    RegisteredFileRows.encoders();
    FileEncoderRows.add();
    row(
        "read",
        "read fd=7 buf=0x7f0011223340 nbytes=4096 offset=0x0102030405060708",
        (s, at, u) -> Encoders.read(s, at, u, 0, 7, ADDRESS, 4096, OFFSET));
    row(
        "read",
        "read fd=7 buf=0x7f0011223340 nbytes=4096 offset=-1",
        (s, at, u) -> Encoders.read(s, at, u, 0, 7, ADDRESS, 4096, Encoders.CURRENT_POSITION));
    row(
        "read",
        "read_rwf fd=7 buf=0x7f0011223340 nbytes=4096 offset=0"
            + " rw_flags=RWF_NOWAIT|RWF_DONTCACHE(0x88)",
        (s, at, u) -> {
          Encoders.read(s, at, u, 0, 7, ADDRESS, 4096, 0);
          operationFlags(s, at, RwFlags.NOWAIT | RwFlags.DONTCACHE);
        });
    row(
        "write",
        "write fd=7 buf=0x7f0011223340 nbytes=4096 offset=0x0102030405060708",
        (s, at, u) -> Encoders.write(s, at, u, 0, 7, ADDRESS, 4096, OFFSET));
    row(
        "readv",
        "readv fd=7 iovecs=0x7f0011223340 nr_vecs=3 offset=0x0102030405060708",
        (s, at, u) -> Encoders.readv(s, at, u, 0, 7, ADDRESS, 3, OFFSET));
    row(
        "readv",
        "readv2 fd=7 iovecs=0x7f0011223340 nr_vecs=3 offset=0x0102030405060708 flags=8",
        (s, at, u) -> {
          Encoders.readv(s, at, u, 0, 7, ADDRESS, 3, OFFSET);
          operationFlags(s, at, 8);
        });
    row(
        "writev",
        "writev fd=7 iovecs=0x7f0011223340 nr_vecs=3 offset=0x0102030405060708",
        (s, at, u) -> Encoders.writev(s, at, u, 0, 7, ADDRESS, 3, OFFSET));
    row(
        "writev",
        "writev2 fd=7 iovecs=0x7f0011223340 nr_vecs=3 offset=0x0102030405060708 flags=2",
        (s, at, u) -> {
          Encoders.writev(s, at, u, 0, 7, ADDRESS, 3, OFFSET);
          operationFlags(s, at, 2);
        });
    row(
        "readFixed",
        "read_fixed fd=7 buf=0x7f0011223340 nbytes=4096 offset=0x0102030405060708 buf_index=5",
        (s, at, u) -> Encoders.readFixed(s, at, u, 0, 7, ADDRESS, 4096, OFFSET, 5));
    row(
        "writeFixed",
        "write_fixed fd=7 buf=0x7f0011223340 nbytes=4096 offset=0x0102030405060708 buf_index=5",
        (s, at, u) -> Encoders.writeFixed(s, at, u, 0, 7, ADDRESS, 4096, OFFSET, 5));
    row(
        "readvFixed",
        "readv_fixed fd=7 iovecs=0x7f0011223340 nr_vecs=3 offset=0x0102030405060708 flags=8"
            + " buf_index=5",
        (s, at, u) -> {
          Encoders.readvFixed(s, at, u, 0, 7, ADDRESS, 3, OFFSET, 5);
          operationFlags(s, at, 8);
        });
    row(
        "writevFixed",
        "writev_fixed fd=7 iovecs=0x7f0011223340 nr_vecs=3 offset=0x0102030405060708 flags=2"
            + " buf_index=5",
        (s, at, u) -> {
          Encoders.writevFixed(s, at, u, 0, 7, ADDRESS, 3, OFFSET, 5);
          operationFlags(s, at, 2);
        });
    row(
        "splice",
        "splice fd_in=7 off_in=-1 fd_out=8 off_out=0x0102030405060708 nbytes=65536 splice_flags=5",
        (s, at, u) -> PipeEncoders.splice(s, at, u, 0, 7, -1, 8, OFFSET, 65536, 5));
    row(
        "splice",
        "splice_fixed_in fd_in=7(direct) off_in=16 fd_out=8 off_out=-1 nbytes=65536"
            + " splice_flags=SPLICE_F_FD_IN_FIXED",
        (s, at, u) -> PipeEncoders.splice(s, at, u, 0, 7, 16, 8, -1, 65536, SPLICE_F_FD_IN_FIXED));
    row(
        "fsync",
        "fsync fd=7 fsync_flags=0",
        (s, at, u) -> StorageEncoders.fsync(s, at, u, 0, 7, 0, 0, 0));
    row(
        "fsync",
        "fdatasync fd=7 fsync_flags=IORING_FSYNC_DATASYNC",
        (s, at, u) -> StorageEncoders.fsync(s, at, u, 0, 7, 0, 0, IORING_FSYNC_DATASYNC));
    row(
        "fsync",
        "fsync_range fd=7 off=4096 len=8192 fsync_flags=IORING_FSYNC_DATASYNC",
        (s, at, u) -> StorageEncoders.fsync(s, at, u, 0, 7, 4096, 8192, IORING_FSYNC_DATASYNC));
    row(
        "accept",
        "accept fd=7 addr=0x7f0011223340 addrlen=0x7f0055667780 flags=0x80800",
        (s, at, u) -> Encoders.accept(s, at, u, 0, 7, ADDRESS, SECOND, 0x80800));
    row(
        "accept",
        "accept_dontwait_poll_first fd=7 addr=0 addrlen=0 flags=0"
            + " ioprio|=IORING_ACCEPT_DONTWAIT|IORING_ACCEPT_POLL_FIRST",
        (s, at, u) -> {
          Encoders.accept(s, at, u, 0, 7, 0, 0, 0);
          s.set(
              ValueLayout.JAVA_SHORT,
              at + IoUringSqe.IOPRIO,
              (short) (IORING_ACCEPT_DONTWAIT | IORING_ACCEPT_POLL_FIRST));
        });
    row(
        "connect",
        "connect fd=7 addr=0x7f0011223340 addrlen=16",
        (s, at, u) -> Encoders.connect(s, at, u, 0, 7, ADDRESS, 16));
    row(
        "bind",
        "bind fd=7 addr=0x7f0011223340 addrlen=28",
        (s, at, u) -> Encoders.bind(s, at, u, 0, 7, ADDRESS, 28));
    row("listen", "listen fd=7 backlog=128", (s, at, u) -> Encoders.listen(s, at, u, 0, 7, 128));
    row("shutdown", "shutdown fd=7 how=2", (s, at, u) -> Encoders.shutdown(s, at, u, 0, 7, 2));
    row(
        "socket",
        "socket domain=2 type=0x80001 protocol=6 flags=0",
        (s, at, u) -> Encoders.socket(s, at, u, 2, 0x80001, 6));
    row(
        "sendmsg",
        "sendmsg fd=7 msg=0x7f0011223340 flags=0x4000",
        (s, at, u) -> Encoders.sendmsg(s, at, u, 0, 7, ADDRESS, 0x4000));
    row(
        "recvmsg",
        "recvmsg fd=7 msg=0x7f0011223340 flags=0x40000000",
        (s, at, u) -> Encoders.recvmsg(s, at, u, 0, 7, ADDRESS, 0x40000000));
    row(
        "openat2",
        "openat2 dfd=9 path=0x7f0011223340 how=0x7f0055667780",
        (s, at, u) -> Encoders.openat2(s, at, u, 9, ADDRESS, SECOND, OpenHow.SIZE));
    row("close", "close fd=7", (s, at, u) -> Encoders.close(s, at, u, 7));
    row(
        "closeDirect",
        "close_direct file_index=11",
        (s, at, u) -> Encoders.closeDirect(s, at, u, 11));
    row(
        "statx",
        "statx dfd=-100 path=0x7f0011223340 flags=0x1000 mask=0x7ff statxbuf=0x7f0055667780",
        (s, at, u) -> Encoders.statx(s, at, u, CWD, ADDRESS, 0x1000, 0x7ff, SECOND));
    row(
        "fallocate",
        "fallocate fd=7 mode=1 offset=0x0102030405060708 len=0x1122334455667788",
        (s, at, u) -> StorageEncoders.fallocate(s, at, u, 0, 7, 1, OFFSET, TARGET));
    row(
        "ftruncate",
        "ftruncate fd=7 len=0x1122334455667788",
        (s, at, u) -> StorageEncoders.ftruncate(s, at, u, 0, 7, TARGET));
    row(
        "unlinkat",
        "unlinkat dfd=-100 path=0x7f0011223340 flags=0x200",
        (s, at, u) -> Encoders.unlinkat(s, at, u, CWD, ADDRESS, 0x200));
    row(
        "renameat",
        "renameat olddfd=8 oldpath=0x7f0011223340 newdfd=9 newpath=0x7f0055667780 flags=1",
        (s, at, u) -> Encoders.renameat(s, at, u, 8, ADDRESS, 9, SECOND, 1));
    row(
        "mkdirat",
        "mkdirat dfd=-100 path=0x7f0011223340 mode=0755",
        (s, at, u) -> Encoders.mkdirat(s, at, u, CWD, ADDRESS, 0755));
    row(
        "symlinkat",
        "symlinkat target=0x7f0011223340 newdirfd=9 linkpath=0x7f0055667780",
        (s, at, u) -> Encoders.symlinkat(s, at, u, ADDRESS, 9, SECOND));
    row(
        "linkat",
        "linkat olddfd=8 oldpath=0x7f0011223340 newdfd=9 newpath=0x7f0055667780 flags=0x400",
        (s, at, u) -> Encoders.linkat(s, at, u, 8, ADDRESS, 9, SECOND, 0x400));
    row(
        "msgRing",
        "msg_ring fd=7 len=77 data=0x1122334455667788 flags=0",
        (s, at, u) -> Encoders.msgRing(s, at, u, 7, 77, TARGET));
    SocketCommandEncodingRows.encoders();
    TransferEncodingRows.encoders();
    ZeroCopyEncodingRows.encoders();
  }

  private static Map<String, String> readVectors() {
    Map<String, String> vectors = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                EncodersTest.class.getResourceAsStream("/golden-sqe.tsv"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\t", -1);
          vectors.put(fields[0] + " " + fields[1], fields[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vectors;
  }

  static Set<String> vectorsWithEncoder() {
    return ENCODERS.keySet();
  }

  @ParameterizedTest
  @MethodSource("vectorsWithEncoder")
  void theEncoderWritesTheBytesOfItsVectorAndNoOthers(String vector) {
    assertThat(VECTORS).containsKey(vector);
    MemorySegment sqes = Arena.ofAuto().allocate(3L * IoUringSqe.SIZE, 64).fill((byte) 0xFF);
    ENCODERS.get(vector).getValue().encode(sqes, AT, USER_DATA);
    FakeSqe written = new FakeSqe(sqes.asSlice(AT, IoUringSqe.SIZE).toArray(ValueLayout.JAVA_BYTE));
    assertThat(written.hexWithoutUserData()).isEqualTo(VECTORS.get(vector));
    assertThat(written.userData()).isEqualTo(USER_DATA);
    String untouched = "ff".repeat(IoUringSqe.SIZE);
    assertThat(hex(sqes.asSlice(0, IoUringSqe.SIZE))).isEqualTo(untouched);
    assertThat(hex(sqes.asSlice(2L * IoUringSqe.SIZE))).isEqualTo(untouched);
  }

  private static String hex(MemorySegment memory) {
    return HexFormat.of().formatHex(memory.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void flagsOfTheEntryGoWhereTheVectorHasThem() {
    String vector =
        VECTORS.keySet().stream().filter(each -> each.startsWith("flags ")).findFirst().get();
    MemorySegment sqes = Arena.ofAuto().allocate(IoUringSqe.SIZE, 64).fill((byte) 0xFF);
    int flags = IOSQE_FIXED_FILE | IOSQE_IO_LINK | IOSQE_CQE_SKIP_SUCCESS;
    Encoders.read(sqes, 0, USER_DATA, flags, 7, ADDRESS, 4096, OFFSET);
    FakeSqe written = new FakeSqe(sqes.toArray(ValueLayout.JAVA_BYTE));
    FakeSqe golden = new FakeSqe(HexFormat.of().parseHex(VECTORS.get(vector)));
    assertThat(written.flags()).isEqualTo(golden.flags());
    assertThat(golden.personality()).isEqualTo(6);
    assertThat(written.personality()).isZero();
  }

  /** Every encoder that takes flags puts them there, and into nothing else. */
  @Test
  void allBitsOfDescriptorsLengthsAndFlagsStayInTheirFields() {
    MemorySegment sqes = Arena.ofAuto().allocate(IoUringSqe.SIZE, 64);
    Encoders.readFixed(sqes, 0, -1, 0xff, -1, 0, -1, 0, 0xffff);
    FakeSqe sqe = new FakeSqe(sqes.toArray(ValueLayout.JAVA_BYTE));
    assertThat(sqe.opcode()).isEqualTo(IORING_OP_READ_FIXED);
    assertThat(sqe.flags()).isEqualTo(0xff);
    assertThat(sqe.ioprio()).isZero();
    assertThat(sqe.fd()).isEqualTo(-1);
    assertThat(sqe.off()).isZero();
    assertThat(sqe.addr()).isZero();
    assertThat(sqe.len()).isEqualTo(-1);
    assertThat(sqe.rwFlags()).isZero();
    assertThat(sqe.bufIndex()).isEqualTo(0xffff);
    assertThat(sqe.personality()).isZero();
    assertThat(sqe.fileIndex()).isZero();
  }

  @Test
  void everyEncoderHasAVector() {
    Set<String> encoders =
        ENCODER_CLASSES.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .collect(Collectors.toSet());
    Set<String> tested =
        ENCODERS.values().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    assertThat(tested).isEqualTo(encoders);
  }

  /** The opcodes that the reference library reaches. */
  private static final List<Integer> REFERENCE =
      List.of(
          IORING_OP_NOP,
          IORING_OP_READV,
          IORING_OP_WRITEV,
          IORING_OP_FSYNC,
          IORING_OP_READ_FIXED,
          IORING_OP_WRITE_FIXED,
          IORING_OP_POLL_ADD,
          IORING_OP_SENDMSG,
          IORING_OP_RECVMSG,
          IORING_OP_TIMEOUT,
          IORING_OP_ACCEPT,
          IORING_OP_ASYNC_CANCEL,
          IORING_OP_CONNECT,
          IORING_OP_FALLOCATE,
          IORING_OP_CLOSE,
          IORING_OP_STATX,
          IORING_OP_READ,
          IORING_OP_WRITE,
          IORING_OP_OPENAT2,
          IORING_OP_SPLICE,
          IORING_OP_SHUTDOWN,
          IORING_OP_RENAMEAT,
          IORING_OP_UNLINKAT,
          IORING_OP_MKDIRAT,
          IORING_OP_SYMLINKAT,
          IORING_OP_LINKAT,
          IORING_OP_SOCKET,
          IORING_OP_BIND,
          IORING_OP_LISTEN,
          IORING_OP_FTRUNCATE,
          IORING_OP_READV_FIXED,
          IORING_OP_WRITEV_FIXED);

  @Test
  void everyOpcodeOfTheReferenceHasAnEncoder() {
    assertThat(REFERENCE).hasSize(32).doesNotHaveDuplicates();
    Set<Integer> encoded =
        ENCODERS.keySet().stream()
            .map(vector -> HexFormat.fromHexDigits(VECTORS.get(vector).substring(0, 2)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(encoded).containsAll(REFERENCE);
  }
}
