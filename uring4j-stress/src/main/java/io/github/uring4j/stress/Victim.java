package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.CompletionFlags;
import io.github.uring4j.CompletionView;
import io.github.uring4j.Errno;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Request;
import io.github.uring4j.Ring;
import java.io.IOException;

/**
 * A request that waits for something, over and over again: what can end it from outside, and what
 * must be true when it has ended. A round is {@link #begin}, {@link #provoke} perhaps, and {@link
 * #settle}.
 */
abstract class Victim implements AutoCloseable {

  /** The kernel's own: tee and splice report it when a worker is interrupted (Linux 6.18). */
  private static final int ERESTARTSYS = 512;

  final String kind;
  Request request;
  boolean ended;

  /** Whether completions may have been dropped, as the ring was closed. */
  boolean dropped;

  /** The link timeout that limits it, or null. */
  Companion limit;

  /** Whether it was cancelled as nothing happened. */
  boolean helped;

  int lastResult;
  private int yields;

  Victim(String kind) {
    this.kind = kind;
  }

  final Prepared<?> begin(Ring<Victim> ring) throws IOException {
    ended = false;
    dropped = false;
    limit = null;
    helped = false;
    yields = 0;
    Prepared<?> prepared = prepare(ring);
    request = prepared.request();
    return prepared;
  }

  abstract Prepared<?> prepare(Ring<Victim> ring) throws IOException;

  /** What to cancel by, or null. */
  Fd fd() {
    return null;
  }

  abstract Operation operation();

  /** Whether a link timeout may limit it. */
  boolean mayBeLimited() {
    return true;
  }

  /** Lets happen what the request waits for. On another thread. */
  void provoke() throws IOException {}

  /** Lets happen what even a request that was cancelled waits for. */
  void release() {}

  final void completed(CompletionView<Victim> view) throws IOException {
    Stress.check(!ended, "a completion with %d after the last of %s", view.res(), this);
    ended = !CompletionFlags.hasMore(view.flags());
    if (view.isNotification()) {
      Stress.check(ended && isNotified() && yields == 1, "a notification of %s", this);
      notified();
      return;
    }
    yields++;
    lastResult = view.res();
    if (view.res() >= 0) {
      boolean hasData = view.res() > 0 && CompletionFlags.hasBuffer(view.flags());
      if (hasData) {
        try (BufferLease lease = view.buffer()) {
          succeeded(view.res(), lease);
        }
      } else {
        succeeded(view.res(), null);
      }
    } else {
      Stress.check(
          ended || isNotified() || (mayFailWith(-view.res()) && goesOnAfterErrors()),
          "%s goes on after %d",
          this,
          view.res());
      Stress.check(
          view.res() == -Errno.ECANCELED
              || view.res() == -Errno.EINTR
              || view.res() == -ERESTARTSYS
              || mayFailWith(-view.res()),
          "%s ended with %d",
          this,
          view.res());
    }
  }

  /** Whether its result may be followed by a notification. */
  boolean isNotified() {
    return false;
  }

  /** The kernel has let go of its memory. */
  void notified() {}

  /** Other than of being cancelled. */
  boolean mayFailWith(int errno) {
    return false;
  }

  /** Whether what it {@link #mayFailWith} may come again and again. */
  boolean goesOnAfterErrors() {
    return false;
  }

  /** One completion that is no error. */
  abstract void succeeded(int res, BufferLease lease) throws IOException;

  /** Checks that nothing was lost, and makes ready for another round. */
  abstract void settle() throws IOException;

  /** The last result, for the tally. */
  String outcome() {
    if (dropped) {
      return "closed";
    }
    if (lastResult >= 0 || mayFailWith(-lastResult)) {
      return "completed";
    }
    return yields > 1 ? "yielded, then cancelled" : "cancelled";
  }

  /** A ring has been opened for the next rounds. */
  void opened(Ring<Victim> ring) throws IOException {}

  /** All that belongs to it. */
  @Override
  public abstract void close() throws IOException;

  @Override
  public final String toString() {
    return "%s, %d completions, the last %d%s"
        .formatted(kind, yields, lastResult, ended ? ", ended" : "");
  }
}
