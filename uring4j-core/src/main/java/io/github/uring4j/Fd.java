package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * A file that a request works on: a {@linkplain PlainFd plain descriptor} of the process, or a
 * {@linkplain DirectFd direct descriptor}, a slot of one ring's registered file table.
 *
 * <p>An operation that takes an {@code Fd} accepts both; one for which the kernel refuses direct
 * descriptors takes a {@link PlainFd}, so that the compiler refuses them first.
 *
 * <p>Instances are immutable and may be used by any thread. They name an open file and do not own
 * it: nothing is closed because an instance became unreachable.
 */
public sealed interface Fd permits PlainFd, DirectFd {

  /**
   * The current directory, AT_FDCWD: where relative paths start. Good only as the directory
   * argument of an operation that takes a path; anywhere else the kernel answers EBADF.
   */
  PlainFd CWD = new PlainFd(LinuxConstants.AT_FDCWD);
}
