package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;

/**
 * Requests on child processes.
 *
 * <p>The JDK waits for each process of {@link ProcessBuilder} itself. A request that takes such a
 * child away from it leaves {@link Process} without exit status: wait for those with {@link
 * WaitidOptions#NOWAIT}, and for no {@linkplain IdType#ALL any child} without it.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface ProcessOperations<T> permits Ring {

  /**
   * Waits until a child process is in one of some states, as waitid(2).
   *
   * <p>Result: 0, and {@code info} tells of the child; or {@code -ECHILD} if there is no such
   * child, {@code -EBADF} for what is no descriptor, {@code -ECANCELED} when cancelled. A child
   * that has ended is gone after that, unless {@link WaitidOptions#NOWAIT} is given.
   *
   * @param data comes back with the completion
   * @param idType what the number means
   * @param id a process, group or descriptor, as {@code idType} says
   * @param info is filled; must not be read until the completion
   * @param options a combination of {@link WaitidOptions}, with EXITED, STOPPED or CONTINUED
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code options} says nothing to wait for
   * @throws IllegalStateException if {@code info} is in use by a request
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_waitid.3.html">io_uring_prep_waitid(3)</a>
   */
  default PreparedRequest waitid(T data, IdType idType, int id, SigInfo info, int options)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int idTypeValue = idType.value();
    checkOptions(options);
    info.checkFree();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_WAITID, -1, data, info);
    info.take();
    ProcessEncoders.waitid(
        ring.sqes(), entry, userData, idTypeValue, id, info.memory.address(), options);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Waits until a child process is in one of some states, without asking what became of it.
   *
   * <p>Result: as that of {@link #waitid(Object, IdType, int, SigInfo, int)}.
   *
   * @param data comes back with the completion
   * @param idType what the number means
   * @param id a process, group or descriptor, as {@code idType} says
   * @param options a combination of {@link WaitidOptions}, with EXITED, STOPPED or CONTINUED
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code options} says nothing to wait for
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_waitid.3.html">io_uring_prep_waitid(3)</a>
   */
  default PreparedRequest waitid(T data, IdType idType, int id, int options) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int idTypeValue = idType.value();
    checkOptions(options);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_WAITID, -1, data, null);
    ProcessEncoders.waitid(ring.sqes(), entry, userData, idTypeValue, id, 0, options);
    return ring.queued(ring.requests, entry, userData);
  }

  private static void checkOptions(int options) {
    int states = WaitidOptions.EXITED | WaitidOptions.STOPPED | WaitidOptions.CONTINUED;
    if ((options & states) == 0) {
      throw new IllegalArgumentException(
          "options %s say nothing to wait for: add EXITED, STOPPED or CONTINUED"
              .formatted(WaitidOptions.toString(options)));
    }
  }
}
