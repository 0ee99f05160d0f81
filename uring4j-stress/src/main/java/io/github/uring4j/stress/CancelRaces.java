package io.github.uring4j.stress;

import io.github.uring4j.CancelTarget;
import io.github.uring4j.CompletionView;
import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.Ring;
import io.github.uring4j.RingStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests that wait, cancelled in every way at random moments while another thread lets happen
 * what they wait for: each ends exactly once, and what it brought late is not lost.
 */
final class CancelRaces extends Stress {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How requests are ended. */
  enum Way {
    BY_REQUEST,
    BY_FILE,
    ALL_BY_FILE,
    BY_OPERATION,
    ALL_BY_OPERATION,
    ANY,
    ALL,
    REMOVE,
    NOW,
    ALL_NOW,
    LINK_TIMEOUT,
    LINK_TIMEOUT_UPDATE,
    CLOSE
  }

  private final Shape shape;
  private final long requests;
  private final List<Victim> victims = new ArrayList<>();
  private final List<Victim> companions = new ArrayList<>();
  private Ring<Victim> ring;
  private Provoker provoker;
  private long begun;

  /**
   * @param shape of the rings
   * @param requests how many are to be cancelled, or to race with that
   * @param seed of what is done to them
   */
  CancelRaces(Shape shape, long requests, long seed) {
    super(seed);
    this.shape = shape;
    this.requests = requests;
  }

  @Override
  public String toString() {
    return "cancel races " + shape;
  }

  @Override
  void stress() throws Exception {
    int descriptors = Os.openDescriptors();
    provoker = new Provoker(random.split());
    try {
      addVictims();
      openRing();
      while (begun < requests) {
        step++;
        round();
        progress(begun, requests);
      }
    } finally {
      provoker.close();
      if (ring != null) {
        ring.close();
      }
      for (Victim victim : victims) {
        victim.close();
      }
    }
    check(
        Os.openDescriptors() == descriptors,
        "%d descriptors are open, %d were before",
        Os.openDescriptors(),
        descriptors);
  }

  private void addVictims() throws IOException {
    for (Readers.How how : Readers.How.values()) {
      victims.add(new Readers(how));
    }
    for (Writers.How how : Writers.How.values()) {
      victims.add(new Writers(how));
    }
    for (boolean multishot : new boolean[] {false, true}) {
      victims.add(new Acceptors(multishot, seed));
      victims.add(new Pollers(multishot));
      victims.add(new Timers(multishot, random.split()));
    }
    for (boolean several : new boolean[] {false, true}) {
      victims.add(new FutexWaiters(several));
    }
    victims.add(new EpollWaiters());
    victims.add(new ChildWaiters());
    victims.add(new ZeroCopySenders());
    victims.add(new Connectors(seed));
    victims.add(new Splicers(false));
    victims.add(new Splicers(true));
    victims.add(new FifoOpeners());
    victims.add(new DescriptorReceivers());
  }

  private void openRing() throws IOException {
    ring = shape.<Victim>builder().entries(64).open();
    for (Victim victim : victims) {
      victim.opened(ring);
    }
  }

  private void round() throws Exception {
    List<Victim> chosen = choose();
    Way way = Way.values()[random.nextInt(Way.values().length - 1)];
    if (oneIn(40)) {
      way = Way.CLOSE;
    }
    for (Victim victim : chosen) {
      begin(victim, way);
    }
    begun += chosen.size();
    if (oneIn(2)) {
      ring.submit();
    }
    List<Victim> provoked = chosen.stream().filter(each -> oneIn(2)).toList();
    provoker.begin(provoked);
    pause();
    if (way == Way.CLOSE) {
      ring.submit();
      pause();
      for (Victim victim : chosen) {
        victim.release();
      }
      ring.close();
      for (Victim victim : chosen) {
        victim.dropped = !victim.ended;
      }
    } else {
      if (oneIn(2)) {
        collect();
      }
      for (Victim victim : chosen) {
        cancel(victim, way);
      }
      awaitEnd(chosen);
    }
    provoker.await(provoked);
    for (Victim victim : chosen) {
      victim.settle();
      checkLimit(victim);
      tally.count(victim.kind, victim.outcome());
      tally.count("way " + way, victim.outcome());
    }
    for (Victim companion : companions) {
      check(way == Way.CLOSE || companion.ended, "%s has not ended", companion);
      tally.count(companion.kind, way == Way.CLOSE ? "closed" : companion.outcome());
    }
    companions.clear();
    checkStatistics(way);
  }

  /**
   * A link timeout whose time was not over has cancelled nothing. The other way round it does not
   * hold: the request may complete just when Linux 6.18 says that its time was over.
   */
  private static void checkLimit(Victim victim) {
    if (victim.limit != null && victim.limit.lastResult == -Errno.ECANCELED && !victim.helped) {
      check(victim.dropped || victim.outcome().equals("completed"), "%s, before its time", victim);
    }
  }

  private List<Victim> choose() {
    Set<Integer> indices = new TreeSet<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      indices.add(random.nextInt(victims.size()));
    }
    return indices.stream().map(victims::get).toList();
  }

  private void begin(Victim victim, Way way) throws IOException {
    boolean limited = way == Way.LINK_TIMEOUT || way == Way.LINK_TIMEOUT_UPDATE;
    if (!limited || !victim.mayBeLimited()) {
      victim.begin(ring);
      return;
    }
    ring.ensureSpace(2);
    victim.begin(ring).link();
    long nanos = way == Way.LINK_TIMEOUT ? soon() : PATIENCE.toNanos();
    victim.limit = new Companion(Operation.LINK_TIMEOUT, (on, self) -> on.linkTimeout(self, nanos));
    companion(victim.limit);
  }

  private long soon() {
    return random.nextInt(100_000);
  }

  private void hasten(Companion limit) throws IOException {
    if (limit != null && !limit.ended) {
      long nanos = soon();
      companion(
          new Companion(
              Operation.TIMEOUT_REMOVE,
              (on, self) -> on.linkTimeoutUpdate(self, limit.request, nanos)));
    }
  }

  private void pause() {
    for (int spin = random.nextInt(3_000); spin > 0; spin--) {
      Thread.onSpinWait();
    }
  }

  private void cancel(Victim victim, Way way) throws IOException {
    if (victim.ended) {
      return;
    }
    Fd fd = victim.fd();
    Operation operation = victim.operation();
    switch (way) {
      case BY_REQUEST -> cancelRequest(victim);
      case BY_FILE, ALL_BY_FILE -> {
        if (fd != null) {
          CancelTarget target = CancelTarget.of(fd);
          cancel(way == Way.BY_FILE ? target : target.all());
        } else {
          cancelRequest(victim);
        }
      }
      case BY_OPERATION -> cancel(CancelTarget.of(operation));
      case ALL_BY_OPERATION -> cancel(CancelTarget.of(operation).all());
      case ANY -> cancel(CancelTarget.any());
      case ALL -> cancel(CancelTarget.any().all());
      case REMOVE -> remove(victim);
      case NOW -> cancelNow(timeout -> ring.cancelNow(victim.request, timeout));
      case ALL_NOW -> cancelNow(timeout -> ring.cancelNow(CancelTarget.any().all(), timeout));
      case LINK_TIMEOUT_UPDATE -> hasten(victim.limit);
      case LINK_TIMEOUT, CLOSE -> {}
    }
    if (oneIn(2)) {
      ring.submit();
    }
  }

  private void cancelRequest(Victim victim) throws IOException {
    companion(new Companion(Operation.ASYNC_CANCEL, (on, self) -> on.cancel(self, victim.request)));
  }

  private void cancel(CancelTarget target) throws IOException {
    companion(new Companion(Operation.ASYNC_CANCEL, (on, self) -> on.cancel(self, target)));
  }

  /** A call that cancels, and waits so long. */
  private interface Cancelling {
    int cancel(Duration timeout) throws IOException;
  }

  private void cancelNow(Cancelling call) throws IOException {
    ring.submit();
    boolean patient = oneIn(2);
    String outcome;
    try {
      outcome = "found " + call.cancel(patient ? PATIENCE : Duration.ZERO);
    } catch (ErrnoException e) {
      boolean expected = e.errno() == Errno.ENOENT || (e.errno() == Errno.ETIME && !patient);
      check(expected, "cancelling failed: %s", e.getMessage());
      outcome = e.errno() == Errno.ENOENT ? "not found" : "still running";
    }
    tally.count("register_sync_cancel", outcome);
  }

  private void remove(Victim victim) throws IOException {
    switch (victim.operation()) {
      case TIMEOUT ->
          companion(
              new Companion(
                  Operation.TIMEOUT_REMOVE, (on, self) -> on.timeoutRemove(self, victim.request)));
      case POLL_ADD ->
          companion(
              new Companion(
                  Operation.POLL_REMOVE, (on, self) -> on.pollRemove(self, victim.request)));
      default -> cancelRequest(victim);
    }
  }

  private void companion(Companion companion) throws IOException {
    companion.begin(ring);
    companions.add(companion);
  }

  private void collect() throws IOException {
    ring.forEachCompletion((CompletionView<Victim> view) -> view.data().completed(view));
  }

  /** Waits, and cancels by their handles those that nothing else has ended. */
  private void awaitEnd(List<Victim> chosen) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    ring.submit();
    collect();
    while (ring.inFlight() != 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("nothing ends: " + ring.dump());
      }
      ring.submitAndWait(1, Duration.ofMillis(1));
      if (ring.ready() == 0) {
        for (Victim victim : chosen) {
          if (!victim.ended) {
            victim.helped = true;
            cancelRequest(victim);
            ring.submit();
            victim.release();
          }
        }
      }
      collect();
    }
    for (Victim victim : chosen) {
      check(victim.ended, "nothing is in flight, and %s has not ended", victim);
    }
  }

  private void checkStatistics(Way way) throws IOException {
    if (way == Way.CLOSE) {
      openRing();
      return;
    }
    RingStatistics statistics = ring.statistics();
    check(
        statistics.lost() == 0 && statistics.strays() == 0 && statistics.dropped() == 0,
        "something was lost: %s",
        statistics);
  }
}
