package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;
import java.util.Locale;

/**
 * What a request asks for, in the order of the kernel's opcodes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2)</a>
 */
public enum Operation {
  /**
   * Does nothing but complete.
   *
   * @kernel 5.1
   */
  NOP(IoUringConstants.IORING_OP_NOP, "5.1"),

  /**
   * Reads into several buffers, as preadv2(2).
   *
   * @kernel 5.1
   */
  READV(IoUringConstants.IORING_OP_READV, "5.1"),

  /**
   * Writes from several buffers, as pwritev2(2).
   *
   * @kernel 5.1
   */
  WRITEV(IoUringConstants.IORING_OP_WRITEV, "5.1"),

  /**
   * Writes a file's changes to the device, as fsync(2) or fdatasync(2).
   *
   * @kernel 5.1
   */
  FSYNC(IoUringConstants.IORING_OP_FSYNC, "5.1"),

  /**
   * Reads into a registered buffer.
   *
   * @kernel 5.1
   */
  READ_FIXED(IoUringConstants.IORING_OP_READ_FIXED, "5.1"),

  /**
   * Writes from a registered buffer.
   *
   * @kernel 5.1
   */
  WRITE_FIXED(IoUringConstants.IORING_OP_WRITE_FIXED, "5.1"),

  /**
   * Waits for events on a descriptor, as poll(2).
   *
   * @kernel 5.1
   */
  POLL_ADD(IoUringConstants.IORING_OP_POLL_ADD, "5.1"),

  /**
   * Removes or changes a poll.
   *
   * @kernel 5.1
   */
  POLL_REMOVE(IoUringConstants.IORING_OP_POLL_REMOVE, "5.1"),

  /**
   * Writes part of a file to the device, as sync_file_range(2).
   *
   * @kernel 5.2
   */
  SYNC_FILE_RANGE(IoUringConstants.IORING_OP_SYNC_FILE_RANGE, "5.2"),

  /**
   * Sends a message with address and control data, as sendmsg(2).
   *
   * @kernel 5.3
   */
  SENDMSG(IoUringConstants.IORING_OP_SENDMSG, "5.3"),

  /**
   * Receives a message with address and control data, as recvmsg(2).
   *
   * @kernel 5.3
   */
  RECVMSG(IoUringConstants.IORING_OP_RECVMSG, "5.3"),

  /**
   * Completes after a time, or after a number of completions.
   *
   * @kernel 5.4
   */
  TIMEOUT(IoUringConstants.IORING_OP_TIMEOUT, "5.4"),

  /**
   * Removes or changes a timeout.
   *
   * @kernel 5.5
   */
  TIMEOUT_REMOVE(IoUringConstants.IORING_OP_TIMEOUT_REMOVE, "5.5"),

  /**
   * Accepts a connection, as accept4(2).
   *
   * @kernel 5.5
   */
  ACCEPT(IoUringConstants.IORING_OP_ACCEPT, "5.5"),

  /**
   * Cancels requests in flight.
   *
   * @kernel 5.5
   */
  ASYNC_CANCEL(IoUringConstants.IORING_OP_ASYNC_CANCEL, "5.5"),

  /**
   * Limits the time of the request that it is linked to.
   *
   * @kernel 5.5
   */
  LINK_TIMEOUT(IoUringConstants.IORING_OP_LINK_TIMEOUT, "5.5"),

  /**
   * Connects a socket, as connect(2).
   *
   * @kernel 5.5
   */
  CONNECT(IoUringConstants.IORING_OP_CONNECT, "5.5"),

  /**
   * Allocates or frees space of a file, as fallocate(2).
   *
   * @kernel 5.6
   */
  FALLOCATE(IoUringConstants.IORING_OP_FALLOCATE, "5.6"),

  /**
   * Opens a file, as openat(2).
   *
   * @kernel 5.6
   */
  OPENAT(IoUringConstants.IORING_OP_OPENAT, "5.6"),

  /**
   * Closes a descriptor, as close(2).
   *
   * @kernel 5.6
   */
  CLOSE(IoUringConstants.IORING_OP_CLOSE, "5.6"),

  /**
   * Changes registered files.
   *
   * @kernel 5.6
   */
  FILES_UPDATE(IoUringConstants.IORING_OP_FILES_UPDATE, "5.6"),

  /**
   * Tells the attributes of a file, as statx(2).
   *
   * @kernel 5.6
   */
  STATX(IoUringConstants.IORING_OP_STATX, "5.6"),

  /**
   * Reads into one buffer, as pread(2).
   *
   * @kernel 5.6
   */
  READ(IoUringConstants.IORING_OP_READ, "5.6"),

  /**
   * Writes from one buffer, as pwrite(2).
   *
   * @kernel 5.6
   */
  WRITE(IoUringConstants.IORING_OP_WRITE, "5.6"),

  /**
   * Announces how a file will be used, as posix_fadvise(2).
   *
   * @kernel 5.6
   */
  FADVISE(IoUringConstants.IORING_OP_FADVISE, "5.6"),

  /**
   * Announces how memory will be used, as madvise(2).
   *
   * @kernel 5.6
   */
  MADVISE(IoUringConstants.IORING_OP_MADVISE, "5.6"),

  /**
   * Sends data, as sendto(2).
   *
   * @kernel 5.6
   */
  SEND(IoUringConstants.IORING_OP_SEND, "5.6"),

  /**
   * Receives data, as recv(2).
   *
   * @kernel 5.6
   */
  RECV(IoUringConstants.IORING_OP_RECV, "5.6"),

  /**
   * Opens a file and restricts how its path is resolved, as openat2(2).
   *
   * @kernel 5.6
   */
  OPENAT2(IoUringConstants.IORING_OP_OPENAT2, "5.6"),

  /**
   * Changes an epoll instance, as epoll_ctl(2).
   *
   * @kernel 5.6
   */
  EPOLL_CTL(IoUringConstants.IORING_OP_EPOLL_CTL, "5.6"),

  /**
   * Moves data to or from a pipe, as splice(2).
   *
   * @kernel 5.7
   */
  SPLICE(IoUringConstants.IORING_OP_SPLICE, "5.7"),

  /**
   * Hands buffers to the kernel; superseded by buffer rings.
   *
   * @kernel 5.7
   */
  PROVIDE_BUFFERS(IoUringConstants.IORING_OP_PROVIDE_BUFFERS, "5.7"),

  /**
   * Takes provided buffers back.
   *
   * @kernel 5.7
   */
  REMOVE_BUFFERS(IoUringConstants.IORING_OP_REMOVE_BUFFERS, "5.7"),

  /**
   * Duplicates data from pipe to pipe, as tee(2).
   *
   * @kernel 5.8
   */
  TEE(IoUringConstants.IORING_OP_TEE, "5.8"),

  /**
   * Shuts down half or all of a connection, as shutdown(2).
   *
   * @kernel 5.11
   */
  SHUTDOWN(IoUringConstants.IORING_OP_SHUTDOWN, "5.11"),

  /**
   * Renames a file, as renameat2(2).
   *
   * @kernel 5.11
   */
  RENAMEAT(IoUringConstants.IORING_OP_RENAMEAT, "5.11"),

  /**
   * Removes a name or an empty directory, as unlinkat(2).
   *
   * @kernel 5.11
   */
  UNLINKAT(IoUringConstants.IORING_OP_UNLINKAT, "5.11"),

  /**
   * Creates a directory, as mkdirat(2).
   *
   * @kernel 5.15
   */
  MKDIRAT(IoUringConstants.IORING_OP_MKDIRAT, "5.15"),

  /**
   * Creates a symbolic link, as symlinkat(2).
   *
   * @kernel 5.15
   */
  SYMLINKAT(IoUringConstants.IORING_OP_SYMLINKAT, "5.15"),

  /**
   * Creates a hard link, as linkat(2).
   *
   * @kernel 5.15
   */
  LINKAT(IoUringConstants.IORING_OP_LINKAT, "5.15"),

  /**
   * Posts a completion, or passes a descriptor, to another ring.
   *
   * @kernel 5.18
   */
  MSG_RING(IoUringConstants.IORING_OP_MSG_RING, "5.18"),

  /**
   * Sets an extended attribute of an open file, as fsetxattr(2).
   *
   * @kernel 5.19
   */
  FSETXATTR(IoUringConstants.IORING_OP_FSETXATTR, "5.19"),

  /**
   * Sets an extended attribute of a path, as setxattr(2).
   *
   * @kernel 5.19
   */
  SETXATTR(IoUringConstants.IORING_OP_SETXATTR, "5.19"),

  /**
   * Gets an extended attribute of an open file, as fgetxattr(2).
   *
   * @kernel 5.19
   */
  FGETXATTR(IoUringConstants.IORING_OP_FGETXATTR, "5.19"),

  /**
   * Gets an extended attribute of a path, as getxattr(2).
   *
   * @kernel 5.19
   */
  GETXATTR(IoUringConstants.IORING_OP_GETXATTR, "5.19"),

  /**
   * Creates a socket, as socket(2).
   *
   * @kernel 5.19
   */
  SOCKET(IoUringConstants.IORING_OP_SOCKET, "5.19"),

  /**
   * Passes a command to the file's driver or protocol.
   *
   * @kernel 5.19
   */
  URING_CMD(IoUringConstants.IORING_OP_URING_CMD, "5.19"),

  /**
   * Sends data without copying it.
   *
   * @kernel 6.0
   */
  SEND_ZC(IoUringConstants.IORING_OP_SEND_ZC, "6.0"),

  /**
   * Sends a message without copying its data.
   *
   * @kernel 6.1
   */
  SENDMSG_ZC(IoUringConstants.IORING_OP_SENDMSG_ZC, "6.1"),

  /**
   * Reads into provided buffers again and again.
   *
   * @kernel 6.7
   */
  READ_MULTISHOT(IoUringConstants.IORING_OP_READ_MULTISHOT, "6.7"),

  /**
   * Waits for a child to change state, as waitid(2).
   *
   * @kernel 6.7
   */
  WAITID(IoUringConstants.IORING_OP_WAITID, "6.7"),

  /**
   * Waits for a futex, as futex(2).
   *
   * @kernel 6.7
   */
  FUTEX_WAIT(IoUringConstants.IORING_OP_FUTEX_WAIT, "6.7"),

  /**
   * Wakes waiters of a futex, as futex(2).
   *
   * @kernel 6.7
   */
  FUTEX_WAKE(IoUringConstants.IORING_OP_FUTEX_WAKE, "6.7"),

  /**
   * Waits for one of several futexes, as futex_waitv(2).
   *
   * @kernel 6.7
   */
  FUTEX_WAITV(IoUringConstants.IORING_OP_FUTEX_WAITV, "6.7"),

  /**
   * Makes a plain descriptor of a direct one.
   *
   * @kernel 6.8
   */
  FIXED_FD_INSTALL(IoUringConstants.IORING_OP_FIXED_FD_INSTALL, "6.8"),

  /**
   * Sets the length of a file, as ftruncate(2).
   *
   * @kernel 6.9
   */
  FTRUNCATE(IoUringConstants.IORING_OP_FTRUNCATE, "6.9"),

  /**
   * Gives a socket an address, as bind(2).
   *
   * @kernel 6.11
   */
  BIND(IoUringConstants.IORING_OP_BIND, "6.11"),

  /**
   * Makes a socket accept connections, as listen(2).
   *
   * @kernel 6.11
   */
  LISTEN(IoUringConstants.IORING_OP_LISTEN, "6.11"),

  /**
   * Receives data without copying it.
   *
   * @kernel 6.15
   */
  RECV_ZC(IoUringConstants.IORING_OP_RECV_ZC, "6.15"),

  /**
   * Waits for events of an epoll instance, as epoll_wait(2).
   *
   * @kernel 6.15
   */
  EPOLL_WAIT(IoUringConstants.IORING_OP_EPOLL_WAIT, "6.15"),

  /**
   * Reads into several parts of a registered buffer.
   *
   * @kernel 6.15
   */
  READV_FIXED(IoUringConstants.IORING_OP_READV_FIXED, "6.15"),

  /**
   * Writes from several parts of a registered buffer.
   *
   * @kernel 6.15
   */
  WRITEV_FIXED(IoUringConstants.IORING_OP_WRITEV_FIXED, "6.15"),

  /**
   * Creates a pipe, as pipe2(2).
   *
   * @kernel 6.16
   */
  PIPE(IoUringConstants.IORING_OP_PIPE, "6.16"),

  /**
   * Does nothing but complete, with an entry of 128 bytes.
   *
   * @kernel 6.19
   */
  NOP128(IoUringConstants.IORING_OP_NOP128, "6.19"),

  /**
   * Passes a command with an entry of 128 bytes.
   *
   * @kernel 6.19
   */
  URING_CMD128(IoUringConstants.IORING_OP_URING_CMD128, "6.19");

  private static final Operation[] BY_OPCODE = values();

  private final int opcode;
  private final String cName = name().toLowerCase(Locale.ROOT);
  private final String since;

  Operation(int opcode, String since) {
    this.opcode = opcode;
    this.since = since;
  }

  /**
   * The operation with an opcode.
   *
   * @param opcode a value of {@link #opcode()}
   * @return the operation
   * @throws IllegalArgumentException if no operation has it
   */
  public static Operation of(int opcode) {
    if (opcode < 0 || opcode >= BY_OPCODE.length) {
      throw new IllegalArgumentException("unknown opcode " + opcode);
    }
    return BY_OPCODE[opcode];
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code IORING_OP_} constant
   */
  public int opcode() {
    return opcode;
  }

  /**
   * The name for messages, such as {@code openat2}.
   *
   * @return the name of its {@code IORING_OP_} constant, in lower case
   */
  public String cName() {
    return cName;
  }

  /**
   * Whether the kernel takes an error of this operation as a failure, which breaks a chain. For the
   * others it does not, up to Linux 6.18 at least: the next request of a chain runs all the same,
   * and {@link Chain#skipSuccess} would drop the error. A request that cannot even begin, for its
   * descriptor is not open say, breaks the chain whatever it is.
   *
   * @return whether the next request of a chain is cancelled
   */
  public boolean breaksChain() {
    return switch (this) {
      case FSYNC,
          SYNC_FILE_RANGE,
          FALLOCATE,
          FTRUNCATE,
          MADVISE,
          STATX,
          RENAMEAT,
          UNLINKAT,
          MKDIRAT,
          SYMLINKAT,
          LINKAT,
          SHUTDOWN,
          FSETXATTR,
          SETXATTR,
          FGETXATTR,
          GETXATTR ->
          false;
      default -> true;
    };
  }

  /**
   * The first Linux release with it, though distributions may have ported it to older ones.
   *
   * @return a kernel version, such as {@code 5.6}
   */
  public String since() {
    return since;
  }
}
