package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Registering files with a ring: a table of open files, whose slots are the ring's {@linkplain
 * DirectFd direct descriptors}. A request on one costs the kernel less than one on a plain
 * descriptor, most where several threads share the descriptors of the process.
 *
 * <p>The table holds the files open by itself: what was registered may be closed. The kernel
 * refuses rings in it (EBADF).
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for any thread, one
 * at a time, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface FileRegistrations permits Ring, DisabledRing {

  /** Among the files of an update: leaves the slot as it is. */
  PlainFd SKIP = new PlainFd(IoUringConstants.IORING_REGISTER_FILES_SKIP);

  /**
   * Makes the ring's table of files, one slot for each.
   *
   * @param files open files, 1 to 1048576; they stay the caller's. Null leaves a slot empty
   * @return the direct descriptors in the same order, null where a slot is empty
   * @throws ErrnoException EBUSY if the ring has a table; EBADF if one is not open, or is a ring;
   *     EMFILE if there are more than the process may have open, with the remedy
   * @throws IllegalArgumentException if there are none or too many, or one is {@link #SKIP} or
   *     {@link Fd#CWD}
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_files.3.html">io_uring_register_files(3)</a>
   */
  default List<DirectFd> registerFiles(PlainFd... files) throws IOException {
    return Registrations.of(this).files.register(files, null);
  }

  /**
   * Makes a table of empty slots, to be filled by updates and by requests that make direct
   * descriptors.
   *
   * @param slots how many, 1 to 1048576
   * @throws ErrnoException EBUSY if the ring has a table; EMFILE if there are more than the process
   *     may have open, with the remedy
   * @throws IllegalArgumentException if {@code slots} is out of its range
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_files_sparse.3.html">io_uring_register_files_sparse(3)</a>
   */
  default void registerFilesSparse(int slots) throws IOException {
    Registrations.of(this).files.registerSparse(slots);
  }

  /**
   * Changes slots of the table. Requests in flight on what was there go on.
   *
   * @param first the first slot
   * @param files open files; they stay the caller's. Null empties a slot, {@link #SKIP} leaves it
   * @return the direct descriptors in the same order, null where a slot is empty or skipped
   * @throws ErrnoException ENXIO if the ring has no table; EBADF if one is not open, or is a ring:
   *     the message names its slot, and those before it have been changed
   * @throws IndexOutOfBoundsException if the table does not have these slots
   * @throws IllegalArgumentException if there are none, or one is {@link Fd#CWD}
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_files_update.3.html">io_uring_register_files_update(3)</a>
   */
  default List<DirectFd> registerFilesUpdate(int first, PlainFd... files) throws IOException {
    return Registrations.of(this).files.update(first, files, null);
  }

  /**
   * Makes the ring's table of files, as {@link #registerFiles} does, with a tag for each: its
   * mailbox gets a message of 0 when the file has left its slot and the last request on it has
   * ended.
   *
   * @param files open files; null leaves a slot empty
   * @param tags mailboxes of this ring, one for each file; null for none
   * @return the direct descriptors in the same order, null where a slot is empty
   * @throws ErrnoException as registerFiles does
   * @throws IllegalArgumentException as registerFiles does; or if there are not as many tags as
   *     files, one belongs to another ring, or is for a slot that stays empty
   * @throws IllegalStateException if a mailbox is closed
   * @kernel 5.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_files_tags.3.html">io_uring_register_files_tags(3)</a>
   */
  default List<DirectFd> registerFilesTags(PlainFd[] files, Mailbox[] tags) throws IOException {
    Registrations registrations = Registrations.of(this);
    return registrations.files.register(files, Objects.requireNonNull(tags, "tags"));
  }

  /**
   * Changes slots of the table, as {@link #registerFilesUpdate} does, with a tag for each.
   *
   * @param first the first slot
   * @param files open files; null empties a slot, {@link #SKIP} leaves it
   * @param tags mailboxes of this ring, one for each file; null for none
   * @return the direct descriptors in the same order, null where a slot is empty or skipped
   * @throws ErrnoException as registerFilesUpdate does
   * @throws IndexOutOfBoundsException if the table does not have these slots
   * @throws IllegalArgumentException as registerFilesUpdate does; or if there are not as many tags
   *     as files, one belongs to another ring, or is for a slot that gets nothing
   * @throws IllegalStateException if a mailbox is closed
   * @kernel 5.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_files_update_tag.3.html">io_uring_register_files_update_tag(3)</a>
   */
  default List<DirectFd> registerFilesUpdateTag(int first, PlainFd[] files, Mailbox[] tags)
      throws IOException {
    Registrations registrations = Registrations.of(this);
    return registrations.files.update(first, files, Objects.requireNonNull(tags, "tags"));
  }

  /**
   * Says which slots the kernel picks from when it is to pick one; all of the table otherwise. So
   * the others can be used by number without being taken.
   *
   * @param first the first slot
   * @param count how many; 0 for none
   * @throws ErrnoException EINVAL if the ring has no table
   * @throws IndexOutOfBoundsException if the table does not have these slots
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_file_alloc_range.3.html">io_uring_register_file_alloc_range(3)</a>
   */
  default void registerFileAllocRange(int first, int count) throws IOException {
    Registrations.of(this).files.allocRange(first, count);
  }

  /**
   * Takes the table back. Requests in flight on its files go on; later ones fail with EBADF.
   *
   * @throws ErrnoException ENXIO if the ring has none
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_files.3.html">io_uring_unregister_files(3)</a>
   */
  default void unregisterFiles() throws IOException {
    Registrations.of(this).files.unregister();
  }
}
