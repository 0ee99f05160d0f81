package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.Siginfo;

/**
 * What waitid(2) tells of a child process: siginfo_t, in native memory of its own, for requests to
 * fill.
 *
 * <p>The instance owns the memory, which lives as long as the instance; a ring keeps both alive
 * while a request is in flight, and refuses it for a second one meanwhile. Before a request has
 * succeeded, and after one with {@link WaitidOptions#NOHANG} that found no child in the state
 * wanted, all is zero and {@link #event} is {@link ChildEvent#NONE}.
 *
 * <p>Thread rule: from the call that makes the request until its completion has been handed out,
 * nobody looks at it. Apart from that any thread may, if the program hands it over safely.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/waitid.2.html">waitid(2)</a>
 */
public final class SigInfo extends FilledHolder {

  /** Creates a holder that tells of no child. */
  public SigInfo() {
    super(Siginfo.SIZE);
  }

  /** {@return the process ID of the child, 0 if there is none} */
  public int pid() {
    return memory.get(JAVA_INT, Siginfo.SI_PID);
  }

  /** {@return the child's real user ID, unsigned} */
  public long uid() {
    return Integer.toUnsignedLong(memory.get(JAVA_INT, Siginfo.SI_UID));
  }

  /** {@return what became of the child} */
  public ChildEvent event() {
    return pid() == 0 ? ChildEvent.NONE : ChildEvent.of(memory.get(JAVA_INT, Siginfo.SI_CODE));
  }

  /** {@return the exit status or the signal, as {@link #event} says} */
  public int status() {
    return memory.get(JAVA_INT, Siginfo.SI_STATUS);
  }

  @Override
  void prepare() {
    memory.fill((byte) 0);
  }

  @Override
  void completed(int res) {
    if (res < 0) {
      // A cancelled request may have filled it in part.
      memory.fill((byte) 0);
    }
  }

  @Override
  public String toString() {
    return event() == ChildEvent.NONE
        ? "no child"
        : "child %d %s, status %d".formatted(pid(), event(), status());
  }
}
