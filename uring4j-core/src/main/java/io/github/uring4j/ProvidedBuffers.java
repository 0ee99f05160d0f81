package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Buffers that go to the kernel by requests, as before Linux 5.19; a {@link BufferRing} does
 * without requests and is faster. Made by {@link Ring#providedBuffers}; {@link Ring#provideBuffers}
 * hands them over.
 *
 * <p>Closing a {@link BufferLease} frees its buffer, and it goes back to the kernel by another
 * provideBuffers. That is so with what no handler takes as well.
 *
 * <p>The memory is kept reachable until the ring is closed.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_provide_buffers.3.html">io_uring_prep_provide_buffers(3)</a>
 * @kernel 5.7
 */
public final class ProvidedBuffers extends BufferGroup {

  static final int MAX_COUNT = 1 << 16;

  /** The states of a buffer: it goes from each to the next, and from the last to the first. */
  private static final byte FREE = 0;

  /** Named by a provideBuffers request that has not completed. The kernel may have it already. */
  private static final byte ON_ITS_WAY = 1;

  private static final byte WITH_KERNEL = 2;
  private static final byte LEASED = 3;

  private final byte[] states;
  private final ArrayDeque<Provision> idle = new ArrayDeque<>();
  private final Removal removal = new Removal(this);
  private int withKernel;
  private boolean removing;

  ProvidedBuffers(
      Registrations registrations, int id, MemorySegment memory, int bufferSize, int count) {
    super(registrations, id, memory, bufferSize, count);
    states = new byte[count];
  }

  /** What the slot of a provideBuffers request keeps. */
  static final class Provision {
    private final ProvidedBuffers group;
    private int first;
    private int count;

    private Provision(ProvidedBuffers group) {
      this.group = group;
    }

    /** Whether the memory is there. */
    boolean isAlive() {
      return group.isAlive();
    }

    /** Called with the request's result. Returns whether the memory was there until now. */
    boolean completed(int res) {
      group.provided(this, res);
      return group.isAlive();
    }
  }

  /** What the slot of a removeBuffers request keeps. */
  record Removal(ProvidedBuffers group) {

    /** Called with the request's result. */
    void completed(int res) {
      group.removed(res);
    }
  }

  /** A request in flight may have more of them already, and an earlier one may still come back. */
  @Override
  public int available() {
    checkOwner();
    return withKernel;
  }

  /**
   * Whether a buffer is the application's, to be provided: neither with the kernel, nor on its way
   * there, nor leased.
   *
   * @param buffer 0 to {@link #count} - 1
   * @return true if it is free
   * @throws IndexOutOfBoundsException if there is no such buffer
   */
  public boolean isFree(int buffer) {
    checkOwner();
    return states[buffer] == FREE;
  }

  // Providing and removing.

  /** Refuses what cannot be provided now. */
  void checkProvidable(int first, int amount) {
    checkUsable(false);
    Buffers.checkNative(memory(), true);
    if (amount < 1 || first < 0 || amount > count() - first) {
      throw new IndexOutOfBoundsException(
          "%s has no %d buffer(s) from %d on".formatted(this, amount, first));
    }
    for (int buffer = first; buffer < first + amount; buffer++) {
      if (states[buffer] != FREE) {
        throw new IllegalStateException(
            "buffer %d of %s is %s"
                .formatted(
                    buffer,
                    this,
                    states[buffer] == LEASED
                        ? "leased: close the lease first"
                        : "with the kernel, or on its way there"));
      }
    }
  }

  /** Notes that a request provides these. Returns what its slot keeps. */
  Provision provision(int first, int amount) {
    Provision provision = idle.poll();
    if (provision == null) {
      provision = new Provision(this);
    }
    provision.first = first;
    provision.count = amount;
    for (int buffer = first; buffer < first + amount; buffer++) {
      states[buffer] = ON_ITS_WAY;
    }
    hold(false);
    return provision;
  }

  private void provided(Provision provision, int res) {
    for (int i = 0; i < provision.count; i++) {
      int buffer = provision.first + i;
      // Another one's completion may have brought it back by now.
      if (states[buffer] == ON_ITS_WAY) {
        states[buffer] = res < 0 ? FREE : WITH_KERNEL;
        withKernel += res < 0 ? 0 : 1;
      }
    }
    idle.add(provision);
    unhold();
  }

  @Override
  void checkUsable(boolean alone) {
    super.checkUsable(alone);
    if (removing) {
      throw new IllegalStateException(
          "the buffers of " + this + " are being removed: wait for that completion");
    }
  }

  /** Refuses to remove while another request could pick a buffer: which one would be unknown. */
  void checkRemovable() {
    checkUsable(false);
    if (isHeld()) {
      throw new IllegalStateException(
          "requests in flight use %s: they must have ended before its buffers can be removed"
              .formatted(this));
    }
  }

  /** Notes that a request removes all. Returns what its slot keeps. */
  Removal removal() {
    removing = true;
    hold(false);
    return removal;
  }

  private void removed(int res) {
    removing = false;
    unhold();
    if (res < 0 && res != -Errno.ENOENT) {
      return;
    }
    for (int buffer = 0; buffer < count(); buffer++) {
      if (states[buffer] == WITH_KERNEL) {
        states[buffer] = FREE;
      }
    }
    withKernel = 0;
  }

  // Taking and giving back.

  @Override
  void arrivedWith(BufferLease lease, int res, int flags, boolean asBundle) {
    int buffer = CompletionFlags.bufferId(flags);
    left(buffer, LEASED);
    lease.add(buffer, 0, Math.min(res, bufferSize()));
  }

  @Override
  void arrivedEmpty(int flags) {
    left(CompletionFlags.bufferId(flags), FREE);
  }

  /** The kernel has let go of a buffer. */
  private void left(int buffer, byte next) {
    byte state = buffer < count() ? states[buffer] : FREE;
    if (state != WITH_KERNEL && state != ON_ITS_WAY) {
      throw new IllegalStateException(
          "the kernel handed out buffer %d, which it does not have, of %s".formatted(buffer, this));
    }
    if (state == WITH_KERNEL) {
      withKernel--;
    }
    states[buffer] = next;
  }

  @Override
  void giveBack(BufferLease lease) {
    for (int part = 0; part < lease.parts(); part++) {
      states[lease.partBuffer(part)] = FREE;
    }
  }

  @Override
  void provide(int buffer, int length) {
    throw new IllegalStateException(
        this + " is for receiving: a ring of buffers that is for sending can be filled");
  }
}
