package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.Sqe.unsigned;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/**
 * One function per operation: raw values in, the bytes of a submission queue entry out.
 *
 * <p>Each mirrors the {@code io_uring_prep_} helper of its name and is held to that helper's bytes
 * by a test. All of them go through {@link Sqe#fill}.
 *
 * <p>{@code flags} are IOSQE_* bits, {@code at} is the entry's offset in {@code sqes}.
 */
final class Encoders {

  /** {@code off} for "at the current position". */
  static final long CURRENT_POSITION = -1;

  private Encoders() {}

  static void read(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      long offset) {
    fill(sqes, at, userData, IORING_OP_READ, flags, fd, offset, buf, length, 0);
  }

  static void write(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      long offset) {
    fill(sqes, at, userData, IORING_OP_WRITE, flags, fd, offset, buf, length, 0);
  }

  static void readv(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long iovecs,
      int count,
      long offset) {
    fill(sqes, at, userData, IORING_OP_READV, flags, fd, offset, iovecs, count, 0);
  }

  static void writev(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long iovecs,
      int count,
      long offset) {
    fill(sqes, at, userData, IORING_OP_WRITEV, flags, fd, offset, iovecs, count, 0);
  }

  static void readFixed(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      long offset,
      int bufIndex) {
    registered(sqes, at, userData, IORING_OP_READ_FIXED, flags, fd, buf, length, offset, bufIndex);
  }

  static void writeFixed(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      long offset,
      int bufIndex) {
    registered(sqes, at, userData, IORING_OP_WRITE_FIXED, flags, fd, buf, length, offset, bufIndex);
  }

  static void readvFixed(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long iovecs,
      int count,
      long offset,
      int bufIndex) {
    registered(
        sqes, at, userData, IORING_OP_READV_FIXED, flags, fd, iovecs, count, offset, bufIndex);
  }

  static void writevFixed(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long iovecs,
      int count,
      long offset,
      int bufIndex) {
    registered(
        sqes, at, userData, IORING_OP_WRITEV_FIXED, flags, fd, iovecs, count, offset, bufIndex);
  }

  private static void registered(
      MemorySegment sqes,
      long at,
      long userData,
      int opcode,
      int flags,
      int fd,
      long addr,
      int len,
      long offset,
      int bufIndex) {
    fill(sqes, at, userData, opcode, flags, 0, fd, offset, addr, len, 0, indexes(bufIndex, 0), 0);
  }

  static void close(MemorySegment sqes, long at, long userData, int fd) {
    fill(sqes, at, userData, IORING_OP_CLOSE, 0, fd, 0, 0, 0, 0);
  }

  static void closeDirect(MemorySegment sqes, long at, long userData, int slot) {
    fill(sqes, at, userData, IORING_OP_CLOSE, 0, 0, 0, 0, 0, 0, 0, indexes(0, slot + 1), 0);
  }

  static void openat(
      MemorySegment sqes, long at, long userData, int dirFd, long path, int openFlags, int mode) {
    fill(sqes, at, userData, IORING_OP_OPENAT, 0, dirFd, 0, path, mode, openFlags);
  }

  static void openat2(
      MemorySegment sqes, long at, long userData, int dirFd, long path, long how, int howSize) {
    fill(sqes, at, userData, IORING_OP_OPENAT2, 0, dirFd, how, path, howSize, 0);
  }

  static void statx(
      MemorySegment sqes,
      long at,
      long userData,
      int dirFd,
      long path,
      int atFlags,
      int mask,
      long statx) {
    fill(sqes, at, userData, IORING_OP_STATX, 0, dirFd, statx, path, mask, atFlags);
  }

  static void linkat(
      MemorySegment sqes,
      long at,
      long userData,
      int oldDirFd,
      long oldPath,
      int newDirFd,
      long newPath,
      int atFlags) {
    fill(sqes, at, userData, IORING_OP_LINKAT, 0, oldDirFd, newPath, oldPath, newDirFd, atFlags);
  }

  static void renameat(
      MemorySegment sqes,
      long at,
      long userData,
      int oldDirFd,
      long oldPath,
      int newDirFd,
      long newPath,
      int renameFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_RENAMEAT,
        0,
        oldDirFd,
        newPath,
        oldPath,
        newDirFd,
        renameFlags);
  }

  static void symlinkat(
      MemorySegment sqes, long at, long userData, long target, int newDirFd, long linkPath) {
    fill(sqes, at, userData, IORING_OP_SYMLINKAT, 0, newDirFd, linkPath, target, 0, 0);
  }

  static void unlinkat(
      MemorySegment sqes, long at, long userData, int dirFd, long path, int atFlags) {
    fill(sqes, at, userData, IORING_OP_UNLINKAT, 0, dirFd, 0, path, 0, atFlags);
  }

  static void mkdirat(MemorySegment sqes, long at, long userData, int dirFd, long path, int mode) {
    fill(sqes, at, userData, IORING_OP_MKDIRAT, 0, dirFd, 0, path, mode, 0);
  }

  static void socket(
      MemorySegment sqes, long at, long userData, int family, int type, int protocol) {
    fill(sqes, at, userData, IORING_OP_SOCKET, 0, family, unsigned(type), 0, protocol, 0);
  }

  static void bind(
      MemorySegment sqes, long at, long userData, int flags, int fd, long address, int length) {
    fill(sqes, at, userData, IORING_OP_BIND, flags, fd, unsigned(length), address, 0, 0);
  }

  static void connect(
      MemorySegment sqes, long at, long userData, int flags, int fd, long address, int length) {
    fill(sqes, at, userData, IORING_OP_CONNECT, flags, fd, unsigned(length), address, 0, 0);
  }

  static void listen(MemorySegment sqes, long at, long userData, int flags, int fd, int backlog) {
    fill(sqes, at, userData, IORING_OP_LISTEN, flags, fd, 0, 0, backlog, 0);
  }

  static void accept(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long address,
      long addressLength,
      int acceptFlags) {
    fill(sqes, at, userData, IORING_OP_ACCEPT, flags, fd, addressLength, address, 0, acceptFlags);
  }

  static void shutdown(MemorySegment sqes, long at, long userData, int flags, int fd, int how) {
    fill(sqes, at, userData, IORING_OP_SHUTDOWN, flags, fd, 0, 0, how, 0);
  }

  static void sendmsg(
      MemorySegment sqes, long at, long userData, int flags, int fd, long msghdr, int msgFlags) {
    fill(sqes, at, userData, IORING_OP_SENDMSG, flags, fd, 0, msghdr, 1, msgFlags);
  }

  static void recvmsg(
      MemorySegment sqes, long at, long userData, int flags, int fd, long msghdr, int msgFlags) {
    fill(sqes, at, userData, IORING_OP_RECVMSG, flags, fd, 0, msghdr, 1, msgFlags);
  }

  /** MSG_RING with IORING_MSG_DATA: a completion for another ring. */
  static void msgRing(
      MemorySegment sqes, long at, long userData, int ringFd, int res, long targetUserData) {
    fill(
        sqes, at, userData, IORING_OP_MSG_RING, 0, ringFd, targetUserData, IORING_MSG_DATA, res, 0);
  }
}
