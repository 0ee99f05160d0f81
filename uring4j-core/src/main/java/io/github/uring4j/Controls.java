package io.github.uring4j;

import static io.github.uring4j.abi.LinuxConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.IoUringClockRegister;
import io.github.uring4j.abi.Structs.IoUringNapi;
import io.github.uring4j.abi.Structs.IoUringRestriction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.BitSet;

/** What {@link ControlRegistrations} does, behind its checks of the caller. */
final class Controls {

  private final Registrations registrations;

  Controls(Registrations registrations) {
    this.registrations = registrations;
  }

  void registerEventfd(RegisterOperation operation, PlainFd eventfd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fd = arena.allocate(JAVA_INT);
      fd.set(JAVA_INT, 0, eventfd.value());
      registrations.call(operation, fd, 1, eventfd.toString());
    }
  }

  void unregisterEventfd() throws ErrnoException {
    registrations.call(RegisterOperation.UNREGISTER_EVENTFD);
  }

  Personality registerPersonality() throws ErrnoException {
    return new Personality(registrations, registrations.call(RegisterOperation.PERSONALITY));
  }

  void unregisterPersonality(Personality personality) throws ErrnoException {
    registrations.checkMine(personality.ring(), personality);
    personality.checkRegistered();
    registrations.call(
        RegisterOperation.UNREGISTER_PERSONALITY,
        MemorySegment.NULL,
        personality.id(),
        personality.toString());
    personality.unregistered();
  }

  void registerRestrictions(Restrictions restrictions) throws ErrnoException {
    try {
      register(restrictions);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // What is always allowed may be unknown to this kernel.
      register(restrictions.withoutNewerThanRestrictions());
    }
  }

  private void register(Restrictions restrictions) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      int size = restrictions.size();
      MemorySegment list = arena.allocate((long) IoUringRestriction.SIZE * size, Long.BYTES);
      restrictions.write(list, 0);
      registrations.call(RegisterOperation.RESTRICTIONS, list, size, "");
    }
  }

  IowqMaxWorkers registerIowqMaxWorkers(int bounded, int unbounded) throws ErrnoException {
    if (bounded < 0 || unbounded < 0) {
      throw new IllegalArgumentException(
          "a ring has 1 worker or more, or 0 to leave the number: not %d and %d"
              .formatted(bounded, unbounded));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment counts = arena.allocate(JAVA_INT, 2);
      counts.setAtIndex(JAVA_INT, 0, bounded);
      counts.setAtIndex(JAVA_INT, 1, unbounded);
      registrations.call(RegisterOperation.IOWQ_MAX_WORKERS, counts, 2, "");
      return new IowqMaxWorkers(counts.getAtIndex(JAVA_INT, 0), counts.getAtIndex(JAVA_INT, 1));
    }
  }

  void registerIowqAff(BitSet cpus) throws ErrnoException {
    if (cpus.isEmpty()) {
      throw new IllegalArgumentException("workers need 1 CPU or more to run on");
    }
    byte[] mask = cpus.toByteArray();
    try (Arena arena = Arena.ofConfined()) {
      // The kernel reads whole words.
      MemorySegment words = arena.allocate((mask.length + 7L) & -8L, Long.BYTES);
      MemorySegment.copy(mask, 0, words, JAVA_BYTE, 0, mask.length);
      registrations.call(RegisterOperation.IOWQ_AFF, words, (int) words.byteSize(), "CPUs " + cpus);
    }
  }

  void unregisterIowqAff() throws ErrnoException {
    registrations.call(RegisterOperation.UNREGISTER_IOWQ_AFF);
  }

  Napi registerNapi(Napi napi) throws ErrnoException {
    if (napi.tracking() == Napi.Tracking.INACTIVE) {
      throw new IllegalArgumentException("to poll nothing, call unregisterNapi()");
    }
    int tracking =
        napi.tracking() == Napi.Tracking.STATIC
            ? IO_URING_NAPI_TRACKING_STATIC
            : IO_URING_NAPI_TRACKING_DYNAMIC;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(IoUringNapi.SIZE, Long.BYTES);
      settings.set(JAVA_BYTE, IoUringNapi.OPCODE, (byte) IO_URING_NAPI_REGISTER_OP);
      settings.set(
          JAVA_INT, IoUringNapi.BUSY_POLL_TO, (int) (napi.busyPollTimeout().toNanos() / 1_000));
      settings.set(JAVA_BYTE, IoUringNapi.PREFER_BUSY_POLL, (byte) (napi.preferBusyPoll() ? 1 : 0));
      settings.set(JAVA_INT, IoUringNapi.OP_PARAM, tracking);
      registrations.call(RegisterOperation.NAPI, settings, 1, "");
      return napi(settings);
    }
  }

  Napi unregisterNapi() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(IoUringNapi.SIZE, Long.BYTES);
      registrations.call(RegisterOperation.UNREGISTER_NAPI, settings, 1, "");
      return napi(settings);
    }
  }

  /** Adds or removes a queue that is tracked statically. */
  void changeNapiId(int operation, int id) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment change = arena.allocate(IoUringNapi.SIZE, Long.BYTES);
      change.set(JAVA_BYTE, IoUringNapi.OPCODE, (byte) operation);
      change.set(JAVA_INT, IoUringNapi.OP_PARAM, id);
      registrations.call(RegisterOperation.NAPI, change, 1, "id " + Integer.toUnsignedString(id));
    }
  }

  private static Napi napi(MemorySegment settings) {
    long micros = Integer.toUnsignedLong(settings.get(JAVA_INT, IoUringNapi.BUSY_POLL_TO));
    return new Napi(
        Duration.ofNanos(micros * 1_000),
        settings.get(JAVA_BYTE, IoUringNapi.PREFER_BUSY_POLL) != 0,
        switch (settings.get(JAVA_INT, IoUringNapi.OP_PARAM)) {
          case IO_URING_NAPI_TRACKING_DYNAMIC -> Napi.Tracking.DYNAMIC;
          case IO_URING_NAPI_TRACKING_STATIC -> Napi.Tracking.STATIC;
          default -> Napi.Tracking.INACTIVE;
        });
  }

  void registerClock(Clock clock) throws ErrnoException {
    if (clock == Clock.REALTIME) {
      throw new IllegalArgumentException(
          "waits are measured by MONOTONIC or BOOTTIME, which nobody sets, and not by REALTIME");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment register = arena.allocate(IoUringClockRegister.SIZE, Long.BYTES);
      register.set(
          JAVA_INT,
          IoUringClockRegister.CLOCKID,
          clock == Clock.BOOTTIME ? CLOCK_BOOTTIME : CLOCK_MONOTONIC);
      registrations.call(RegisterOperation.CLOCK, register, 0, clock.name());
    }
  }

  void registerBpfFilter(BpfFilter filter) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      registrations.call(
          RegisterOperation.BPF_FILTER, filter.write(arena), 1, filter.operation().cName());
    }
  }
}
