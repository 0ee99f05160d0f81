package io.github.uring4j.stress;

import java.util.BitSet;

/** Which messages were sent and received: numbers from 0 on by rings, others by threads. */
final class MessageLog {

  /** The numbers of each thread begin at a multiple of this. */
  static final int OF_A_THREAD = 1 << 24;

  private final BitSet sent = new BitSet();
  private final BitSet received = new BitSet();
  private int ofRings;

  int nextOfRings() {
    return ofRings++;
  }

  void sent(int message) {
    Stress.check(!sent.get(message), "message %d was sent twice", message);
    sent.set(message);
  }

  void received(int message) {
    Stress.check(message >= 0, "message %d was never sent", message);
    Stress.check(!received.get(message), "message %d came twice", message);
    received.set(message);
  }

  boolean isComplete() {
    return sent.equals(received);
  }

  @Override
  public String toString() {
    return "%d messages sent, %d received".formatted(sent.cardinality(), received.cardinality());
  }
}
