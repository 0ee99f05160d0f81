package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.util.Objects;

/**
 * Requests about the ring's table of registered files: what {@link FileRegistrations} does at once,
 * in order with other requests.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface RegisteredFileOperations<T> permits Ring {

  /**
   * Changes slots of the table, as {@link FileRegistrations#registerFilesUpdate} does.
   *
   * <p>Result: how many slots were changed, fewer than given if one after them was refused; or
   * {@code -ENXIO} without a table, {@code -EBADF} if the first is not open, or is a ring.
   *
   * @param data comes back with the completion
   * @param first the first slot
   * @param files open files, at most 16384; they stay the caller's, open until the completion. Null
   *     empties a slot, {@link FileRegistrations#SKIP} leaves it
   * @return the request, to modify
   * @throws IndexOutOfBoundsException if the table does not have these slots
   * @throws IllegalArgumentException if there are none or too many, or one is {@link Fd#CWD}
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_files_update.3.html">io_uring_prep_files_update(3)</a>
   */
  default PreparedRequest filesUpdate(T data, int first, PlainFd... files) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    FileTable.checkCount(files.length);
    ring.registrations().files.checkRange(first, files.length);
    int[] numbers = new int[files.length];
    for (int i = 0; i < files.length; i++) {
      numbers[i] = FileTable.number(files[i]);
    }
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().allocate((long) Integer.BYTES * numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      block.memory.setAtIndex(JAVA_INT, i, numbers[i]);
    }
    long userData = ring.table().allocate(IORING_OP_FILES_UPDATE, -1, data, block);
    RegisteredFileEncoders.filesUpdate(
        ring.sqes(), entry, userData, block.address(), numbers.length, first);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Puts files into slots that are free, which the kernel picks.
   *
   * <p>Result: how many were put there, fewer than given if one after them was refused or no slot
   * was free; or {@code -ENXIO} without a table, {@code -ENFILE} without a free slot, {@code
   * -EBADF} if the first is not open, or is a ring. {@link DirectFds#get} tells the slots.
   *
   * @param data comes back with the completion
   * @param files which files, and the place for their slots; kept until the completion
   * @return the request, to modify
   * @throws IllegalStateException if {@code files} is in flight
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_files_update.3.html">io_uring_prep_files_update(3)</a>
   */
  default PreparedRequest filesUpdate(T data, DirectFds files) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    Objects.requireNonNull(files, "files").checkIdle();
    long entry = ring.claim();
    files.prepare(ring.registrations());
    long userData = ring.table().allocate(IORING_OP_FILES_UPDATE, -1, data, files);
    RegisteredFileEncoders.filesUpdate(
        ring.sqes(), entry, userData, files.address(), files.size(), IORING_FILE_INDEX_ALLOC);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Makes a plain descriptor of a direct one, which stays as it is.
   *
   * <p>Result: a descriptor that the caller owns, see {@link Completion#fd}; it is closed on exec
   * unless {@link PreparedInstall#inheritable} says otherwise. Or {@code -EBADF} if the slot is
   * empty, {@code -EMFILE} if the process may open no more.
   *
   * @param data comes back with the completion
   * @param fd the direct descriptor
   * @return the request, to modify: inheritable
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.8
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fixed_fd_install.3.html">io_uring_prep_fixed_fd_install(3)</a>
   */
  default PreparedInstall installFd(T data, DirectFd fd) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_FIXED_FD_INSTALL, KeptAlive.number(fd), data, null);
    RegisteredFileEncoders.fixedFdInstall(ring.sqes(), entry, userData, number, 0);
    return ring.queued(ring.installs, entry, userData);
  }
}
