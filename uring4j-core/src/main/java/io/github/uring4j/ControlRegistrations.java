package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;
import java.io.IOException;
import java.util.BitSet;

/**
 * Registering what steers a ring, apart from files and buffers.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for any thread, one
 * at a time, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface ControlRegistrations permits Ring, DisabledRing {

  /**
   * Has the kernel signal an eventfd at each completion, for a program that waits elsewhere.
   *
   * @param eventfd the descriptor; it stays the caller's
   * @throws ErrnoException EBUSY if one is registered already: unregister it first
   * @kernel 5.2
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_eventfd.3.html">io_uring_register_eventfd(3)</a>
   */
  default void registerEventfd(PlainFd eventfd) throws IOException {
    Registrations.of(this).controls.registerEventfd(RegisterOperation.EVENTFD, eventfd);
  }

  /**
   * Ends the signalling.
   *
   * @throws ErrnoException ENXIO if no eventfd is registered
   * @kernel 5.2
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_eventfd.3.html">io_uring_unregister_eventfd(3)</a>
   */
  default void unregisterEventfd() throws IOException {
    Registrations.of(this).controls.unregisterEventfd();
  }

  /**
   * Has the kernel signal an eventfd at each completion of a request that a worker thread did; not
   * of one that completed at once, or when its descriptor became ready.
   *
   * @param eventfd the descriptor; it stays the caller's
   * @throws ErrnoException EBUSY if one is registered already: unregister it first
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_eventfd_async.3.html">io_uring_register_eventfd_async(3)</a>
   */
  default void registerEventfdAsync(PlainFd eventfd) throws IOException {
    Registrations.of(this).controls.registerEventfd(RegisterOperation.EVENTFD_ASYNC, eventfd);
  }

  /**
   * Registers the credentials that the current thread has now: requests may ask for them by {@link
   * Prepared#personality} later, when the thread has others.
   *
   * @return the credentials, good on this ring
   * @throws ErrnoException if the kernel refuses, as with 65536 of them
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_personality.3.html">io_uring_register_personality(3)</a>
   */
  default Personality registerPersonality() throws IOException {
    return Registrations.of(this).controls.registerPersonality();
  }

  /**
   * Takes the registration of credentials back. Requests that were submitted keep them; what was
   * prepared with them and is not yet submitted completes with {@code -EINVAL}.
   *
   * @param personality made by this ring
   * @throws IllegalArgumentException if it belongs to another ring
   * @throws IllegalStateException if it is registered no longer
   * @throws ErrnoException if the kernel refuses
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_personality.3.html">io_uring_unregister_personality(3)</a>
   */
  default void unregisterPersonality(Personality personality) throws IOException {
    Registrations.of(this).controls.unregisterPersonality(personality);
  }

  /**
   * Limits how many workers the kernel has for what blocks, in all rings of the thread that owns
   * this one.
   *
   * @param bounded how many at most, 1 or more; 0 leaves it
   * @param unbounded the same
   * @return the limits until now
   * @throws IllegalArgumentException if one is negative
   * @throws ErrnoException if the kernel refuses
   * @kernel 5.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_iowq_max_workers.3.html">io_uring_register_iowq_max_workers(3)</a>
   */
  default IowqMaxWorkers registerIowqMaxWorkers(int bounded, int unbounded) throws IOException {
    return Registrations.of(this).controls.registerIowqMaxWorkers(bounded, unbounded);
  }

  /**
   * Binds the workers for what blocks to some CPUs, in all rings of the thread that owns this one.
   *
   * @param cpus their numbers, at least one; those beyond all that the machine could have are
   *     ignored
   * @throws IllegalArgumentException if there are none
   * @throws ErrnoException EINVAL if the thread itself may not run on one of them
   * @kernel 5.14
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_iowq_aff.3.html">io_uring_register_iowq_aff(3)</a>
   */
  default void registerIowqAff(BitSet cpus) throws IOException {
    Registrations.of(this).controls.registerIowqAff(cpus);
  }

  /**
   * Lets the workers run wherever the thread may.
   *
   * @throws ErrnoException if the kernel refuses
   * @kernel 5.14
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_iowq_aff.3.html">io_uring_unregister_iowq_aff(3)</a>
   */
  default void unregisterIowqAff() throws IOException {
    Registrations.of(this).controls.unregisterIowqAff();
  }

  /**
   * Has waits poll network cards.
   *
   * @param napi the settings
   * @return those until now, with INACTIVE if there were none
   * @throws IllegalArgumentException if the settings are INACTIVE
   * @throws ErrnoException EINVAL on a ring with IOPOLL, or if the kernel has no network polling
   * @kernel 6.9
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_napi.3.html">io_uring_register_napi(3)</a>
   */
  default Napi registerNapi(Napi napi) throws IOException {
    return Registrations.of(this).controls.registerNapi(napi);
  }

  /**
   * Ends the polling of network cards.
   *
   * @return the settings until now, but for the tracking, which the kernel does not tell here
   * @throws ErrnoException if the kernel refuses
   * @kernel 6.9
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_napi.3.html">io_uring_unregister_napi(3)</a>
   */
  default Napi unregisterNapi() throws IOException {
    return Registrations.of(this).controls.unregisterNapi();
  }

  /**
   * Adds a queue to those polled with {@link Napi.Tracking#STATIC}.
   *
   * @param id as SO_INCOMING_NAPI_ID of a socket gives it
   * @throws ErrnoException EINVAL if queues are not tracked statically, or the id is none; EEXIST
   *     if it is there
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_napi.3.html">io_uring_register_napi(3)</a>
   */
  default void registerNapiId(int id) throws IOException {
    Registrations.of(this).controls.changeNapiId(LinuxConstants.IO_URING_NAPI_STATIC_ADD_ID, id);
  }

  /**
   * Removes a queue from those polled with {@link Napi.Tracking#STATIC}.
   *
   * @param id as it was added
   * @throws ErrnoException EINVAL if queues are not tracked statically; ENOENT if it is not there
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_napi.3.html">io_uring_register_napi(3)</a>
   */
  default void unregisterNapiId(int id) throws IOException {
    Registrations.of(this).controls.changeNapiId(LinuxConstants.IO_URING_NAPI_STATIC_DEL_ID, id);
  }

  /**
   * Says which clock the ring's waits are measured by; MONOTONIC otherwise. Timeouts that are
   * requests say it themselves.
   *
   * @param clock MONOTONIC, or BOOTTIME, which goes on while the machine is suspended
   * @throws IllegalArgumentException if it is REALTIME
   * @throws ErrnoException if the kernel refuses
   * @kernel 6.12
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_clock.3.html">io_uring_register_clock(3)</a>
   */
  default void registerClock(Clock clock) throws IOException {
    Registrations.of(this).controls.registerClock(clock);
  }

  /**
   * Has a BPF program decide which requests of an operation are allowed on this ring. Several
   * programs of one operation must all allow a request. It is for good.
   *
   * @param filter the program
   * @throws ErrnoException EINVAL if the program is wrong, or the kernel older than Linux 7.0;
   *     EACCES without CAP_SYS_ADMIN or no_new_privs
   * @kernel 7.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_bpf_filter.3.html">io_uring_register_bpf_filter(3)</a>
   */
  default void registerBpfFilter(BpfFilter filter) throws IOException {
    Registrations.of(this).controls.registerBpfFilter(filter);
  }
}
