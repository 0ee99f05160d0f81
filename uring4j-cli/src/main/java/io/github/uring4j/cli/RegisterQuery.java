package io.github.uring4j.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.IoUringConstants;
import io.github.uring4j.abi.Structs.IoUringQueryHdr;
import io.github.uring4j.abi.Structs.IoUringQueryOpcode;
import io.github.uring4j.sys.LinuxSyscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Asks a kernel how many register opcodes it has, by IORING_REGISTER_QUERY. Before Linux 6.18 there
 * is no way to tell.
 */
final class RegisterQuery {

  private RegisterQuery() {}

  /** How many opcodes there are, from 0 on, or -1 if the kernel does not say. */
  static int count() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(IoUringQueryOpcode.SIZE, Long.BYTES);
      MemorySegment header = arena.allocate(IoUringQueryHdr.SIZE, Long.BYTES);
      header.set(JAVA_LONG, IoUringQueryHdr.QUERY_DATA, answer.address());
      header.set(JAVA_INT, IoUringQueryHdr.QUERY_OP, IoUringConstants.IO_URING_QUERY_OPCODES);
      header.set(JAVA_INT, IoUringQueryHdr.SIZE_FIELD, IoUringQueryOpcode.SIZE);
      int result =
          new LinuxSyscalls().register(-1, IoUringConstants.IORING_REGISTER_QUERY, header, 0);
      boolean answered = result == 0 && header.get(JAVA_INT, IoUringQueryHdr.RESULT) == 0;
      return answered ? answer.get(JAVA_INT, IoUringQueryOpcode.NR_REGISTER_OPCODES) : -1;
    }
  }
}
