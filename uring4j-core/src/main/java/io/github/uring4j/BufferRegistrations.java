package io.github.uring4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * Registering buffers with a ring: a table of memory that the kernel pins and maps once instead of
 * in each request that uses it.
 *
 * <p>The memory belongs to whoever allocated it and must stay allocated until the buffer is
 * unregistered or the ring closed. Requests in flight keep using a buffer that is unregistered or
 * replaced; new ones with it are refused.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for any thread, one
 * at a time, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface BufferRegistrations permits Ring, DisabledRing {

  /**
   * Makes a table with one buffer, as {@link #registerBuffers} does.
   *
   * @param segment native memory, 1 byte to 1 GiB
   * @return the buffer, for readFixed, writeFixed and their likes
   * @throws ErrnoException ENOMEM if it exceeds what the process may lock, with the remedy; EBUSY
   *     if the ring has a table
   * @throws IllegalArgumentException if the segment is not native, or empty
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers.3.html">io_uring_register_buffers(3)</a>
   */
  default RegisteredBuffer registerBuffer(MemorySegment segment) throws IOException {
    Registrations registrations = Registrations.of(this);
    Objects.requireNonNull(segment, "buffer");
    return registrations.buffers.register(new MemorySegment[] {segment}, null).getFirst();
  }

  /**
   * Makes the ring's table of buffers, one slot for each.
   *
   * @param segments native memory, each 1 byte to 1 GiB, 1 to 16384 of them; null leaves a slot
   *     empty
   * @return the buffers in the same order, null where a slot is empty
   * @throws ErrnoException ENOMEM if they exceed what the process may lock, with the remedy; EBUSY
   *     if the ring has a table; EOPNOTSUPP for memory of a mapped file
   * @throws IllegalArgumentException if one is not native, or empty, or there are none or too many
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers.3.html">io_uring_register_buffers(3)</a>
   */
  default List<RegisteredBuffer> registerBuffers(MemorySegment... segments) throws IOException {
    return Registrations.of(this).buffers.register(segments, null);
  }

  /**
   * Makes a table of empty slots, to be filled by updates.
   *
   * @param slots how many, 1 to 16384
   * @throws ErrnoException EBUSY if the ring has a table
   * @throws IllegalArgumentException if {@code slots} is out of its range
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers_sparse.3.html">io_uring_register_buffers_sparse(3)</a>
   */
  default void registerBuffersSparse(int slots) throws IOException {
    Registrations.of(this).buffers.registerSparse(slots);
  }

  /**
   * Changes slots of the table. What was there is registered no longer.
   *
   * @param first the first slot
   * @param segments native memory, each 1 byte to 1 GiB; null empties a slot
   * @return the buffers in the same order, null where a slot is empty
   * @throws ErrnoException ENXIO if the ring has no table; ENOMEM if one exceeds what the process
   *     may lock, with the remedy: the message names its slot, and those before it have been
   *     changed
   * @throws IndexOutOfBoundsException if the table does not have these slots
   * @throws IllegalArgumentException if one is not native, or empty, or there are none
   * @kernel 5.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers.3.html">io_uring_register_buffers_update_tag(3)</a>
   */
  default List<RegisteredBuffer> registerBuffersUpdate(int first, MemorySegment... segments)
      throws IOException {
    return Registrations.of(this).buffers.update(first, segments, null);
  }

  /**
   * Makes the ring's table of buffers, as {@link #registerBuffers} does, with a tag for each: its
   * mailbox gets a message of 0 when the buffer has left its slot and the last request that uses it
   * has ended.
   *
   * @param segments native memory; null leaves a slot empty
   * @param tags mailboxes of this ring, one for each buffer; null for none
   * @return the buffers in the same order, null where a slot is empty
   * @throws ErrnoException as registerBuffers does
   * @throws IllegalArgumentException as registerBuffers does; or if there are not as many tags as
   *     buffers, one belongs to another ring, or is for a slot that stays empty
   * @throws IllegalStateException if a mailbox is closed
   * @kernel 5.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers_tags.3.html">io_uring_register_buffers_tags(3)</a>
   */
  default List<RegisteredBuffer> registerBuffersTags(MemorySegment[] segments, Mailbox[] tags)
      throws IOException {
    Registrations registrations = Registrations.of(this);
    return registrations.buffers.register(segments, Objects.requireNonNull(tags, "tags"));
  }

  /**
   * Changes slots of the table, as {@link #registerBuffersUpdate} does, with a tag for each.
   *
   * @param first the first slot
   * @param segments native memory; null empties a slot
   * @param tags mailboxes of this ring, one for each buffer; null for none
   * @return the buffers in the same order, null where a slot is empty
   * @throws ErrnoException as registerBuffersUpdate does
   * @throws IndexOutOfBoundsException if the table does not have these slots
   * @throws IllegalArgumentException as registerBuffersUpdate does; or if there are not as many
   *     tags as buffers, one belongs to another ring, or is for a slot that gets nothing
   * @throws IllegalStateException if a mailbox is closed
   * @kernel 5.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers_update_tag.3.html">io_uring_register_buffers_update_tag(3)</a>
   */
  default List<RegisteredBuffer> registerBuffersUpdateTag(
      int first, MemorySegment[] segments, Mailbox[] tags) throws IOException {
    Registrations registrations = Registrations.of(this);
    return registrations.buffers.update(first, segments, Objects.requireNonNull(tags, "tags"));
  }

  /**
   * Takes the table back, with all its buffers.
   *
   * @throws ErrnoException ENXIO if the ring has none
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_buffers.3.html">io_uring_unregister_buffers(3)</a>
   */
  default void unregisterBuffers() throws IOException {
    Registrations.of(this).buffers.unregister();
  }

  /**
   * Makes a table like another ring's: the same memory, without pinning it again. From then on the
   * tables are independent.
   *
   * <p>Between rings of different threads: as most rings have {@link SetupFlags#SINGLE_ISSUER} and
   * the kernel then refuses other threads, the owner of the source opens a {@link DisabledRing},
   * clones into it, and hands it over. Only a source without that flag may belong to another
   * thread.
   *
   * @param source a ring of this process
   * @return the buffers in the order of the other ring's, null where a slot is empty
   * @throws ErrnoException EBUSY if this ring has a table; ENXIO if the other has none; EEXIST if
   *     the other has SINGLE_ISSUER and belongs to another thread; EINVAL if the kernel accounts
   *     their memory to different users
   * @throws IllegalStateException if the other ring is closed
   * @throws IllegalArgumentException if it is this ring
   * @kernel 6.12
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_clone_buffers.3.html">io_uring_clone_buffers(3)</a>
   */
  default List<RegisteredBuffer> cloneBuffers(Ring<?> source) throws IOException {
    Registrations registrations = Registrations.of(this);
    return registrations.buffers.cloneFrom(source.registrations(), 0, 0, 0, false);
  }

  /**
   * Takes some of another ring's buffers into this ring's table, which is made or grows if need be.
   * What was in these slots is registered no longer; the others stay.
   *
   * @param source a ring of this process
   * @param sourceFirst the first slot of its table
   * @param first the first slot of this ring's table
   * @param count how many slots, at least 1
   * @return the buffers in the same order, null where a slot is empty
   * @throws ErrnoException EEXIST if the other has SINGLE_ISSUER and belongs to another thread;
   *     EINVAL if the kernel accounts their memory to different users
   * @throws IndexOutOfBoundsException if the other table does not have these slots, or no table can
   * @throws IllegalArgumentException if {@code count} is less than 1, or it is this ring
   * @throws IllegalStateException if the other ring is closed
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_clone_buffers.3.html">io_uring_clone_buffers_offset(3)</a>
   */
  default List<RegisteredBuffer> cloneBuffers(Ring<?> source, int sourceFirst, int first, int count)
      throws IOException {
    Registrations registrations = Registrations.of(this);
    if (count < 1) {
      throw new IllegalArgumentException("1 slot or more can be cloned, not " + count);
    }
    return registrations.buffers.cloneFrom(source.registrations(), sourceFirst, first, count, true);
  }
}
