package io.github.uring4j;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One submission queue entry as the fake kernel took it: a copy of all its 64 or 128 bytes.
 *
 * <p>Accessors have the names of the fields of struct io_uring_sqe, in Java's spelling, members of
 * unions included.
 */
final class FakeSqe {

  private final byte[] bytes;
  private final MemorySegment memory;

  FakeSqe(byte[] bytes) {
    this.bytes = bytes;
    this.memory = MemorySegment.ofArray(bytes);
  }

  /** The operation without its prefix, such as READV. */
  String operation() {
    return FakeNames.operation(opcode());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** All bytes in hexadecimal. */
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** The bytes in hexadecimal with user_data zeroed, as golden-sqe.tsv has them. */
  String hexWithoutUserData() {
    byte[] copy = bytes();
    Arrays.fill(copy, IoUringSqe.USER_DATA, IoUringSqe.USER_DATA + Long.BYTES, (byte) 0);
    return HexFormat.of().formatHex(copy);
  }

  /** The bytes from the field cmd on: 16, or 80 in an entry of 128 bytes. */
  byte[] cmd() {
    return Arrays.copyOfRange(bytes, IoUringSqe.CMD, bytes.length);
  }

  int opcode() {
    return u8(IoUringSqe.OPCODE);
  }

  int flags() {
    return u8(IoUringSqe.FLAGS);
  }

  int ioprio() {
    return u16(IoUringSqe.IOPRIO);
  }

  int bufIndex() {
    return u16(IoUringSqe.BUF_INDEX);
  }

  int bufGroup() {
    return u16(IoUringSqe.BUF_GROUP);
  }

  int personality() {
    return u16(IoUringSqe.PERSONALITY);
  }

  int addrLen() {
    return u16(IoUringSqe.ADDR_LEN);
  }

  int fd() {
    return i32(IoUringSqe.FD);
  }

  int cmdOp() {
    return i32(IoUringSqe.CMD_OP);
  }

  int level() {
    return i32(IoUringSqe.LEVEL);
  }

  int optname() {
    return i32(IoUringSqe.OPTNAME);
  }

  int len() {
    return i32(IoUringSqe.LEN);
  }

  int rwFlags() {
    return i32(IoUringSqe.RW_FLAGS);
  }

  int fsyncFlags() {
    return i32(IoUringSqe.FSYNC_FLAGS);
  }

  int poll32Events() {
    return i32(IoUringSqe.POLL32_EVENTS);
  }

  int syncRangeFlags() {
    return i32(IoUringSqe.SYNC_RANGE_FLAGS);
  }

  int msgFlags() {
    return i32(IoUringSqe.MSG_FLAGS);
  }

  int timeoutFlags() {
    return i32(IoUringSqe.TIMEOUT_FLAGS);
  }

  int acceptFlags() {
    return i32(IoUringSqe.ACCEPT_FLAGS);
  }

  int cancelFlags() {
    return i32(IoUringSqe.CANCEL_FLAGS);
  }

  int openFlags() {
    return i32(IoUringSqe.OPEN_FLAGS);
  }

  int statxFlags() {
    return i32(IoUringSqe.STATX_FLAGS);
  }

  int fadviseAdvice() {
    return i32(IoUringSqe.FADVISE_ADVICE);
  }

  int spliceFlags() {
    return i32(IoUringSqe.SPLICE_FLAGS);
  }

  int renameFlags() {
    return i32(IoUringSqe.RENAME_FLAGS);
  }

  int unlinkFlags() {
    return i32(IoUringSqe.UNLINK_FLAGS);
  }

  int hardlinkFlags() {
    return i32(IoUringSqe.HARDLINK_FLAGS);
  }

  int xattrFlags() {
    return i32(IoUringSqe.XATTR_FLAGS);
  }

  int msgRingFlags() {
    return i32(IoUringSqe.MSG_RING_FLAGS);
  }

  int uringCmdFlags() {
    return i32(IoUringSqe.URING_CMD_FLAGS);
  }

  int waitidFlags() {
    return i32(IoUringSqe.WAITID_FLAGS);
  }

  int futexFlags() {
    return i32(IoUringSqe.FUTEX_FLAGS);
  }

  int installFdFlags() {
    return i32(IoUringSqe.INSTALL_FD_FLAGS);
  }

  int nopFlags() {
    return i32(IoUringSqe.NOP_FLAGS);
  }

  int pipeFlags() {
    return i32(IoUringSqe.PIPE_FLAGS);
  }

  int spliceFdIn() {
    return i32(IoUringSqe.SPLICE_FD_IN);
  }

  int fileIndex() {
    return i32(IoUringSqe.FILE_INDEX);
  }

  int zcrxIfqIdx() {
    return i32(IoUringSqe.ZCRX_IFQ_IDX);
  }

  int optlen() {
    return i32(IoUringSqe.OPTLEN);
  }

  long off() {
    return i64(IoUringSqe.OFF);
  }

  long addr2() {
    return i64(IoUringSqe.ADDR2);
  }

  long addr() {
    return i64(IoUringSqe.ADDR);
  }

  long spliceOffIn() {
    return i64(IoUringSqe.SPLICE_OFF_IN);
  }

  long userData() {
    return i64(IoUringSqe.USER_DATA);
  }

  long addr3() {
    return i64(IoUringSqe.ADDR3);
  }

  long attrPtr() {
    return i64(IoUringSqe.ATTR_PTR);
  }

  long attrTypeMask() {
    return i64(IoUringSqe.ATTR_TYPE_MASK);
  }

  long optval() {
    return i64(IoUringSqe.OPTVAL);
  }

  private int u8(int offset) {
    return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, offset));
  }

  private int u16(int offset) {
    return Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset));
  }

  private int i32(int offset) {
    return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }

  private long i64(int offset) {
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }

  @Override
  public String toString() {
    return operation() + " " + hex();
  }
}
