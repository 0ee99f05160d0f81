package io.github.uring4j;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.sys.LinuxSyscalls;

/**
 * Makes epoll instances, for which io_uring has no operation.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Epoll {

  /** One number on x86-64, another wherever the generic table holds. */
  private static final int SYS_EPOLL_CREATE1 = LinuxArch.CURRENT == LinuxArch.X86_64 ? 291 : 20;

  private Epoll() {}

  /**
   * Makes an epoll instance, as epoll_create1(2), closed on exec.
   *
   * @return its descriptor, which the caller owns
   * @throws ErrnoException EMFILE or ENFILE if there are too many descriptors, ENOMEM
   */
  public static PlainFd create() throws ErrnoException {
    long result =
        new LinuxSyscalls().call(SYS_EPOLL_CREATE1, LinuxConstants.EPOLL_CLOEXEC, 0, 0, 0, 0, 0);
    if (result < 0) {
      throw new ErrnoException((int) -result, "epoll_create1", "");
    }
    return PlainFd.of((int) result);
  }
}
