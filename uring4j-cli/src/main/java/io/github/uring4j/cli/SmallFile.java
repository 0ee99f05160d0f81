package io.github.uring4j.cli;

import io.github.uring4j.PlainFd;
import io.github.uring4j.Statx;
import java.lang.foreign.MemorySegment;

/** A small file on its way, with the memory that its content travels in. Used again and again. */
final class SmallFile {

  /** What a request is for. */
  enum Action {
    OPEN,
    STAT,
    READ,
    CLOSE,
    CREATE,
    WRITE,
    CLOSE_TARGET
  }

  /** The user data of a request. */
  record Step(SmallFile file, Action action) {}

  final Step open = new Step(this, Action.OPEN);
  final Step statSource = new Step(this, Action.STAT);
  final Step read = new Step(this, Action.READ);
  final Step close = new Step(this, Action.CLOSE);
  final Step create = new Step(this, Action.CREATE);
  final Step write = new Step(this, Action.WRITE);
  final Step closeTarget = new Step(this, Action.CLOSE_TARGET);

  final MemorySegment memory;
  final Statx stat = new Statx();

  TreeEntry entry;
  PlainFd source;

  /** Null until it is made. */
  PlainFd target;

  /** How many bytes it has. */
  int length;

  /** How many requests are in flight. */
  int inFlight;

  /** Whether it is to be copied in another way. */
  boolean odd;

  /** Whether there were no more descriptors for it. */
  boolean starved;

  SmallFile(MemorySegment memory) {
    this.memory = memory;
  }

  void begin(TreeEntry what) {
    entry = what;
    source = null;
    target = null;
    length = 0;
    inFlight = 0;
    odd = false;
    starved = false;
  }

  @Override
  public String toString() {
    return "%s, %d bytes, %d requests in flight".formatted(entry, length, inFlight);
  }
}
