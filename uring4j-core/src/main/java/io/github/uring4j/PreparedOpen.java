package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_OP_OPENAT2;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs;
import java.lang.foreign.MemorySegment;

/**
 * A file to be opened.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedOpen extends PreparedDescriptor<PreparedOpen> {

  PreparedOpen(Ring<?> ring) {
    super(ring);
  }

  /**
   * Lets child processes inherit the file.
   *
   * @return this
   * @kernel 5.6
   */
  public PreparedOpen inheritable() {
    clearCloseOnExec();
    return this;
  }

  @Override
  void clearCloseOnExec() {
    if (opcode() == IORING_OP_OPENAT2) {
      MemorySegment how = ((Scratch.Block) kept()).memory;
      long flags = how.get(JAVA_LONG, Structs.OpenHow.FLAGS);
      how.set(JAVA_LONG, Structs.OpenHow.FLAGS, flags & ~OpenFlags.CLOEXEC);
    } else {
      clearOperationFlags(OpenFlags.CLOEXEC);
    }
  }
}
