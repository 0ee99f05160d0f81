package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;

/**
 * How a ring is set up: the {@code IORING_SETUP_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_setup.2.html">io_uring_setup(2)</a>
 */
public final class SetupFlags {

  /**
   * Polls devices for completions instead of taking interrupts; for direct input and output.
   *
   * @kernel 5.1
   */
  public static final int IOPOLL = IoUringConstants.IORING_SETUP_IOPOLL;

  /**
   * Lets a kernel thread take submissions, without a system call.
   *
   * @kernel 5.1
   */
  public static final int SQPOLL = IoUringConstants.IORING_SETUP_SQPOLL;

  /**
   * Binds the thread of {@link #SQPOLL} to a processor.
   *
   * @kernel 5.1
   */
  public static final int SQ_AFF = IoUringConstants.IORING_SETUP_SQ_AFF;

  /**
   * Takes the size of the completion queue from the caller; else it is twice the other.
   *
   * @kernel 5.5
   */
  public static final int CQSIZE = IoUringConstants.IORING_SETUP_CQSIZE;

  /**
   * Reduces too large queue sizes to the limits instead of failing.
   *
   * @kernel 5.6
   */
  public static final int CLAMP = IoUringConstants.IORING_SETUP_CLAMP;

  /**
   * Shares the kernel threads of another ring.
   *
   * @kernel 5.6
   */
  public static final int ATTACH_WQ = IoUringConstants.IORING_SETUP_ATTACH_WQ;

  /**
   * Creates the ring disabled, to be restricted and enabled later.
   *
   * @kernel 5.10
   */
  public static final int R_DISABLED = IoUringConstants.IORING_SETUP_R_DISABLED;

  /**
   * Goes on submitting after a request that failed at once.
   *
   * @kernel 5.18
   */
  public static final int SUBMIT_ALL = IoUringConstants.IORING_SETUP_SUBMIT_ALL;

  /**
   * Does not interrupt the owner thread to complete requests; it enters the kernel anyway.
   *
   * @kernel 5.19
   */
  public static final int COOP_TASKRUN = IoUringConstants.IORING_SETUP_COOP_TASKRUN;

  /**
   * Sets a flag in the ring while completions wait for the owner to enter the kernel.
   *
   * @kernel 5.19
   */
  public static final int TASKRUN_FLAG = IoUringConstants.IORING_SETUP_TASKRUN_FLAG;

  /**
   * Makes submission queue entries 128 bytes long.
   *
   * @kernel 5.19
   */
  public static final int SQE128 = IoUringConstants.IORING_SETUP_SQE128;

  /**
   * Makes completion queue entries 32 bytes long.
   *
   * @kernel 5.19
   */
  public static final int CQE32 = IoUringConstants.IORING_SETUP_CQE32;

  /**
   * Promises that one thread only submits, which saves the kernel work.
   *
   * @kernel 6.0
   */
  public static final int SINGLE_ISSUER = IoUringConstants.IORING_SETUP_SINGLE_ISSUER;

  /**
   * Completes requests only while the owner waits; needs {@link #SINGLE_ISSUER}.
   *
   * @kernel 6.1
   */
  public static final int DEFER_TASKRUN = IoUringConstants.IORING_SETUP_DEFER_TASKRUN;

  /**
   * Puts the queues into memory of the caller.
   *
   * @kernel 6.5
   */
  public static final int NO_MMAP = IoUringConstants.IORING_SETUP_NO_MMAP;

  /**
   * Gives the ring a registered index instead of a descriptor; needs {@link #NO_MMAP}.
   *
   * @kernel 6.5
   */
  public static final int REGISTERED_FD_ONLY = IoUringConstants.IORING_SETUP_REGISTERED_FD_ONLY;

  /**
   * Omits the indirection between submission ring and entries.
   *
   * @kernel 6.6
   */
  public static final int NO_SQARRAY = IoUringConstants.IORING_SETUP_NO_SQARRAY;

  /**
   * Sleeps for a while before it polls; needs {@link #IOPOLL}.
   *
   * @kernel 6.13
   */
  public static final int HYBRID_IOPOLL = IoUringConstants.IORING_SETUP_HYBRID_IOPOLL;

  /**
   * Lets completion queue entries be 16 or 32 bytes long, each as it needs.
   *
   * @kernel 6.18
   */
  public static final int CQE_MIXED = IoUringConstants.IORING_SETUP_CQE_MIXED;

  /**
   * Lets submission queue entries be 64 or 128 bytes long, each as it needs.
   *
   * @kernel 6.19
   */
  public static final int SQE_MIXED = IoUringConstants.IORING_SETUP_SQE_MIXED;

  /**
   * Takes submissions from the start of the queue each time, without head and tail.
   *
   * @kernel 7.0
   */
  public static final int SQ_REWIND = IoUringConstants.IORING_SETUP_SQ_REWIND;

  private SetupFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(SetupFlags.class, flags);
  }
}
