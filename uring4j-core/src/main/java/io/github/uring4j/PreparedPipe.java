package io.github.uring4j;

/**
 * A pipe to be made.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedPipe extends PreparedDescriptor<PreparedPipe> {

  PreparedPipe(Ring<?> ring) {
    super(ring);
  }

  /**
   * Makes both ends non-blocking for system calls. Requests of a ring do not need it.
   *
   * @return this
   * @kernel 6.16
   */
  public PreparedPipe nonBlocking() {
    setOperationFlags(OpenFlags.NONBLOCK);
    return this;
  }

  /**
   * Keeps what is written with one request together: it is read as one packet, and what does not
   * fit into the reader's buffer is lost.
   *
   * @return this
   * @kernel 6.16
   */
  public PreparedPipe packets() {
    setOperationFlags(OpenFlags.DIRECT);
    return this;
  }

  /**
   * Lets child processes inherit both ends.
   *
   * @return this
   * @kernel 6.16
   */
  public PreparedPipe inheritable() {
    clearCloseOnExec();
    return this;
  }

  /**
   * Makes direct descriptors, in slots of the ring's registered file table that are free: {@link
   * PipeEnds#directReadEnd} and {@link PipeEnds#directWriteEnd} tell which. {@code -ENFILE} if
   * there are not two.
   *
   * @return this
   * @kernel 6.16
   */
  @Override
  public PreparedPipe direct() {
    super.direct();
    ends().makeDirect(ring().registrations(), -1);
    return this;
  }

  /**
   * Makes direct descriptors in this slot of the ring's registered file table, to read from, and
   * the next one, to write to, and closes what was there. {@code -ENXIO} or {@code -EINVAL} if
   * there are no such slots.
   *
   * @param slot zero or more
   * @return this
   * @throws IllegalArgumentException if no table has such slots
   * @kernel 6.16
   */
  @Override
  public PreparedPipe direct(int slot) {
    DirectFd.checkSlot(slot);
    DirectFd.checkSlot(slot + 1);
    super.direct(slot);
    ends().makeDirect(ring().registrations(), slot);
    return this;
  }

  private PipeEnds ends() {
    return (PipeEnds) kept();
  }

  @Override
  void clearCloseOnExec() {
    clearOperationFlags(OpenFlags.CLOEXEC);
  }
}
