package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** Buffers that requests hand to the kernel one by one, as before Linux 5.19. */
public final class ProvidedBuffers extends BufferGroup {

  private final BitSet given = new BitSet();

  ProvidedBuffers(
      Registrations registrations, int id, MemorySegment memory, int bufferSize, int count) {
    super(registrations, id, memory, bufferSize, count);
  }

  @Override
  public int available() {
    checkOwner();
    return given.cardinality();
  }

  @Override
  void arrivedWith(BufferLease lease, int res, int flags, boolean asBundle) {
    int buffer = CompletionFlags.bufferId(flags);
    given.clear(buffer);
    lease.add(buffer, 0, Math.min(res, bufferSize()));
  }

  @Override
  void arrivedEmpty(int flags) {
    given.clear(CompletionFlags.bufferId(flags));
  }

  @Override
  void giveBack(BufferLease lease) {
    // Only a request can.
  }

  @Override
  void provide(int buffer, int length) {
    throw new IllegalStateException(this + " is for receiving");
  }
}
