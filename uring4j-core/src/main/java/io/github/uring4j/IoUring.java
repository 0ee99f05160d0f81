package io.github.uring4j;

import io.github.uring4j.sys.LinuxSyscalls;
import java.io.IOException;

/**
 * Whether io_uring can be used here.
 *
 * <p>It often cannot: container runtimes filter it, administrators switch it off, limits are low.
 * {@link #availability} says which it is and what to do. A program that can do without io_uring
 * asks it first; one that cannot simply opens a ring, and the exception says the same.
 */
public final class IoUring {

  /** As few as a ring may be given when memory is short. */
  private static final int ENTRIES = 8;

  private IoUring() {}

  /**
   * Whether a ring can be opened, found by opening a small one. Never throws, whatever the
   * operating system or architecture. The first call tries, and later ones give the same answer.
   * Safe from any thread.
   *
   * <p>A later ring may still be refused where a limit is shared with others; then {@link
   * Ring#open} says why in the same words.
   *
   * @return the answer, with reason and remedy
   */
  public static Availability availability() {
    return Tried.AVAILABILITY;
  }

  /**
   * Asks the kernel what its io_uring has, without a ring. Safe from any thread.
   *
   * @return the answer
   * @throws ErrnoException EINVAL if the kernel cannot be asked so
   * @throws IoUringUnavailableException if this process cannot even ask the kernel
   * @kernel 6.18
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_query.3.html">io_uring_register_query(3)</a>
   */
  public static KernelQuery query() throws IOException {
    Diagnosis.checkPlatform();
    return KernelQuery.of(new LinuxSyscalls());
  }

  /**
   * Restricts all rings that the current thread makes from now on, and those of threads that it
   * starts, for good.
   *
   * @param restrictions what is allowed
   * @throws ErrnoException EINVAL if the kernel is older than Linux 7.0; EPERM if the thread is
   *     restricted already; EACCES without CAP_SYS_ADMIN or no_new_privs
   * @throws IoUringUnavailableException if this process cannot even ask the kernel
   * @kernel 7.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_restrictions.3.html">io_uring_register_restrictions(3)</a>
   */
  public static void restrictTask(Restrictions restrictions) throws IOException {
    Diagnosis.checkPlatform();
    TaskRegistrations.restrict(new LinuxSyscalls(), restrictions);
  }

  /**
   * Has a BPF program decide which requests of an operation are allowed on all rings that the
   * current thread makes from now on, and those of threads that it starts. It is for good.
   *
   * @param filter the program
   * @throws ErrnoException EINVAL if the program is wrong, or the kernel older than Linux 7.0;
   *     EACCES without CAP_SYS_ADMIN or no_new_privs
   * @throws IoUringUnavailableException if this process cannot even ask the kernel
   * @kernel 7.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_bpf_filter.3.html">io_uring_register_bpf_filter(3)</a>
   */
  public static void filterTask(BpfFilter filter) throws IOException {
    Diagnosis.checkPlatform();
    TaskRegistrations.filter(new LinuxSyscalls(), filter);
  }

  /** Initialised by the first call, once. */
  private static final class Tried {

    static final Availability AVAILABILITY = tryOne();

    private static Availability tryOne() {
      try {
        Diagnosis diagnosis = Diagnosis.ofThisProcess();
        Availability platform = diagnosis.ofPlatform();
        return platform.isAvailable() ? tryOne(diagnosis) : platform;
      } catch (IOException | RuntimeException | LinkageError e) {
        return Diagnosis.ofSurprise(e.toString());
      }
    }

    private static Availability tryOne(Diagnosis diagnosis) throws IOException {
      // Now, since these classes cannot be loaded any more once there is no descriptor left.
      Availability noDescriptors = diagnosis.ofSetup(Errno.EMFILE, 0, ENTRIES);
      try {
        RingSetup.open(RingConfig.fastest(ENTRIES)).release();
        return Availability.YES;
      } catch (ErrnoException e) {
        return e.errno() == Errno.EMFILE ? noDescriptors : e.availability();
      }
    }
  }
}
