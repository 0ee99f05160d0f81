package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_FILE_INDEX_ALLOC;

/**
 * A request that makes a descriptor: a plain one, closed on exec unless {@code inheritable} says
 * otherwise, or with {@link #direct} a direct one.
 *
 * <p>The rules are those of {@link Prepared}.
 *
 * @param <P> the kind of request itself
 */
public abstract sealed class PreparedDescriptor<P extends PreparedDescriptor<P>> extends Prepared<P>
    permits PreparedOpen, PreparedPipe, PreparedAccept, PreparedSocket {

  PreparedDescriptor(Ring<?> ring) {
    super(ring);
  }

  /**
   * Makes a direct descriptor, in a slot of the ring's registered file table that is free: {@link
   * Completion#directFd} tells which. {@code -ENFILE} if none is, or the ring has no table: {@link
   * Ring#registerFilesSparse} makes one.
   *
   * @return this
   * @kernel 5.19
   */
  public P direct() {
    makeDirect(IORING_FILE_INDEX_ALLOC);
    return self();
  }

  /**
   * Makes a direct descriptor in this slot of the ring's registered file table, and closes what was
   * there. {@code -ENXIO} if the ring has no table, {@code -EINVAL} if that has no such slot.
   *
   * @param slot zero or more
   * @return this
   * @throws IllegalArgumentException if no table has such a slot
   * @kernel 5.15
   */
  public P direct(int slot) {
    DirectFd.checkSlot(slot);
    makeDirect(slot + 1);
    return self();
  }

  private void makeDirect(int fileIndex) {
    setFileIndex(fileIndex);
    // A direct descriptor is never inherited, and the kernel refuses the flag.
    clearCloseOnExec();
  }

  abstract void clearCloseOnExec();
}
