package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Options of a ring. What contradicts itself is refused by {@link #open}, all of it in one message.
 *
 * <p>Not safe for use by several threads at once.
 *
 * @param <T> the type of the ring's user data
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_setup.2.html">io_uring_setup(2)</a>
 */
public final class RingBuilder<T> {

  private static final int DEFAULT_ENTRIES = 64;
  private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private int entries = DEFAULT_ENTRIES;
  private int flags;
  private boolean chooseFlags = true;
  private int completionEntries;
  private int pollThreadIdleMillis;
  private int pollThreadCpu;
  private int attachFd = -1;
  private RingResources attachedTo;
  private MemorySegment ringMemory;
  private MemorySegment entryMemory;
  private boolean registersDescriptor = true;
  private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
  private Supplier<? extends Syscalls> syscalls = RingConfig.KERNEL;
  private Supplier<? extends Wakeups.Poster> poster = MessagePoster::new;

  RingBuilder() {}

  /**
   * How many requests one submit may carry.
   *
   * <p>The first ring of a thread also decides how many of the kernel's workers all rings of that
   * thread have for file operations that block: one for each entry, at most four for each CPU. So a
   * thread with a tiny first ring has them wait for each other ever after.
   *
   * @param count 1 to 32768, rounded up to a power of two; 64 by default
   * @return this
   * @kernel 5.1
   */
  public RingBuilder<T> entries(int count) {
    entries = count;
    return this;
  }

  /**
   * How many completions the kernel can show at once. More are held back in kernel memory, at a
   * cost: a ring with many requests in flight, or with multishot requests, wants room for their
   * completions.
   *
   * @param count at least {@link #entries} and at most 65536, rounded up to a power of two; twice
   *     the entries by default
   * @return this
   * @kernel 5.5
   */
  public RingBuilder<T> completionEntries(int count) {
    completionEntries = count;
    flags |= IORING_SETUP_CQSIZE;
    return this;
  }

  /**
   * Flags that the ring must have, beside those that are chosen by trying.
   *
   * @param setupFlags a combination of {@link SetupFlags}
   * @return this
   */
  public RingBuilder<T> with(int setupFlags) {
    flags |= setupFlags;
    return this;
  }

  /**
   * Exactly these flags and those of the other options: nothing is chosen by trying.
   *
   * @param setupFlags a combination of {@link SetupFlags}
   * @return this
   */
  public RingBuilder<T> only(int setupFlags) {
    chooseFlags = false;
    return with(setupFlags);
  }

  /**
   * Has a thread of the kernel take the requests, so that submitting needs no system call while
   * that thread is awake. It costs a core: for programs that submit without pause.
   *
   * @param idle after how long without requests the thread goes to sleep, 1 ms or more, in whole
   *     milliseconds
   * @return this
   * @throws IllegalArgumentException if {@code idle} is out of its range
   * @kernel 5.1
   */
  public RingBuilder<T> pollThread(Duration idle) {
    long millis = idle.toMillis();
    if (millis < 1 || millis > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the poll thread's idle time must be 1 ms or more, not " + idle);
    }
    pollThreadIdleMillis = (int) millis;
    flags |= IORING_SETUP_SQPOLL;
    return this;
  }

  /**
   * Binds the kernel's poll thread to a CPU.
   *
   * @param cpu its number, from 0
   * @return this
   * @throws IllegalArgumentException if it is negative
   * @kernel 5.1
   */
  public RingBuilder<T> pollThreadCpu(int cpu) {
    if (cpu < 0) {
      throw new IllegalArgumentException("a CPU's number is 0 or more, not " + cpu);
    }
    pollThreadCpu = cpu;
    flags |= IORING_SETUP_SQ_AFF;
    return this;
  }

  /**
   * Shares the worker threads of another ring, and its poll thread if both have one. A poll thread
   * of several rings takes 8 entries of each in turn: what is linked over that runs as two chains.
   *
   * @param ring an open ring, owned by the current thread
   * @return this
   * @throws IllegalArgumentException if that ring has no descriptor of its own
   * @kernel 5.6
   */
  public RingBuilder<T> attachTo(Ring<?> ring) {
    ring.checkOwner();
    if (!ring.resources().hasDescriptor()) {
      throw new IllegalArgumentException(
          "a ring with a registered descriptor only cannot be attached to");
    }
    attachFd = ring.resources().fd();
    attachedTo = ring.resources();
    flags |= IORING_SETUP_ATTACH_WQ;
    return this;
  }

  /**
   * Puts the ring into the application's memory, which must never be given back to an allocator:
   * the kernel takes a ring down some time after its close, and writes there once more. Memory of
   * {@link java.lang.foreign.Arena#global} is good, and a mapping of its own, which may be unmapped
   * after the close; memory of any other arena is not, since its pages serve others later.
   *
   * @param rings for both queues' indices and the completions, aligned to a page, and within one
   *     page or huge page
   * @param submissionEntries for the submission entries, likewise
   * @return this
   * @throws IllegalArgumentException if a segment is not native or is read-only; {@link #open}
   *     refuses one that is too small, see {@link #memorySize}
   * @kernel 6.5
   */
  public RingBuilder<T> memory(MemorySegment rings, MemorySegment submissionEntries) {
    Buffers.checkNative(rings, true);
    Buffers.checkNative(submissionEntries, true);
    ringMemory = rings;
    entryMemory = submissionEntries;
    flags |= IORING_SETUP_NO_MMAP;
    return this;
  }

  /**
   * How much {@link #memory} a ring with these options needs. Options that are set later change it.
   *
   * @return both sizes, in whole pages; flags that are chosen by trying need no more
   * @throws IllegalArgumentException if the options contradict each other, naming all
   *     contradictions
   * @kernel 6.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_memory_size.3.html">io_uring_memory_size(3)</a>
   */
  public MemorySize memorySize() {
    RingConfig config = config(0).withoutMemory();
    config.validate();
    return RingLayout.memorySize(config);
  }

  /**
   * Bytes of {@link #memory}, in whole pages.
   *
   * @param rings for both queues' indices and the completions
   * @param submissionEntries for the submission entries
   */
  public record MemorySize(long rings, long submissionEntries) {}

  /**
   * Whether the owner thread registers the ring's descriptor for itself, which makes entering the
   * kernel cheaper. A thread can register 16, and later rings of it do without; so does a kernel
   * before Linux 5.18. The descriptor stays for other threads.
   *
   * @param register true by default
   * @return this
   * @kernel 5.18
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_ring_fd.3.html">io_uring_register_ring_fd(3)</a>
   */
  public RingBuilder<T> registerDescriptor(boolean register) {
    registersDescriptor = register;
    return this;
  }

  /**
   * How long {@link Ring#close} waits for the kernel to let go of requests in flight.
   *
   * @param timeout zero or more; 10 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public RingBuilder<T> closeTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("the close timeout must not be negative: " + timeout);
    }
    closeTimeout = timeout;
    return this;
  }

  /** What is below the ring, for tests. */
  RingBuilder<T> syscalls(Supplier<? extends Syscalls> supplier) {
    syscalls = supplier;
    return this;
  }

  /** How the ring is woken, for tests. */
  RingBuilder<T> poster(Wakeups.Poster wakeupPoster) {
    poster = () -> wakeupPoster;
    return this;
  }

  /**
   * Opens the ring.
   *
   * @return the ring, owned by the current thread
   * @throws IllegalArgumentException if the options contradict each other, naming all
   *     contradictions
   * @throws WrongThreadException on a virtual thread
   * @throws ErrnoException if the kernel refuses, with cause and remedy in the message
   * @throws IoUringUnavailableException if this process cannot even ask the kernel, likewise
   */
  public Ring<T> open() throws IOException {
    if ((flags & IORING_SETUP_R_DISABLED) != 0) {
      throw new IllegalArgumentException("a ring with R_DISABLED is opened with openDisabled()");
    }
    checkPlatformThread();
    RingResources resources = setUp(0);
    try {
      return new Ring<>(resources, new Registrations(resources), closeTimeout);
    } catch (IOException | RuntimeException e) {
      resources.release();
      throw e;
    }
  }

  /**
   * Opens the ring in a state in which it only takes registrations. May be called on any thread.
   *
   * @return the ring, to be enabled by the thread that will own it
   * @throws IllegalArgumentException if the options contradict each other, naming all
   *     contradictions
   * @throws ErrnoException if the kernel refuses, with cause and remedy in the message
   * @throws IoUringUnavailableException if this process cannot even ask the kernel, likewise
   * @kernel 5.10
   */
  public DisabledRing<T> openDisabled() throws IOException {
    return new DisabledRing<>(setUp(IORING_SETUP_R_DISABLED), closeTimeout);
  }

  private RingResources setUp(int moreFlags) throws IOException {
    RingResources resources = RingSetup.open(config(moreFlags));
    if (attachedTo != null && (resources.layout().setupFlags() & IORING_SETUP_SQPOLL) != 0) {
      resources.sharePollThread(attachedTo);
    }
    return resources;
  }

  private RingConfig config(int moreFlags) {
    return new RingConfig(
        entries,
        flags | moreFlags,
        chooseFlags,
        completionEntries,
        pollThreadIdleMillis,
        pollThreadCpu,
        attachFd,
        ringMemory,
        entryMemory,
        registersDescriptor,
        syscalls,
        poster);
  }

  static void checkPlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new WrongThreadException(
          "a virtual thread may not own a ring: it wanders between carriers, and its wait would"
              + " hold one up; use a platform thread, or the files and sockets of uring4j-vthread");
    }
  }
}
