package io.github.uring4j;

/**
 * One completion of a batch, as {@link Ring#forEachCompletion(CompletionViewHandler)} hands it out:
 * a flyweight, good until the handler returns. {@link #toCompletion} makes a value to keep.
 *
 * @param <T> the ring's type of user data
 */
public final class CompletionView<T> {

  private final Ring<T> ring;
  private T data;
  private int res;
  private int flags;
  private long userData;
  private long extra1;
  private long extra2;
  private int opcode;
  private int fileIndex;
  private int fd;
  private String path;
  private BufferGroup group;
  private boolean current;

  CompletionView(Ring<T> ring) {
    this.ring = ring;
  }

  void set(
      T data,
      CompletionQueue cq,
      int opcode,
      int fileIndex,
      int fd,
      String path,
      BufferGroup group) {
    this.data = data;
    res = cq.res;
    flags = cq.flags;
    userData = cq.userData;
    extra1 = cq.extra1;
    extra2 = cq.extra2;
    this.opcode = opcode;
    this.fileIndex = fileIndex;
    this.fd = fd;
    this.path = path;
    this.group = group;
    current = true;
  }

  void clear() {
    data = null;
    path = null;
    group = null;
    current = false;
  }

  private void checkCurrent() {
    if (!current) {
      throw new IllegalStateException(
          "a completion view is good until its handler returns; toCompletion() makes a value to"
              + " keep");
    }
  }

  /**
   * The user data that the request was given.
   *
   * @return the very object
   */
  public T data() {
    checkCurrent();
    return data;
  }

  /**
   * The raw result.
   *
   * @return zero or more as the operation defines it, or a negated errno
   */
  public int res() {
    checkCurrent();
    return res;
  }

  /**
   * The completion's flags.
   *
   * @return IORING_CQE_F_*, see {@link CompletionFlags}
   */
  public int flags() {
    checkCurrent();
    return flags;
  }

  /**
   * Whether the request failed.
   *
   * @return true if {@link #res} is negative and this is no {@linkplain #isNotification
   *     notification}
   */
  public boolean isError() {
    return res() < 0 && !isNotification();
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
   * Whether more completions of the same request will follow.
   *
   * @return true unless this was the last one
   */
  public boolean hasMore() {
    return CompletionFlags.hasMore(flags());
  }

  /**
   * The result of a request that succeeded: a count of bytes, a mask of events, 0.
   *
   * @return {@link #res}, zero or more; 0 for a notification
   * @throws ErrnoException if the request failed, naming operation and subject
   */
  public int result() throws ErrnoException {
    if (isError()) {
      return toCompletion().result();
    }
    return isNotification() ? 0 : res;
  }

  /**
   * Whether this is the notification of a zero-copy send: the memory is the caller's again.
   *
   * @return true if {@link CompletionFlags#NOTIF} is set
   */
  public boolean isNotification() {
    return CompletionFlags.isNotification(flags());
  }

  /**
   * Whether data of a zero-copy send was copied after all.
   *
   * @return true if this is a notification that says so; such a one only speaks of it if the
   *     request asked by {@link PreparedZeroCopy#reportUsage}
   */
  public boolean wasCopied() {
    return CompletionFlags.wasCopied(res(), flags());
  }

  /**
   * The first eight of the 16 extra bytes that a completion has on a ring with {@link
   * SetupFlags#CQE32}, or that a wide one has with {@link SetupFlags#CQE_MIXED}.
   *
   * @return big_cqe[0]; meaningless for a completion without extra bytes
   */
  public long extra1() {
    checkCurrent();
    return extra1;
  }

  /**
   * The last eight of the extra bytes, see {@link #extra1}.
   *
   * @return big_cqe[1]
   */
  public long extra2() {
    checkCurrent();
    return extra2;
  }

  /**
   * The handle of the request, for one that has more completions to come. After its last one the
   * handle is stale.
   *
   * @return a new handle
   */
  public Request request() {
    checkCurrent();
    return new Request(ring, userData);
  }

  /**
   * The descriptor that was made, as {@link Completion#fd} tells it.
   *
   * @return the descriptor
   * @throws ErrnoException if the request failed, naming operation and subject
   * @throws IllegalStateException if the operation made no plain descriptor
   */
  public PlainFd fd() throws ErrnoException {
    return toCompletion().fd();
  }

  /**
   * The direct descriptor that was made, as {@link Completion#directFd} tells it.
   *
   * @return the descriptor
   * @throws ErrnoException if the request failed, naming operation and subject
   * @throws IllegalStateException if the operation made no direct descriptor
   */
  public DirectFd directFd() throws ErrnoException {
    return toCompletion().directFd();
  }

  /**
   * Takes the data that came in buffers which the kernel picked. Without this they go back when the
   * handler returns.
   *
   * @return the lease, which the caller closes; the same when called again
   * @throws IllegalStateException if the completion brought no data in a buffer
   */
  public BufferLease buffer() {
    checkCurrent();
    BufferLease lease = group == null ? null : group.takeOffered();
    if (lease == null) {
      throw new IllegalStateException("no data came in a buffer: " + this);
    }
    return lease;
  }

  /**
   * What was requested.
   *
   * @return the operation
   */
  public Operation operation() {
    checkCurrent();
    return Operation.of(opcode);
  }

  /**
   * A value with the same content, to keep beyond the handler. Buffers go along if {@link #buffer}
   * has taken them before.
   *
   * @return a new completion
   */
  public Completion<T> toCompletion() {
    checkCurrent();
    return new Completion<>(
        data,
        res,
        flags,
        Operation.of(opcode),
        KeptAlive.subject(path, fd),
        DirectFd.made(ring.registrations(), opcode, fileIndex, res),
        group == null ? null : group.takenLease());
  }

  @Override
  public String toString() {
    return current ? toCompletion().toString() : "a completion view that is no longer good";
  }
}
