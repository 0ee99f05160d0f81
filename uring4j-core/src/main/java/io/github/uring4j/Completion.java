package io.github.uring4j;

/**
 * What became of a request: its user data, and the kernel's result. An immutable value.
 *
 * @param <T> the ring's type of user data
 */
public final class Completion<T> {

  private final T data;
  private final int res;
  private final int flags;
  private final Operation operation;
  private final String subject;

  /** The direct descriptor that was made, or null. */
  private final DirectFd direct;

  /** The buffers that the data came in, or null. */
  private final BufferLease buffer;

  Completion(
      T data,
      int res,
      int flags,
      Operation operation,
      String subject,
      DirectFd direct,
      BufferLease buffer) {
    this.buffer = buffer;
    this.data = data;
    this.res = res;
    this.flags = flags;
    this.operation = operation;
    this.subject = subject;
    this.direct = direct;
  }

  /**
   * The user data that the request was given.
   *
   * @return the very object
   */
  public T data() {
    return data;
  }

  /**
   * The raw result: zero or more as the operation defines it, or a negated errno.
   *
   * @return cqe-&gt;res
   */
  public int res() {
    return res;
  }

  /**
   * The completion's flags.
   *
   * @return IORING_CQE_F_*, see {@link CompletionFlags}
   */
  public int flags() {
    return flags;
  }

  /**
   * What was requested.
   *
   * @return the operation
   */
  public Operation operation() {
    return operation;
  }

  /**
   * What the request was about.
   *
   * @return a path, a descriptor such as {@code fd 7}, or an empty text
   */
  public String subject() {
    return subject;
  }

  /**
   * Whether the request failed.
   *
   * @return true if {@link #res} is negative and this is no {@linkplain #isNotification
   *     notification}
   */
  public boolean isError() {
    return res < 0 && !isNotification();
  }

  /**
   * The error.
   *
   * @return a positive errno, see {@link Errno}, or 0 if the request succeeded
   */
  public int errno() {
    return isError() ? -res : 0;
  }

  /**
   * Whether this is the notification of a zero-copy send: the memory is the caller's again.
   *
   * @return true if {@link CompletionFlags#NOTIF} is set
   */
  public boolean isNotification() {
    return CompletionFlags.isNotification(flags);
  }

  /**
   * Whether data of a zero-copy send was copied after all.
   *
   * @return true if this is a notification that says so; such a one only speaks of it if the
   *     request asked by {@link PreparedZeroCopy#reportUsage}
   */
  public boolean wasCopied() {
    return CompletionFlags.wasCopied(res, flags);
  }

  /**
   * Whether more completions of the same request will follow.
   *
   * @return true unless this was the last one
   */
  public boolean hasMore() {
    return CompletionFlags.hasMore(flags);
  }

  /**
   * The result of a request that succeeded: a count of bytes, a mask of events, 0.
   *
   * @return {@link #res}, zero or more; 0 for a notification
   * @throws ErrnoException if the request failed, naming operation and subject
   */
  public int result() throws ErrnoException {
    if (isError()) {
      throw new ErrnoException(-res, operation.cName(), subject);
    }
    return isNotification() ? 0 : res;
  }

  /**
   * The plain descriptor that an open, accept or socket request made, or one that installed a
   * direct descriptor. The caller owns it and closes it.
   *
   * @return the descriptor
   * @throws ErrnoException if the request failed, naming operation and subject
   * @throws IllegalStateException if the operation makes no descriptor, or was asked for a direct
   *     one
   */
  public PlainFd fd() throws ErrnoException {
    int result = result();
    if (direct != null) {
      throw new IllegalStateException(
          "%s made %s: ask for directFd()".formatted(operation.cName(), direct));
    }
    checkMakesDescriptor();
    return PlainFd.of(result);
  }

  /**
   * The direct descriptor that a request with {@link PreparedDescriptor#direct()} made.
   *
   * @return the descriptor, good on the ring that made it
   * @throws ErrnoException if the request failed, naming operation and subject
   * @throws IllegalStateException if the operation makes no descriptor, or made a plain one
   */
  public DirectFd directFd() throws ErrnoException {
    int result = result();
    if (direct == null) {
      checkMakesDescriptor();
      throw new IllegalStateException(
          "%s made fd %d: ask for fd()".formatted(operation.cName(), result));
    }
    return direct;
  }

  private void checkMakesDescriptor() {
    if (!Orphans.makesDescriptor(operation.opcode())) {
      throw new IllegalStateException(
          operation.cName() + " makes no descriptor; its result is " + res);
    }
  }

  /**
   * The data, in buffers that the kernel picked: the caller closes the lease.
   *
   * @return the lease, the same each time
   * @throws IllegalStateException if the completion brought no data in a buffer, or was made in a
   *     handler that did not take it with {@link CompletionView#buffer}
   */
  public BufferLease buffer() {
    if (buffer == null) {
      throw new IllegalStateException(
          res > 0 && CompletionFlags.hasBuffer(flags)
              ? "the buffer went back when the handler returned: take it there, with buffer()"
              : "no data came in a buffer: " + this);
    }
    return buffer;
  }

  @Override
  public String toString() {
    String about = subject.isEmpty() ? operation.cName() : operation.cName() + " " + subject;
    String result = isError() ? Errno.name(-res) : Integer.toString(res);
    if (isNotification() && res != 0) {
      result = wasCopied() ? "copied" : "0x" + Integer.toHexString(res);
    } else if (direct != null) {
      result = direct.toString();
    }
    String more = flags == 0 ? "" : " [" + CompletionFlags.toString(flags) + "]";
    return about + " = " + result + more + " (" + RingDump.userDataText(data) + ")";
  }
}
