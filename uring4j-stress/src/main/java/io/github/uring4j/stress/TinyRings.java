package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.uring4j.BufferLease;
import io.github.uring4j.BufferRing;
import io.github.uring4j.CancelTarget;
import io.github.uring4j.Chain;
import io.github.uring4j.Completion;
import io.github.uring4j.CompletionFlags;
import io.github.uring4j.CompletionView;
import io.github.uring4j.DirectFd;
import io.github.uring4j.Errno;
import io.github.uring4j.Mailbox;
import io.github.uring4j.PlainFd;
import io.github.uring4j.PollEvents;
import io.github.uring4j.Prepared;
import io.github.uring4j.Request;
import io.github.uring4j.Ring;
import io.github.uring4j.RingStatistics;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Requests of all kinds, mixed, on a ring of 2 entries that shows 4 completions at a time: so
 * queues are full and overflow all the time. A model knows what each request may still yield:
 * nothing is lost, nothing comes twice, everything ends.
 */
final class TinyRings extends Stress {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BLOCKED_AT_MOST = 12;
  private static final byte GUARD = 0x5A;
  private static final int GUARD_SIZE = 64;

  /** What is asked for. */
  enum Kind {
    NOP,
    READ_FILE,
    READ_DIRECT,
    WRITE_FILE,
    READ_PIPE,
    TIMEOUT,
    TIMEOUT_COUNTED,
    POLL,
    CANCEL,
    FILES_UPDATE,
    LINKED,
    HARD_LINKED,
    LINK_TIMEOUT,
    CHAINED,
    CHAINED_SILENTLY,
    SEND_ZC,
    MSG_TO_ITSELF,
    MSG_FROM_OTHER,
    WAKEUP,
    POLL_MULTISHOT,
    TIMEOUT_MULTISHOT,
    RECV_MULTISHOT,
    READ_MULTISHOT,
    ACCEPT_MULTISHOT,
    MAILBOX
  }

  /** One request as the model sees it. */
  private static final class Expected {
    private final Kind kind;
    private Request request;
    private boolean ended;
    private int yields;

    /** Guard, buffer of one byte, guard; or null. */
    private MemorySegment guarded;

    /** Of a message. */
    private int message;

    /** In a chain: the one before it that reports only if it fails. */
    private Expected silent;

    /** In a chain: whether it shall fail. */
    private boolean fails;

    /** Of zero copy: the notification is still to come. */
    private boolean notificationDue;

    Expected(Kind kind) {
      this.kind = kind;
    }

    @Override
    public String toString() {
      return "%s, %d completions%s".formatted(kind, yields, ended ? ", ended" : "");
    }
  }

  private final Shape shape;
  private final long requests;
  private final MemorySegment content = Arena.ofAuto().allocate(100).fill((byte) 'x');
  private final Deque<MemorySegment> freeBuffers = new ArrayDeque<>();
  private final List<Expected> blocked = new ArrayList<>();
  private final Map<Kind, Expected> standing = new EnumMap<>(Kind.class);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Ring<Expected> ring;
  private Ring<Expected> other;
  private Mailbox mailbox;
  private MessageLog messages;
  private Pipe single;
  private Pipe drain;
  private PlainFd file;
  private DirectFd direct;
  private PlainFd server;
  private String serverName;
  private Stream recv;
  private Stream read;
  private Stream zeroCopy;
  private int bytesInSingle;
  private long knocks;
  private long accepted;
  private long started;
  private long ended;
  private long silentlyEnded;

  /** At the end. */
  private boolean cancelsAll;

  /**
   * @param shape of the ring
   * @param requests how many
   * @param seed of what they are
   */
  TinyRings(Shape shape, long requests, long seed) {
    super(seed);
    this.shape = shape;
    this.requests = requests;
  }

  @Override
  public String toString() {
    return "tiny ring " + shape;
  }

  @Override
  void stress() throws Exception {
    int descriptors = Os.openDescriptors();
    try {
      openAll();
      Senders senders = new Senders(mailbox, ring, requests / 50, seed);
      senders.start();
      while (started < requests) {
        step++;
        oneStep();
        progress(started, requests);
      }
      endAll(senders);
    } finally {
      closeAll();
    }
    check(
        Os.openDescriptors() == descriptors,
        "%d descriptors are open, %d were before",
        Os.openDescriptors(),
        descriptors);
  }

  private <C extends AutoCloseable> C closing(C resource) {
    opened.push(resource);
    return resource;
  }

  private PlainFd closing(PlainFd fd) {
    opened.push(fd::close);
    return fd;
  }

  private void openAll() throws IOException {
    single = closing(Os.pipe());
    drain = closing(Os.pipe());
    file = closing(Os.memoryFile());
    check(Os.write(file, content) == content.byteSize(), "a file cannot be written");
    serverName = "u4j-stress-%d-%d-%s".formatted(ProcessHandle.current().pid(), seed, shape);
    server = closing(Os.unixListener(serverName, 128));
    ring = closing(shape.<Expected>builder().entries(2).completionEntries(4).open());
    other = closing(Ring.<Expected>builder().entries(2).completionEntries(4).open());
    check(ring.completionEntries() == 4, "a ring shows %d completions", ring.completionEntries());
    ring.registerFilesSparse(4);
    direct = ring.registerFilesUpdate(0, file).getFirst();
    mailbox = ring.mailbox(new Expected(Kind.MAILBOX));
    messages = new MessageLog();
    recv = new Stream(closing(Os.socketPair()), group(false));
    read = new Stream(closing(Os.pipe()), group(true));
    zeroCopy = new Stream(closing(Os.tcpPair()), group(false));
  }

  private BufferRing group(boolean incremental) throws IOException {
    var builder = ring.bufferRing().entries(4).bufferSize(16);
    return (incremental ? builder.incremental() : builder).open();
  }

  private void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  // The application's side.

  private void oneStep() throws IOException {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(kinds.length - 1)];
    switch (kind) {
      case LINKED, HARD_LINKED -> linked(kind);
      case LINK_TIMEOUT -> limited();
      case CHAINED -> chained(false);
      case CHAINED_SILENTLY -> chained(true);
      case MSG_FROM_OTHER -> fromOther();
      case WAKEUP -> {
        ring.wakeup();
        tally.count(kind, "called");
      }
      case CANCEL -> cancelOne();
      case POLL_MULTISHOT, TIMEOUT_MULTISHOT, RECV_MULTISHOT, READ_MULTISHOT, ACCEPT_MULTISHOT ->
          standing(kind);
      case SEND_ZC -> sendZeroCopy();
      case READ_PIPE, TIMEOUT, TIMEOUT_COUNTED, POLL -> {
        blocked.add(start(kind));
        if (blocked.size() > BLOCKED_AT_MOST) {
          cancelOne();
        }
      }
      default -> start(kind);
    }
    if (oneIn(3)) {
      feed();
    }
    if (oneIn(8)) {
      ring.submit();
    }
    if (oneIn(16)) {
      ring.submitAndWait(random.nextInt(3), Duration.ofNanos(random.nextInt(100_000)));
    }
    // In turns: completions pile up behind the full queue for a while, then all are collected.
    boolean lazy = step % 512 < 128;
    for (int i = random.nextInt(lazy ? 2 : 6); i > 0; i--) {
      collect();
    }
  }

  private Expected start(Kind kind) throws IOException {
    Expected expected = new Expected(kind);
    Prepared<?> prepared =
        switch (kind) {
          case NOP -> ring.nop(expected);
          case READ_FILE -> ring.read(expected, file, guarded(expected), 7);
          case READ_DIRECT -> ring.read(expected, direct, guarded(expected), 7);
          case WRITE_FILE -> ring.write(expected, file, content, 0);
          case READ_PIPE -> ring.read(expected, single.in(), guarded(expected), 0);
          case TIMEOUT -> ring.timeout(expected, random.nextInt(200_000));
          case TIMEOUT_COUNTED -> ring.timeout(expected, PATIENCE).completions(1);
          case POLL -> ring.pollAdd(expected, drain.in(), PollEvents.IN);
          case FILES_UPDATE ->
              ring.filesUpdate(expected, 1 + random.nextInt(3), oneIn(2) ? file : null);
          case MSG_TO_ITSELF -> ring.msgRing(expected, mailbox, number(expected));
          case POLL_MULTISHOT -> ring.pollAdd(expected, drain.in(), PollEvents.IN).multishot();
          case TIMEOUT_MULTISHOT ->
              ring.timeout(expected, 1L + random.nextInt(100_000)).multishot();
          case RECV_MULTISHOT -> ring.recvMultishot(expected, recv.pipe.in(), recv.buffers, 0, 0);
          case READ_MULTISHOT -> ring.readMultishot(expected, read.pipe.in(), read.buffers, 0);
          case ACCEPT_MULTISHOT -> ring.accept(expected, server).multishot();
          default -> throw new AssertionError(kind);
        };
    started(expected, prepared);
    return expected;
  }

  private int number(Expected expected) {
    expected.message = messages.nextOfRings();
    return expected.message;
  }

  private void started(Expected expected, Prepared<?> prepared) {
    started++;
    expected.request = prepared.request();
  }

  private MemorySegment guarded(Expected expected) {
    MemorySegment memory =
        freeBuffers.isEmpty()
            ? Arena.ofAuto().allocate(2 * GUARD_SIZE + 1).fill(GUARD)
            : freeBuffers.pop();
    expected.guarded = memory;
    return memory.asSlice(GUARD_SIZE, 1);
  }

  private void cancelOne() throws IOException {
    Expected cancel = new Expected(Kind.CANCEL);
    if (oneIn(16)) {
      started(cancel, ring.cancel(cancel, CancelTarget.of(drain.in())));
      return;
    }
    blocked.removeIf(each -> each.ended);
    if (!blocked.isEmpty()) {
      Expected victim = blocked.remove(random.nextInt(blocked.size()));
      started(cancel, ring.cancel(cancel, victim.request));
    }
  }

  /** One that repeats is started, or fed, or cancelled. */
  private void standing(Kind kind) throws IOException {
    Expected now = standing.get(kind);
    if (now == null || now.ended) {
      standing.put(kind, start(kind));
    } else if (oneIn(8)) {
      Expected cancel = new Expected(Kind.CANCEL);
      started(cancel, ring.cancel(cancel, now.request));
    }
  }

  private void feed() throws IOException {
    switch (random.nextInt(5)) {
      case 0 -> recv.feed(1 + random.nextInt(64));
      case 1 -> read.feed(1 + random.nextInt(64));
      case 2 -> {
        if (knocks - accepted < 50) {
          check(Os.knock(serverName), "the server's queue is full");
          knocks++;
        }
      }
      case 3 -> {
        if (bytesInSingle < 1000) {
          check(Os.write(single.out(), content.asSlice(0, 1)) == 1, "a pipe is full");
          bytesInSingle++;
        }
      }
      default -> {
        // Nobody else reads here.
        Os.write(drain.out(), content.asSlice(0, 1));
        Os.read(drain.in(), Arena.ofAuto().allocate(1));
      }
    }
  }

  private void linked(Kind kind) throws IOException {
    ring.ensureSpace(2);
    Expected first = new Expected(kind);
    first.fails = oneIn(3);
    Prepared<?> head = link(kind, first);
    first.request = head.request();
    started++;
    Expected second = new Expected(kind);
    started(second, ring.nop(second));
    second.fails = first.fails && kind == Kind.LINKED;
  }

  private Prepared<?> link(Kind kind, Expected first) throws IOException {
    var nop = ring.nop(first).injectResult(first.fails ? -Errno.EIO : 0);
    return kind == Kind.LINKED ? nop.link() : nop.hardlink();
  }

  /** A poll with a link timeout. */
  private void limited() throws IOException {
    ring.ensureSpace(2);
    Expected poll = new Expected(Kind.POLL);
    Prepared<?> prepared = ring.pollAdd(poll, drain.in(), PollEvents.IN).link();
    started(poll, prepared);
    Expected timeout = new Expected(Kind.LINK_TIMEOUT);
    started(timeout, ring.linkTimeout(timeout, random.nextInt(100_000)));
    if (oneIn(2)) {
      blocked.add(poll);
    }
  }

  private void chained(boolean silently) throws IOException {
    Kind kind = silently ? Kind.CHAINED_SILENTLY : Kind.CHAINED;
    Expected first = new Expected(kind);
    Expected second = new Expected(kind);
    first.fails = oneIn(4);
    second.fails = first.fails;
    try (Chain chain = ring.chain(2)) {
      if (silently) {
        chain.skipSuccess();
        second.silent = first;
      }
      ring.nop(first).injectResult(first.fails ? -Errno.EIO : 0);
      ring.nop(second);
      if (oneIn(8)) {
        // Taken back.
        return;
      }
      chain.end();
    }
    started += 2;
  }

  private void fromOther() throws IOException {
    Expected expected = new Expected(Kind.MSG_FROM_OTHER);
    other.msgRing(expected, mailbox, number(expected));
    started++;
    if (oneIn(3)) {
      other.submit();
      other.forEachCompletion(this::completed);
    }
  }

  private void sendZeroCopy() throws IOException {
    Expected sink = standing.get(Kind.SEND_ZC);
    if (sink != null && !sink.ended) {
      return;
    }
    Expected expected = new Expected(Kind.SEND_ZC);
    standing.put(Kind.SEND_ZC, expected);
    // One at a time: its bytes lie in the stream's memory until the notification.
    started(
        expected,
        ring.sendZc(expected, zeroCopy.pipe.out(), zeroCopy.next(1 + random.nextInt(64)), 0));
  }

  // The completions.

  private void collect() throws IOException {
    switch (random.nextInt(3)) {
      case 0 -> ring.forEachCompletion(this::completed);
      case 1 ->
          ring.forEachCompletion((Expected each, int res, int flags) -> plain(each, res, flags));
      default -> {
        Completion<Expected> completion = ring.poll();
        if (completion != null) {
          boolean hasData = CompletionFlags.hasBuffer(completion.flags()) && completion.res() > 0;
          completed(
              completion.data(),
              completion.res(),
              completion.flags(),
              hasData ? completion.buffer() : null);
        }
      }
    }
  }

  private void completed(CompletionView<Expected> view) throws IOException {
    boolean hasData = CompletionFlags.hasBuffer(view.flags()) && view.res() > 0;
    completed(view.data(), view.res(), view.flags(), hasData ? view.buffer() : null);
  }

  private void plain(Expected each, int res, int flags) throws IOException {
    boolean hasData = CompletionFlags.hasBuffer(flags) && res > 0;
    BufferRing group = each.kind == Kind.READ_MULTISHOT ? read.buffers : recv.buffers;
    completed(each, res, flags, hasData ? group.take(flags) : null);
  }

  private void completed(Expected each, int res, int flags, BufferLease lease) throws IOException {
    check(!each.ended, "a completion with %d after the last of %s", res, each);
    each.yields++;
    if (!CompletionFlags.hasMore(flags)) {
      each.ended = true;
      ended++;
    }
    tally.count(each.kind, outcome(each, res));
    switch (each.kind) {
      case NOP, READ_FILE, READ_DIRECT, WRITE_FILE -> {
        boolean transfers = each.kind != Kind.NOP;
        int wanted = !transfers ? 0 : each.kind == Kind.WRITE_FILE ? 100 : 1;
        // What a worker has not begun can be cancelled.
        boolean cancelled = transfers && cancelsAll && res == -Errno.ECANCELED;
        check(cancelled || res == wanted, "%s ended with %d", each, res);
        checkByte(each, cancelled ? GUARD : 'x');
      }
      case READ_PIPE -> {
        checkRes(each, res, 1, -Errno.ECANCELED);
        bytesInSingle -= Math.max(res, 0);
        checkByte(each, res == 1 ? 'x' : GUARD);
      }
      case TIMEOUT -> checkRes(each, res, -Errno.ETIME, -Errno.ECANCELED);
      case TIMEOUT_COUNTED -> checkRes(each, res, 0, -Errno.ECANCELED);
      case TIMEOUT_MULTISHOT -> {
        checkRes(each, res, -Errno.ETIME, -Errno.ECANCELED);
        check(res == -Errno.ETIME || each.ended, "%s goes on after its end", each);
      }
      case POLL -> checkRes(each, res, PollEvents.IN, -Errno.ECANCELED);
      case POLL_MULTISHOT -> {
        check(res == -Errno.ECANCELED || (res & PollEvents.IN) != 0, "%s: %d", each, res);
      }
      case CANCEL ->
          check(res >= 0 || res == -Errno.ENOENT || res == -Errno.EALREADY, "%s: %d", each, res);
      case FILES_UPDATE -> checkRes(each, res, 1);
      case LINKED, CHAINED -> checkRes(each, res, 0, -Errno.EIO, -Errno.ECANCELED);
      case HARD_LINKED -> checkRes(each, res, each.fails ? -Errno.EIO : 0);
      case CHAINED_SILENTLY -> silently(each, res);
      case LINK_TIMEOUT ->
          checkRes(each, res, -Errno.ETIME, -Errno.ECANCELED, -Errno.ENOENT, -Errno.EALREADY);
      case SEND_ZC -> zeroCopied(each, res, flags);
      case MSG_TO_ITSELF, MSG_FROM_OTHER -> {
        checkRes(each, res, 0, -Errno.EOVERFLOW);
        if (res == 0) {
          messages.sent(each.message);
        }
      }
      case MAILBOX -> messages.received(res);
      case RECV_MULTISHOT -> streamed(each, res, recv, lease);
      case READ_MULTISHOT -> streamed(each, res, read, lease);
      case ACCEPT_MULTISHOT -> {
        if (res >= 0) {
          accepted++;
          PlainFd.of(res).close();
        } else {
          checkRes(each, res, -Errno.ECANCELED);
        }
      }
      case WAKEUP -> throw new AssertionError(each);
    }
  }

  private static String outcome(Expected each, int res) {
    if (res == -Errno.ECANCELED) {
      return "cancelled";
    }
    return res == -Errno.ENOBUFS ? "out of buffers" : each.ended ? "completed" : "yielded";
  }

  private static void checkRes(Expected each, int res, int... allowed) {
    for (int one : allowed) {
      if (res == one) {
        return;
      }
    }
    throw new AssertionError("%s has the result %d".formatted(each, res));
  }

  private void checkByte(Expected each, int wanted) {
    if (each.guarded == null) {
      return;
    }
    byte found = each.guarded.get(JAVA_BYTE, GUARD_SIZE);
    check(found == wanted, "%s read %d, not %d", each, found, wanted);
    each.guarded.set(JAVA_BYTE, GUARD_SIZE, GUARD);
    for (long i = 0; i < each.guarded.byteSize(); i++) {
      check(each.guarded.get(JAVA_BYTE, i) == GUARD, "written beside the buffer of %s", each);
    }
    freeBuffers.push(each.guarded);
  }

  private void streamed(Expected each, int res, Stream stream, BufferLease lease) {
    if (lease == null) {
      checkRes(each, res, -Errno.ENOBUFS, -Errno.ECANCELED);
      check(each.ended, "%s goes on after %d", each, res);
      return;
    }
    check(lease.length() == res, "%s brings %d bytes, says %d", each, lease.length(), res);
    stream.received(lease);
    lease.close();
  }

  private void silently(Expected each, int res) {
    if (each.silent == null) {
      check(each.fails && res == -Errno.EIO, "%s reports %d", each, res);
      return;
    }
    checkRes(each, res, each.fails ? -Errno.ECANCELED : 0);
    if (!each.fails) {
      check(each.silent.yields == 0, "%s has reported", each.silent);
      each.silent.ended = true;
      silentlyEnded++;
    }
  }

  private void zeroCopied(Expected each, int res, int flags) {
    if (CompletionFlags.isNotification(flags)) {
      check(each.notificationDue, "a notification that nobody awaits: %s", each);
      each.notificationDue = false;
      return;
    }
    check(res > 0, "%s: %d", each, res);
    zeroCopy.sent(res);
    each.notificationDue = CompletionFlags.hasMore(flags);
    check(each.notificationDue == !each.ended, "%s: neither ended nor is there more to come", each);
    drainZeroCopy();
  }

  private void drainZeroCopy() {
    MemorySegment taken = Arena.ofAuto().allocate(4096);
    Os.setNonBlocking(zeroCopy.pipe.in(), true);
    for (int count; (count = Os.read(zeroCopy.pipe.in(), taken)) > 0; ) {
      zeroCopy.received(taken.asSlice(0, count));
    }
  }

  // The end.

  private void endAll(Senders senders) throws Exception {
    senders.awaitEnd(this::whileWaiting);
    long allPosted = senders.log(messages);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    cancelsAll = true;
    Expected cancel = new Expected(Kind.CANCEL);
    cancel.ended = true;
    while (ring.inFlight() != 0 || other.inFlight() != 0 || !messages.isComplete()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "nothing ends: %s%n%s%n%s".formatted(messages, ring.dump(), other.dump()));
      }
      if (ring.inFlight() != 0 && cancel.ended) {
        cancel = new Expected(Kind.CANCEL);
        started(cancel, ring.cancel(cancel, CancelTarget.any().all()));
      }
      whileWaiting();
    }
    tally.count(Kind.MAILBOX, "posted by threads", allPosted);
    rest(recv, Kind.RECV_MULTISHOT);
    rest(read, Kind.READ_MULTISHOT);
    while (Os.takeConnection(server)) {
      accepted++;
    }
    check(accepted == knocks, "%d connections accepted of %d", accepted, knocks);
    drainZeroCopy();
    check(zeroCopy.isEmpty(), "zero copy: %s", zeroCopy);
    checkStatistics();
    for (Stream stream : List.of(recv, read)) {
      check(stream.isEmpty(), "a stream at its end: %s", stream);
      check(stream.buffers.leases() == 0, "leases are open: %s", stream.buffers);
      check(
          stream.buffers.available() == stream.buffers.count(),
          "buffers are missing: %s",
          stream.buffers);
    }
    tally.count("bytes", "streamed", recv.bytes() + read.bytes() + zeroCopy.bytes());
  }

  private void whileWaiting() throws IOException {
    ring.submitAndWait(1, Duration.ofMillis(1));
    collect();
    other.submit();
    other.forEachCompletion(this::completed);
  }

  /** Receives what is left in a stream. */
  private void rest(Stream stream, Kind kind) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!stream.isEmpty()) {
      check(System.nanoTime() - deadline < 0, "a stream does not end: %s", stream);
      Expected last = start(kind);
      Expected cancel = null;
      while (!last.ended) {
        check(System.nanoTime() - deadline < 0, "nothing ends: %s %s", stream, ring.dump());
        if (stream.isEmpty() && cancel == null) {
          cancel = new Expected(Kind.CANCEL);
          started(cancel, ring.cancel(cancel, last.request));
        }
        whileWaiting();
      }
      while (ring.inFlight() != 0) {
        check(System.nanoTime() - deadline < 0, "nothing ends: %s", ring.dump());
        whileWaiting();
      }
    }
  }

  private void checkStatistics() {
    check(
        ended + silentlyEnded == started,
        "%d requests ended, %d of them silently, and %d were started",
        ended,
        silentlyEnded,
        started);
    for (Ring<?> each : List.of(ring, other)) {
      RingStatistics statistics = each.statistics();
      check(
          statistics.lost() == 0 && statistics.strays() == 0 && statistics.dropped() == 0,
          "something was lost: %s",
          statistics);
      check(statistics.pending() == 0 && statistics.inFlight() == 0, "in flight: %s", statistics);
    }
  }
}
