package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_FIXED_FD_NO_CLOEXEC;

/**
 * A plain descriptor to be made of a direct one. It is closed on exec unless {@link #inheritable}
 * says otherwise.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedInstall extends Prepared<PreparedInstall> {

  PreparedInstall(Ring<?> ring) {
    super(ring);
  }

  /**
   * Lets child processes inherit the new descriptor.
   *
   * @return this
   * @kernel 6.8
   */
  public PreparedInstall inheritable() {
    setOperationFlags(IORING_FIXED_FD_NO_CLOEXEC);
    return this;
  }
}
