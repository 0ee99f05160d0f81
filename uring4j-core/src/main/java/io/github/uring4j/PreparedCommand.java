package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_URING_CMD_FIXED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A command of a driver.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedCommand extends Prepared<PreparedCommand> {

  PreparedCommand(Ring<?> ring) {
    super(ring);
  }

  /**
   * Names the registered buffer in which the memory of the command lies.
   *
   * @param buffer registered with this ring
   * @return this
   * @throws IllegalArgumentException if the buffer belongs to another ring
   * @throws IllegalStateException if it is no longer registered
   * @throws IOException if no memory could be mapped to keep it
   * @kernel 6.1
   */
  public PreparedCommand registeredBuffer(RegisteredBuffer buffer) throws IOException {
    checkCurrent();
    ring().checkRegistered(buffer);
    keepAlso(buffer.segment(), 0);
    setOperationFlags(IORING_URING_CMD_FIXED);
    setBufferIndex(buffer.index());
    return this;
  }

  /**
   * Keeps memory alive until the completion, for a command whose payload has its address.
   *
   * @param memory native; must not be freed until the completion
   * @return this
   * @throws IllegalArgumentException if the memory is on the heap
   * @throws IllegalStateException if its arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if no memory could be mapped to keep it
   * @kernel 5.19
   */
  public PreparedCommand keep(MemorySegment memory) throws IOException {
    checkCurrent();
    Buffers.checkNative(memory, false);
    keepAlso(memory, 0);
    return this;
  }
}
