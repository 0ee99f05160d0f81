package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.ZCRX_REG_IMPORT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.IoUringZcrxIfqReg;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Registering queues of network devices with a ring, so that they write to memory of the
 * application.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for the thread that
 * opened it, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface ZcrxRegistrations permits Ring, DisabledRing {

  /**
   * Options of a queue to be registered.
   *
   * @return new options
   * @kernel 6.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_ifq.3.html">io_uring_register_ifq(3)</a>
   */
  default ZcrxBuilder zcrx() {
    return new ZcrxBuilder(Registrations.of(this));
  }

  /**
   * Uses a queue that another ring has registered. What it brings is given back there.
   *
   * @param exported what {@link ZcrxQueue#export} gave; stays the caller's
   * @param area the memory that data arrives in: {@link ZcrxQueue#area}
   * @return the queue as this ring knows it
   * @throws IllegalArgumentException if the area is not native
   * @throws IllegalStateException if the ring lacks {@link SetupFlags#DEFER_TASKRUN}, or has no
   *     completions of 32 bytes
   * @throws ErrnoException if the kernel refuses: EINVAL if it lacks this
   * @kernel 6.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_ifq.3.html">io_uring_register_ifq(3)</a>
   */
  default ZcrxQueue importZcrx(PlainFd exported, MemorySegment area) throws IOException {
    Registrations registrations = Registrations.of(this);
    registrations.resources().checkOwner();
    ZcrxBuilder.checkRing(registrations.resources().layout().setupFlags());
    Buffers.checkNative(area, false);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment registration = arena.allocate(IoUringZcrxIfqReg.SIZE, Long.BYTES);
      registration.set(JAVA_INT, IoUringZcrxIfqReg.FLAGS, ZCRX_REG_IMPORT);
      registration.set(JAVA_INT, IoUringZcrxIfqReg.IF_IDX, exported.value());
      registrations.call(RegisterOperation.ZCRX_IFQ, registration, 1, exported.toString());
      int id = registration.get(JAVA_INT, IoUringZcrxIfqReg.ZCRX_ID);
      return new ZcrxQueue(
          registrations, id, area, area.byteSize(), MemorySegment.NULL, 0, 0, 0, 0, 0);
    }
  }
}
