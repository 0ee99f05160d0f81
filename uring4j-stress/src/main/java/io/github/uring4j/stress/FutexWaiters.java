package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Errno;
import io.github.uring4j.FutexWord;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Waits at futexes: who counts as woken was woken, and nobody else. */
final class FutexWaiters extends Victim {

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final boolean several;
  private final MemorySegment[] words = new MemorySegment[3];
  private final FutexWord[] vector = new FutexWord[words.length];
  private int next;
  private int woken;
  private boolean succeeded;
  private boolean wakeLost;

  FutexWaiters(boolean several) {
    super(several ? "FUTEX_WAITV" : "FUTEX_WAIT");
    this.several = several;
    MemorySegment memory = Arena.ofAuto().allocate(JAVA_INT, words.length);
    for (int i = 0; i < words.length; i++) {
      words[i] = memory.asSlice(i * JAVA_INT.byteSize(), JAVA_INT);
      vector[i] = FutexWord.of(words[i], 0);
    }
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    succeeded = false;
    wakeLost = false;
    return several ? ring.futexWaitv(this, vector) : ring.futexWait(this, words[next], 0);
  }

  @Override
  Operation operation() {
    return several ? Operation.FUTEX_WAITV : Operation.FUTEX_WAIT;
  }

  @Override
  void provoke() {
    INT.setRelease(words[next], 0L, 1);
    woken = Os.wake(words[next]);
  }

  /** The wait began when the word had changed already. */
  @Override
  boolean mayFailWith(int errno) {
    return errno == Errno.EAGAIN;
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    Stress.check(res == (several ? next : 0), "%s: word %d was woken", this, next);
    succeeded = true;
  }

  /**
   * One that waits at several words may be cancelled and yet count as woken, so that the wake is
   * lost: Linux 6.18 lets whoever wakes count it before it looks whether it is being cancelled.
   */
  @Override
  void settle() {
    Stress.check(!succeeded || woken == 1, "%s: %d woken", this, woken);
    wakeLost = !dropped && !succeeded && woken != 0;
    Stress.check(several || !wakeLost, "%s: a wake is lost", this);
    for (MemorySegment word : words) {
      Stress.check(Os.wake(word) == 0, "%s: somebody waits still", this);
      word.fill((byte) 0);
    }
    woken = 0;
    next = (next + 1) % words.length;
  }

  @Override
  String outcome() {
    return wakeLost ? "cancelled, a wake lost" : super.outcome();
  }

  @Override
  public void close() {}
}
