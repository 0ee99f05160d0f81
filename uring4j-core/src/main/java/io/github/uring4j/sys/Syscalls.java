package io.github.uring4j.sys;

import java.lang.foreign.MemorySegment;

/**
 * The seam below the ring: the system calls that a ring makes, and nothing else.
 *
 * <p>{@link LinuxSyscalls} is the real one and the only class of the library with linker calls.
 * Tests put a fake kernel here for what a real one does not do on demand.
 *
 * <p>Results follow the kernel's own convention: zero or more for success, the negated errno for
 * failure. Nothing here throws for an errno, so that every caller says what the errno means in its
 * place.
 *
 * <p>An instance belongs to one ring and is called by one thread at a time: it owns the cell in
 * which errno is captured.
 */
public interface Syscalls {

  /**
   * io_uring_setup(2).
   *
   * @param entries the number of submission queue entries asked for
   * @param params a struct io_uring_params, read and written
   * @return the ring's descriptor, or -errno
   */
  int setup(int entries, MemorySegment params);

  /**
   * io_uring_enter(2). May block; must never be linked as critical.
   *
   * @param fd the ring's descriptor, or its registered index when flags say so
   * @param toSubmit how many submission queue entries the kernel may take
   * @param minComplete how many completions to wait for
   * @param flags IORING_ENTER_*
   * @param arg null, a signal mask, or what IORING_ENTER_EXT_ARG asks for
   * @param argSize the size of arg in bytes
   * @return the number of entries taken, or -errno
   */
  int enter(int fd, int toSubmit, int minComplete, int flags, MemorySegment arg, long argSize);

  /**
   * io_uring_register(2).
   *
   * @param fd the ring's descriptor, or -1 for the opcodes that need no ring
   * @param opcode IORING_REGISTER_* or IORING_UNREGISTER_*
   * @param arg the argument, or {@link MemorySegment#NULL}
   * @param count the opcode's nr_args
   * @return zero or more as the opcode defines, or -errno
   */
  int register(int fd, int opcode, MemorySegment arg, int count);

  /**
   * mmap(2), shared and populated for a descriptor, private and anonymous without one.
   *
   * @param length in bytes
   * @param fd the ring's descriptor, or -1 for anonymous memory
   * @param offset IORING_OFF_*, or 0
   * @return the address, or -errno; addresses of user space are positive
   */
  long mmap(long length, int fd, long offset);

  /**
   * munmap(2).
   *
   * @param address as mmap returned it
   * @param length as mmap was asked
   * @return 0 or -errno
   */
  int munmap(long address, long length);

  /**
   * madvise(2).
   *
   * @param address of mapped memory
   * @param length in bytes
   * @param advice MADV_*
   * @return 0 or -errno
   */
  int madvise(long address, long length, int advice);

  /**
   * close(2).
   *
   * @param fd the descriptor
   * @return 0 or -errno
   */
  int close(int fd);
}
