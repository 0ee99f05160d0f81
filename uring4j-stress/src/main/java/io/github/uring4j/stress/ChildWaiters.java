package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.ChildEvent;
import io.github.uring4j.IdType;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import io.github.uring4j.SigInfo;
import io.github.uring4j.WaitidOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Waits for a child process that is stopped, which is cheaper than one that ends: the stop is told
 * to the request, or is left.
 */
final class ChildWaiters extends Victim {

  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Process child;
  private final int pid;
  private final Path stat;
  private final SigInfo info = new SigInfo();
  private int stopped;
  private int seen;

  ChildWaiters() throws IOException {
    super("WAITID");
    // It ends with this process, as its input does.
    child =
        new ProcessBuilder("cat")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    pid = (int) child.pid();
    stat = Path.of("/proc/" + pid + "/stat");
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return ring.waitid(this, IdType.PID, pid, info, WaitidOptions.STOPPED);
  }

  @Override
  Operation operation() {
    return Operation.WAITID;
  }

  @Override
  void provoke() {
    Os.kill(pid, SIGSTOP);
    stopped++;
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    Stress.check(
        res == 0
            && info.pid() == pid
            && info.event() == ChildEvent.STOPPED
            && info.status() == SIGSTOP,
        "%s: %s",
        this,
        info);
    seen++;
  }

  @Override
  void settle() throws IOException {
    Stress.check(seen <= stopped, "%s: seen, and not stopped", this);
    if (stopped > 0) {
      await("stopped", () -> Files.readString(stat).contains(") T "));
      if (seen > 0) {
        Stress.check(!take(WaitidOptions.STOPPED), "%s: the stop is told twice", this);
      } else if (!take(WaitidOptions.STOPPED)) {
        // What the kernel told a request of a closed ring, nobody knows.
        Stress.check(dropped, "%s: the stop is lost", this);
      }
      Os.kill(pid, SIGCONT);
      await("continued", () -> take(WaitidOptions.CONTINUED));
    }
    stopped = 0;
    seen = 0;
  }

  private boolean take(int state) {
    return Os.takeChildEvent(pid, state | WaitidOptions.NOHANG);
  }

  /** Something that comes true by itself. */
  private interface Condition {
    boolean isTrue() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.isTrue()) {
      Stress.check(System.nanoTime() - deadline < 0, "%s: the child is not %s", this, what);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    child.getOutputStream().close();
    child.destroyForcibly();
    child.onExit().join();
  }
}
