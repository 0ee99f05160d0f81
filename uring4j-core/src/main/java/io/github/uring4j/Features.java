package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;

/**
 * What the kernel says a ring can do: the {@code IORING_FEAT_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_setup.2.html">io_uring_setup(2)</a>
 */
public final class Features {

  /**
   * Both rings are mapped by one call.
   *
   * @kernel 5.4
   */
  public static final int SINGLE_MMAP = IoUringConstants.IORING_FEAT_SINGLE_MMAP;

  /**
   * Completions that find the queue full are kept, not dropped.
   *
   * @kernel 5.5
   */
  public static final int NODROP = IoUringConstants.IORING_FEAT_NODROP;

  /**
   * What a request points to, apart from its buffers, is read when it is submitted.
   *
   * @kernel 5.5
   */
  public static final int SUBMIT_STABLE = IoUringConstants.IORING_FEAT_SUBMIT_STABLE;

  /**
   * Offset -1 means the current position of the file.
   *
   * @kernel 5.6
   */
  public static final int RW_CUR_POS = IoUringConstants.IORING_FEAT_RW_CUR_POS;

  /**
   * A request runs with the credentials of the thread that submits it.
   *
   * @kernel 5.6
   */
  public static final int CUR_PERSONALITY = IoUringConstants.IORING_FEAT_CUR_PERSONALITY;

  /**
   * Requests on sockets and pipes wait by polling, without a kernel thread.
   *
   * @kernel 5.7
   */
  public static final int FAST_POLL = IoUringConstants.IORING_FEAT_FAST_POLL;

  /**
   * Poll events have 32 bits.
   *
   * @kernel 5.9
   */
  public static final int POLL_32BITS = IoUringConstants.IORING_FEAT_POLL_32BITS;

  /**
   * A ring with {@link SetupFlags#SQPOLL} takes plain descriptors.
   *
   * @kernel 5.11
   */
  public static final int SQPOLL_NONFIXED = IoUringConstants.IORING_FEAT_SQPOLL_NONFIXED;

  /**
   * Entering the kernel takes a timeout along with the signal mask.
   *
   * @kernel 5.11
   */
  public static final int EXT_ARG = IoUringConstants.IORING_FEAT_EXT_ARG;

  /**
   * Kernel threads that do requests belong to the process.
   *
   * @kernel 5.12
   */
  public static final int NATIVE_WORKERS = IoUringConstants.IORING_FEAT_NATIVE_WORKERS;

  /**
   * Registered files and buffers may be tagged and updated.
   *
   * @kernel 5.13
   */
  public static final int RSRC_TAGS = IoUringConstants.IORING_FEAT_RSRC_TAGS;

  /**
   * A request may leave out its completion when it succeeds.
   *
   * @kernel 5.17
   */
  public static final int CQE_SKIP = IoUringConstants.IORING_FEAT_CQE_SKIP;

  /**
   * A linked request finds its file when its turn comes, not when it is submitted.
   *
   * @kernel 5.17
   */
  public static final int LINKED_FILE = IoUringConstants.IORING_FEAT_LINKED_FILE;

  /**
   * Registering works through a registered ring index.
   *
   * @kernel 6.3
   */
  public static final int REG_REG_RING = IoUringConstants.IORING_FEAT_REG_REG_RING;

  /**
   * Receive and send can use several buffers of a buffer ring at once.
   *
   * @kernel 6.10
   */
  public static final int RECVSEND_BUNDLE = IoUringConstants.IORING_FEAT_RECVSEND_BUNDLE;

  /**
   * Waiting takes a minimum time for a batch to gather.
   *
   * @kernel 6.12
   */
  public static final int MIN_TIMEOUT = IoUringConstants.IORING_FEAT_MIN_TIMEOUT;

  /**
   * Reads and writes take attributes, such as protection information.
   *
   * @kernel 6.14
   */
  public static final int RW_ATTR = IoUringConstants.IORING_FEAT_RW_ATTR;

  /**
   * Waiting can be left out of the accounting of input and output.
   *
   * @kernel 6.15
   */
  public static final int NO_IOWAIT = IoUringConstants.IORING_FEAT_NO_IOWAIT;

  private Features() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(Features.class, flags);
  }
}
