package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;
import java.util.Locale;

/**
 * What io_uring_register(2) can be asked, in the order of the kernel's opcodes.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man2/io_uring_register.2.html">io_uring_register(2)</a>
 */
public enum RegisterOperation {
  /**
   * Registers buffers.
   *
   * @kernel 5.1
   */
  BUFFERS(IoUringConstants.IORING_REGISTER_BUFFERS, "5.1"),

  /**
   * Takes the registration of all buffers back.
   *
   * @kernel 5.1
   */
  UNREGISTER_BUFFERS(IoUringConstants.IORING_UNREGISTER_BUFFERS, "5.1"),

  /**
   * Registers files.
   *
   * @kernel 5.1
   */
  FILES(IoUringConstants.IORING_REGISTER_FILES, "5.1"),

  /**
   * Takes the registration of all files back.
   *
   * @kernel 5.1
   */
  UNREGISTER_FILES(IoUringConstants.IORING_UNREGISTER_FILES, "5.1"),

  /**
   * Has an eventfd signalled at each completion.
   *
   * @kernel 5.2
   */
  EVENTFD(IoUringConstants.IORING_REGISTER_EVENTFD, "5.2"),

  /**
   * Ends the signalling of the eventfd.
   *
   * @kernel 5.2
   */
  UNREGISTER_EVENTFD(IoUringConstants.IORING_UNREGISTER_EVENTFD, "5.2"),

  /**
   * Changes slots of the table of files.
   *
   * @kernel 5.5
   */
  FILES_UPDATE(IoUringConstants.IORING_REGISTER_FILES_UPDATE, "5.5"),

  /**
   * Has an eventfd signalled at each completion that a worker thread brought.
   *
   * @kernel 5.6
   */
  EVENTFD_ASYNC(IoUringConstants.IORING_REGISTER_EVENTFD_ASYNC, "5.6"),

  /**
   * Asks which operations there are.
   *
   * @kernel 5.6
   */
  PROBE(IoUringConstants.IORING_REGISTER_PROBE, "5.6"),

  /**
   * Registers the credentials of the current thread.
   *
   * @kernel 5.6
   */
  PERSONALITY(IoUringConstants.IORING_REGISTER_PERSONALITY, "5.6"),

  /**
   * Takes the registration of credentials back.
   *
   * @kernel 5.6
   */
  UNREGISTER_PERSONALITY(IoUringConstants.IORING_UNREGISTER_PERSONALITY, "5.6"),

  /**
   * Restricts what a ring may do.
   *
   * @kernel 5.10
   */
  RESTRICTIONS(IoUringConstants.IORING_REGISTER_RESTRICTIONS, "5.10"),

  /**
   * Lets a disabled ring run.
   *
   * @kernel 5.10
   */
  ENABLE_RINGS(IoUringConstants.IORING_REGISTER_ENABLE_RINGS, "5.10"),

  /**
   * Registers files with tags, or a table with empty slots.
   *
   * @kernel 5.13
   */
  FILES2(IoUringConstants.IORING_REGISTER_FILES2, "5.13"),

  /**
   * Changes slots of the table of files, with tags.
   *
   * @kernel 5.13
   */
  FILES_UPDATE2(IoUringConstants.IORING_REGISTER_FILES_UPDATE2, "5.13"),

  /**
   * Registers buffers with tags, or a table with empty slots.
   *
   * @kernel 5.13
   */
  BUFFERS2(IoUringConstants.IORING_REGISTER_BUFFERS2, "5.13"),

  /**
   * Changes slots of the table of buffers.
   *
   * @kernel 5.13
   */
  BUFFERS_UPDATE(IoUringConstants.IORING_REGISTER_BUFFERS_UPDATE, "5.13"),

  /**
   * Binds the worker threads to CPUs.
   *
   * @kernel 5.14
   */
  IOWQ_AFF(IoUringConstants.IORING_REGISTER_IOWQ_AFF, "5.14"),

  /**
   * Lets the worker threads run on all CPUs.
   *
   * @kernel 5.14
   */
  UNREGISTER_IOWQ_AFF(IoUringConstants.IORING_UNREGISTER_IOWQ_AFF, "5.14"),

  /**
   * Limits the number of worker threads.
   *
   * @kernel 5.15
   */
  IOWQ_MAX_WORKERS(IoUringConstants.IORING_REGISTER_IOWQ_MAX_WORKERS, "5.15"),

  /**
   * Registers descriptors of rings.
   *
   * @kernel 5.18
   */
  RING_FDS(IoUringConstants.IORING_REGISTER_RING_FDS, "5.18"),

  /**
   * Takes the registration of descriptors of rings back.
   *
   * @kernel 5.18
   */
  UNREGISTER_RING_FDS(IoUringConstants.IORING_UNREGISTER_RING_FDS, "5.18"),

  /**
   * Registers a ring of buffers.
   *
   * @kernel 5.19
   */
  PBUF_RING(IoUringConstants.IORING_REGISTER_PBUF_RING, "5.19"),

  /**
   * Takes the registration of a ring of buffers back.
   *
   * @kernel 5.19
   */
  UNREGISTER_PBUF_RING(IoUringConstants.IORING_UNREGISTER_PBUF_RING, "5.19"),

  /**
   * Cancels requests, and waits for that.
   *
   * @kernel 6.0
   */
  SYNC_CANCEL(IoUringConstants.IORING_REGISTER_SYNC_CANCEL, "6.0"),

  /**
   * Says which slots of the table of files the kernel picks from.
   *
   * @kernel 6.0
   */
  FILE_ALLOC_RANGE(IoUringConstants.IORING_REGISTER_FILE_ALLOC_RANGE, "6.0"),

  /**
   * Asks how far the kernel is with a ring of buffers.
   *
   * @kernel 6.8
   */
  PBUF_STATUS(IoUringConstants.IORING_REGISTER_PBUF_STATUS, "6.8"),

  /**
   * Has waits poll the network card.
   *
   * @kernel 6.9
   */
  NAPI(IoUringConstants.IORING_REGISTER_NAPI, "6.9"),

  /**
   * Ends the polling of the network card.
   *
   * @kernel 6.9
   */
  UNREGISTER_NAPI(IoUringConstants.IORING_UNREGISTER_NAPI, "6.9"),

  /**
   * Says which clock waits are measured by.
   *
   * @kernel 6.12
   */
  CLOCK(IoUringConstants.IORING_REGISTER_CLOCK, "6.12"),

  /**
   * Copies the registrations of another ring's buffers.
   *
   * @kernel 6.12
   */
  CLONE_BUFFERS(IoUringConstants.IORING_REGISTER_CLONE_BUFFERS, "6.12"),

  /**
   * Sends a message to a ring, without one of one's own.
   *
   * @kernel 6.13
   */
  SEND_MSG_RING(IoUringConstants.IORING_REGISTER_SEND_MSG_RING, "6.13"),

  /**
   * Registers a network queue for receiving without copies.
   *
   * @kernel 6.15
   */
  ZCRX_IFQ(IoUringConstants.IORING_REGISTER_ZCRX_IFQ, "6.15"),

  /**
   * Changes the sizes of the queues.
   *
   * @kernel 6.13
   */
  RESIZE_RINGS(IoUringConstants.IORING_REGISTER_RESIZE_RINGS, "6.13"),

  /**
   * Registers memory for arguments of waits.
   *
   * @kernel 6.13
   */
  MEM_REGION(IoUringConstants.IORING_REGISTER_MEM_REGION, "6.13"),

  /**
   * Asks what the kernel's io_uring has.
   *
   * @kernel 6.18
   */
  QUERY(IoUringConstants.IORING_REGISTER_QUERY, "6.18"),

  /**
   * Steers a network queue for receiving without copies.
   *
   * @kernel 6.19
   */
  ZCRX_CTRL(IoUringConstants.IORING_REGISTER_ZCRX_CTRL, "6.19"),

  /**
   * Has a BPF program decide which requests are allowed.
   *
   * @kernel 7.0
   */
  BPF_FILTER(IoUringConstants.IORING_REGISTER_BPF_FILTER, "7.0");

  private static final RegisterOperation[] BY_OPCODE = values();

  private final int opcode;
  private final String cName;
  private final String since;

  RegisterOperation(int opcode, String since) {
    this.opcode = opcode;
    this.since = since;
    String name = name().toLowerCase(Locale.ROOT);
    cName = name.startsWith("unregister") ? name : "register_" + name;
  }

  /**
   * The operation with an opcode.
   *
   * @param opcode a value of {@link #opcode()}
   * @return the operation
   * @throws IllegalArgumentException if none has it
   */
  public static RegisterOperation of(int opcode) {
    if (opcode < 0 || opcode >= BY_OPCODE.length) {
      throw new IllegalArgumentException("unknown register opcode " + opcode);
    }
    return BY_OPCODE[opcode];
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code IORING_REGISTER_} or {@code IORING_UNREGISTER_} constant
   */
  public int opcode() {
    return opcode;
  }

  /**
   * The name for messages, such as {@code register_buffers}.
   *
   * @return the name of its constant without {@code IORING_}, in lower case
   */
  public String cName() {
    return cName;
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
