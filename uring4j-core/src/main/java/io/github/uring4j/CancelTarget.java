package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.util.Objects;

/**
 * Which requests to cancel, other than by their handle: those on a file, those of an operation,
 * those that are both, or any. The first that is found, or with {@link #all} all of them.
 *
 * <p>An immutable value; one with a direct descriptor is good on that descriptor's ring only.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cancel.3.html">io_uring_prep_cancel(3)</a>
 */
public final class CancelTarget {

  private final Fd fd;
  private final Operation operation;
  private final boolean all;

  private CancelTarget(Fd fd, Operation operation, boolean all) {
    this.fd = fd;
    this.operation = operation;
    this.all = all;
  }

  /**
   * Every request of the ring, with {@link #all} or without.
   *
   * @return the target
   * @kernel 5.19
   */
  public static CancelTarget any() {
    return new CancelTarget(null, null, false);
  }

  /**
   * Requests on a file, by whichever descriptor they were given it.
   *
   * @param fd an open descriptor of it
   * @return the target
   * @kernel 5.19
   */
  public static CancelTarget of(Fd fd) {
    return new CancelTarget(Objects.requireNonNull(fd, "descriptor"), null, false);
  }

  /**
   * Requests of an operation.
   *
   * @param operation the operation
   * @return the target
   * @kernel 6.6
   */
  public static CancelTarget of(Operation operation) {
    return new CancelTarget(null, Objects.requireNonNull(operation, "operation"), false);
  }

  /**
   * Requests of an operation on a file.
   *
   * @param fd an open descriptor of the file
   * @param operation the operation
   * @return the target
   * @kernel 6.6
   */
  public static CancelTarget of(Fd fd, Operation operation) {
    return new CancelTarget(
        Objects.requireNonNull(fd, "descriptor"),
        Objects.requireNonNull(operation, "operation"),
        false);
  }

  /**
   * Not the first that is found only, but all.
   *
   * @return such a target
   * @kernel 5.19
   */
  public CancelTarget all() {
    return new CancelTarget(fd, operation, true);
  }

  /** IORING_ASYNC_CANCEL_*. */
  int flags() {
    return (all ? IORING_ASYNC_CANCEL_ALL : 0)
        | (fd == null && operation == null ? IORING_ASYNC_CANCEL_ANY : 0)
        | (fd != null ? IORING_ASYNC_CANCEL_FD : 0)
        | (fd instanceof DirectFd ? IORING_ASYNC_CANCEL_FD_FIXED : 0)
        | (operation != null ? IORING_ASYNC_CANCEL_OP : 0);
  }

  /** The descriptor's number, or -1 without one. */
  int fd(Ring<?> ring) {
    return fd == null ? -1 : ring.number(fd);
  }

  /** The operation's number, or 0 without one. */
  int opcode() {
    return operation == null ? 0 : operation.opcode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CancelTarget target
        && Objects.equals(target.fd, fd)
        && target.operation == operation
        && target.all == all;
  }

  @Override
  public int hashCode() {
    return Objects.hash(fd, operation, all);
  }

  @Override
  public String toString() {
    String what =
        (operation == null ? "" : " " + operation.cName()) + (fd == null ? "" : " on " + fd);
    return (all ? "all requests" : "any request") + what;
  }
}
