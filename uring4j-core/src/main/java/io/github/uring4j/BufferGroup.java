package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Buffers that the kernel picks from when a request has data, and not before: a {@link BufferRing},
 * or {@link ProvidedBuffers} of the older kind. So a few buffers serve many requests that wait.
 *
 * <p>A completion that brings data says which buffer it is in. Who wants it takes a {@link
 * BufferLease} while the handler runs, by {@link CompletionView#buffer} or {@link #take}; what no
 * handler takes goes back when the handler returns or throws. The completions of {@link Ring#poll}
 * and {@link Ring#await()} always carry their lease, {@link Completion#buffer}, and the caller
 * closes it. A completion without data, at the end of a stream or after an error, has no lease: a
 * buffer that the kernel had picked for it goes straight back.
 *
 * <p>A group belongs to one ring and is refused by others. Thread rule: that of the ring, whose
 * owner thread alone may use it.
 */
public abstract sealed class BufferGroup permits BufferRing, ProvidedBuffers {

  /** So many leases lie idle before one is used again: until then a stale reference is refused. */
  private static final int IDLE_LEASES = 64;

  private final RingResources resources;
  private final Object ring;
  private final int id;
  private final MemorySegment memory;
  private final int bufferSize;
  private final int count;
  private final Bundle bundle = new Bundle(this);
  private final ArrayDeque<BufferLease> idle = new ArrayDeque<>(IDLE_LEASES + 1);
  private int requests;
  private int leases;
  private boolean closed;

  /** Of the completion whose handler is running. */
  private BufferLease offered;

  private boolean taken;

  BufferGroup(Registrations ring, int id, MemorySegment memory, int bufferSize, int count) {
    this.ring = ring;
    this.id = id;
    this.memory = memory;
    this.bufferSize = bufferSize;
    this.count = count;
    resources = ring.resources();
  }

  /** What a slot keeps for a request that may use several buffers at once. */
  record Bundle(BufferGroup group) {}

  /**
   * The number that the kernel knows the group by, unique in its ring.
   *
   * @return 0 to 65535
   */
  public final int id() {
    return id;
  }

  /**
   * The memory that all buffers lie in, one behind the other by their ids.
   *
   * @return the same segment each time
   */
  public final MemorySegment memory() {
    return memory;
  }

  /**
   * The size of each buffer.
   *
   * @return in bytes, positive
   */
  public final int bufferSize() {
    return bufferSize;
  }

  /**
   * How many buffers there are, wherever they are.
   *
   * @return positive
   */
  public final int count() {
    return count;
  }

  /**
   * How many buffers are with the kernel, those that requests in flight may have picked already
   * included. Not told by the kernel: each goes there when it is given back, and comes from there
   * with its completion, once that has been collected.
   *
   * @return 0 to {@link #count}
   */
  public abstract int available();

  /**
   * How many requests that may pick a buffer are prepared or in flight.
   *
   * @return zero or more
   */
  public final int inFlight() {
    checkOwner();
    return requests;
  }

  /**
   * How many leases are open.
   *
   * @return zero or more
   */
  public final int leases() {
    checkOwner();
    return leases;
  }

  /**
   * Takes the buffer of the completion whose handler is running. Without this it goes back when the
   * handler returns.
   *
   * @param flags the completion's
   * @return the lease, which the caller closes; the same when called again
   * @throws IllegalStateException if no handler is running, or its completion brought no data in a
   *     buffer of this group
   */
  public final BufferLease take(int flags) {
    checkOwner();
    if (offered == null || !CompletionFlags.hasBuffer(flags) || offered.flags() != flags) {
      throw new IllegalStateException(
          "no completion that brought data in a buffer of "
              + this
              + " is being handled: take it while the handler runs, with the completion's flags");
    }
    taken = true;
    return offered;
  }

  // For the ring.

  /** The only ring on which this is good. */
  final Object ring() {
    return ring;
  }

  final RingResources resources() {
    return resources;
  }

  final boolean isClosed() {
    return closed;
  }

  /** No more buffers go to the kernel. What the caller still has stays his. */
  final void markClosed() {
    closed = true;
  }

  /** Whether the memory is there. */
  final boolean isAlive() {
    return memory.scope().isAlive();
  }

  private boolean isReadable() {
    return isAlive() && memory.isAccessibleBy(Thread.currentThread());
  }

  /** What a slot keeps for a request that may use several buffers at once. */
  final Bundle bundle() {
    return bundle;
  }

  /** Refuses a group that a request cannot use now; {@code alone} is false for multishot ones. */
  void checkUsable(boolean alone) {
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
  }

  /** Refuses flags of a receive after which it would be unknown where data lies. */
  void checkReceiveFlags(int msgFlags) {}

  /** Called when a request has been prepared that may pick a buffer. */
  void hold(boolean alone) {
    requests++;
  }

  /** Called when such a request has ended. */
  void unhold() {
    requests--;
    if (requests == 0 && isUnregistered()) {
      resources.groups().forget(this);
    }
  }

  /** Whether the kernel does not know it any more. */
  boolean isUnregistered() {
    return false;
  }

  final boolean isHeld() {
    return requests != 0;
  }

  /**
   * Accounts for the buffers that a completion names. Returns a lease on the data, or null if there
   * is none.
   */
  final BufferLease arrived(int res, int flags, boolean asBundle) {
    if (res <= 0) {
      arrivedEmpty(flags);
      return null;
    }
    BufferLease lease = lease(flags);
    try {
      arrivedWith(lease, res, flags, asBundle);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    return lease;
  }

  /** A lease without parts. */
  final BufferLease lease(int flags) {
    BufferLease lease = idle.size() > IDLE_LEASES ? idle.poll() : new BufferLease(this);
    lease.opened(flags);
    leases++;
    return lease;
  }

  /** Puts the parts that the data lies in into the lease. */
  abstract void arrivedWith(BufferLease lease, int res, int flags, boolean asBundle);

  /** A buffer without data: gives it back if the kernel has let go of it. */
  abstract void arrivedEmpty(int flags);

  /** Offers a completion's buffers, to whose request a slot keeps this, to its handler. */
  final void offer(int res, int flags, Object kept) {
    taken = false;
    offered = arrived(res, flags, kept instanceof Bundle);
    if (offered != null
        && kept instanceof Scratch.Block block
        && block.template() != null
        && isReadable()) {
      offered.ofMessage(block.template());
    }
  }

  final BufferLease offered() {
    return offered;
  }

  /** The lease that was offered, now the handler's; null if there was nothing to offer. */
  final BufferLease takeOffered() {
    taken = true;
    return offered;
  }

  /** The lease if the handler has taken it, else null. */
  final BufferLease takenLease() {
    return taken ? offered : null;
  }

  /** Takes back what the handler did not take. */
  final void endOffer() {
    BufferLease lease = offered;
    offered = null;
    if (lease != null && !taken) {
      lease.close();
    }
  }

  /** Called by a lease that closes. */
  final void ended(BufferLease lease) {
    leases--;
    if (!closed) {
      giveBack(lease);
      idle.add(lease);
    }
  }

  abstract void giveBack(BufferLease lease);

  /** A filled buffer for the kernel to send. */
  abstract void provide(int buffer, int length);

  /** Refuses every thread but the ring's owner, and everybody after the ring's close. */
  final void checkOwner() {
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
    resources.checkOwner();
  }

  /** Where a buffer starts in the memory. */
  final long start(int buffer) {
    return (long) buffer * bufferSize;
  }

  /** Frees what lies outside of Java, when the kernel uses it no more. */
  void release() {}

  @Override
  public String toString() {
    return "group %d of %d buffers of %d bytes".formatted(id, count, bufferSize);
  }
}
