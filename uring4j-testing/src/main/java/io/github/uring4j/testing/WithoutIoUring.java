package io.github.uring4j.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * A program that forbids io_uring to itself, as a container does, by a seccomp filter, and then
 * runs another one in this process:
 *
 * <pre>WithoutIoUring ERRNO CLASS ARGUMENT...</pre>
 */
public final class WithoutIoUring {

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
  private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;
  private static final int SYS_IO_URING_SETUP = 425;
  private static final int SYS_IO_URING_REGISTER = 427;

  private static final int BPF_LD_W_ABS = 0x20;
  private static final int BPF_JGE_K = 0x35;
  private static final int BPF_JGT_K = 0x25;
  private static final int BPF_RET_K = 0x06;
  private static final int INSTRUCTION_BYTES = 8;

  private WithoutIoUring() {}

  /**
   * Runs the program.
   *
   * @param args the errno that io_uring's system calls answer from now on, a class, its arguments
   * @throws Throwable what that throws
   */
  public static void main(String[] args) throws Throwable {
    forbid(Integer.parseInt(args[0]));
    Method main = Class.forName(args[1]).getMethod("main", String[].class);
    main.setAccessible(true); // its class need not be public
    main.invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }

  /** For all threads of the process, for ever. */
  @SuppressWarnings("restricted")
  private static void forbid(int errno) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle syscall =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    boolean x86 = System.getProperty("os.arch").equals("amd64");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program =
          program(
              arena,
              // The number of the system call stands first.
              new int[] {BPF_LD_W_ABS, 0, 0, 0},
              new int[] {BPF_JGE_K, 0, 2, SYS_IO_URING_SETUP},
              new int[] {BPF_JGT_K, 1, 0, SYS_IO_URING_REGISTER},
              new int[] {BPF_RET_K, 0, 0, SECCOMP_RET_ERRNO | errno},
              new int[] {BPF_RET_K, 0, 0, SECCOMP_RET_ALLOW});
      check(
          (long)
              syscall.invokeExact(x86 ? 157L : 167L, (long) PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
      check(
          (long)
              syscall.invokeExact(
                  x86 ? 317L : 277L,
                  (long) SECCOMP_SET_MODE_FILTER,
                  (long) SECCOMP_FILTER_FLAG_TSYNC,
                  program.address(),
                  0L,
                  0L));
    }
  }

  /** A struct sock_fprog of instructions, each code, jump if true, jump if false, operand. */
  private static MemorySegment program(Arena arena, int[]... instructions) {
    MemorySegment filter = arena.allocate((long) instructions.length * INSTRUCTION_BYTES, 4);
    for (int i = 0; i < instructions.length; i++) {
      long at = (long) i * INSTRUCTION_BYTES;
      filter.set(JAVA_SHORT, at, (short) instructions[i][0]);
      filter.set(JAVA_BYTE, at + 2, (byte) instructions[i][1]);
      filter.set(JAVA_BYTE, at + 3, (byte) instructions[i][2]);
      filter.set(JAVA_INT, at + 4, instructions[i][3]);
    }
    MemorySegment program = arena.allocate(16, 8);
    program.set(JAVA_SHORT, 0, (short) instructions.length);
    program.set(ADDRESS, 8, filter);
    return program;
  }

  private static void check(long result) {
    if (result != 0) {
      throw new IllegalStateException("the kernel refuses the filter");
    }
  }
}
