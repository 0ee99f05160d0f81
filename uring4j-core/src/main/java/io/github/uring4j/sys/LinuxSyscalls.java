package io.github.uring4j.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls through the C library's {@code syscall(2)}: no other native code is needed.
 *
 * <p>Every call is a normal downcall, never a critical one: a thread in a critical downcall holds
 * up every safepoint of the process, and most of these may block. errno is always captured, in the
 * instance's own cell; asking for it with a second call would be wrong for enter, which reports
 * some errors once only.
 */
public final class LinuxSyscalls implements Syscalls {

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURE.varHandle(StructLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = link();

  private final MemorySegment captured = Arena.ofAuto().allocate(CAPTURE);

  /** Creates an instance with an errno cell of its own. */
  public LinuxSyscalls() {}

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    MemorySegment syscall =
        linker
            .defaultLookup()
            .find("syscall")
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no syscall(2)"));
    return linker.downcallHandle(
        syscall,
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /**
   * Any system call.
   *
   * @param number SYS_*
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param d fourth argument
   * @param e fifth argument
   * @param f sixth argument
   * @return the result, or -errno
   */
  public long call(int number, long a, long b, long c, long d, long e, long f) {
    long result;
    try {
      result = (long) SYSCALL.invokeExact(captured, (long) number, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new AssertionError("a downcall does not throw", t);
    }
    return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
  }

  @Override
  public int setup(int entries, MemorySegment params) {
    return (int) call(LinuxConstants.SYS_io_uring_setup, entries, params.address(), 0, 0, 0, 0);
  }

  @Override
  public int enter(
      int fd, int toSubmit, int minComplete, int flags, MemorySegment arg, long argSize) {
    return (int)
        call(
            LinuxConstants.SYS_io_uring_enter,
            fd,
            toSubmit,
            minComplete,
            flags,
            arg.address(),
            argSize);
  }

  @Override
  public int register(int fd, int opcode, MemorySegment arg, int count) {
    return (int) call(LinuxConstants.SYS_io_uring_register, fd, opcode, arg.address(), count, 0, 0);
  }

  @Override
  public long mmap(long length, int fd, long offset) {
    int flags =
        fd < 0
            ? LinuxConstants.MAP_PRIVATE | LinuxConstants.MAP_ANONYMOUS
            : LinuxConstants.MAP_SHARED | LinuxConstants.MAP_POPULATE;
    int protection = LinuxConstants.PROT_READ | LinuxConstants.PROT_WRITE;
    return call(LinuxArch.CURRENT.SYS_mmap, 0, length, protection, flags, fd, offset);
  }

  @Override
  public int munmap(long address, long length) {
    return (int) call(LinuxArch.CURRENT.SYS_munmap, address, length, 0, 0, 0, 0);
  }

  @Override
  public int madvise(long address, long length, int advice) {
    return (int) call(LinuxArch.CURRENT.SYS_madvise, address, length, advice, 0, 0, 0);
  }

  @Override
  public int close(int fd) {
    return (int) call(LinuxArch.CURRENT.SYS_close, fd, 0, 0, 0, 0, 0);
  }
}
