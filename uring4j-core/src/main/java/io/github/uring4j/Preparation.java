package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * What the operations of a ring are made with: the rule about its thread, room in the queue, the
 * numbers of what they name, and the chain that they may belong to.
 *
 * <p>An operation checks the owner, then its arguments, claims an entry, takes a slot, writes the
 * entry, and is {@link #queued}: whatever throws does so before anything is taken.
 */
abstract sealed class Preparation<T> permits Ring {

  final Flyweights<PreparedRequest> requests = new Flyweights<>(PreparedRequest::new);
  final Flyweights<PreparedIo> transfers = new Flyweights<>(PreparedIo::new);
  final Flyweights<PreparedNop> nops = new Flyweights<>(PreparedNop::new);
  final Flyweights<PreparedPoll> polls = new Flyweights<>(PreparedPoll::new);
  final Flyweights<PreparedTimeout> timeouts = new Flyweights<>(PreparedTimeout::new);
  final Flyweights<PreparedTimeoutUpdate> timeoutUpdates =
      new Flyweights<>(PreparedTimeoutUpdate::new);
  final Flyweights<PreparedLinkTimeout> linkTimeouts = new Flyweights<>(PreparedLinkTimeout::new);
  final Flyweights<PreparedOpen> opens = new Flyweights<>(PreparedOpen::new);
  final Flyweights<PreparedPipe> pipes = new Flyweights<>(PreparedPipe::new);
  final Flyweights<PreparedInstall> installs = new Flyweights<>(PreparedInstall::new);
  final Flyweights<PreparedCommand> commands = new Flyweights<>(PreparedCommand::new);
  final Flyweights<PreparedSocket> sockets = new Flyweights<>(PreparedSocket::new);
  final Flyweights<PreparedAccept> accepts = new Flyweights<>(PreparedAccept::new);
  final Flyweights<PreparedMessage> messages = new Flyweights<>(PreparedMessage::new);
  final Flyweights<PreparedSend> sends = new Flyweights<>(PreparedSend::new);
  final Flyweights<PreparedZeroCopy> zeroCopies = new Flyweights<>(PreparedZeroCopy::new);
  final Flyweights<PreparedReceive> receives = new Flyweights<>(PreparedReceive::new);
  final Flyweights<PreparedReceiveMultishot> multishotReceives =
      new Flyweights<>(PreparedReceiveMultishot::new);
  final Flyweights<PreparedRingMessage> ringMessages = new Flyweights<>(PreparedRingMessage::new);
  final Flyweights<PreparedRingDescriptor> ringDescriptors =
      new Flyweights<>(PreparedRingDescriptor::new);

  final RingResources resources;
  final Registrations registrations;
  final Engine engine;
  final SlotTable table;
  final SkippedChains skipped;

  /** The only thread that may call; null when closed. Read by others to refuse them. */
  Thread owner = Thread.currentThread();

  /** Counts operations and submits, so that a flyweight knows when it is no longer good. */
  long serial;

  /** Whether the last request prepared wants its successor in the same submit. */
  boolean lastLinks;

  /** The chain that is open, or null. */
  Chain open;

  Preparation(RingResources resources, Registrations registrations) throws IOException {
    this.resources = resources;
    this.registrations = registrations;
    table = resources.table();
    engine = new Engine(resources, resources.scratch().allocate(WaitArgument.SIZE).memory);
    skipped = new SkippedChains(table, resources.scratch());
  }

  final Engine engine() {
    return engine;
  }

  final RingResources resources() {
    return resources;
  }

  /** Behind {@link Registrations#of}, which checks the caller. */
  final Registrations registrations() {
    return registrations;
  }

  final MemorySegment sqes() {
    return engine.sq.sqes();
  }

  final SlotTable table() {
    return table;
  }

  final Scratch scratch() {
    return resources.scratch();
  }

  final long serial() {
    return serial;
  }

  final void lastRequestLinks() {
    lastLinks = true;
  }

  final SkippedChains skippedChains() {
    return skipped;
  }

  final void chainEnded() {
    open = null;
    serial++;
    unlinkLast();
  }

  final void chainTakenBack() {
    open = null;
    serial++;
    lastLinks = false;
  }

  /** Refuses every thread but the owner. One comparison; why is told on the slow path. */
  final void checkOwner() {
    if (Thread.currentThread() != owner) {
      throw wrongThread();
    }
  }

  private RuntimeException wrongThread() {
    Thread current = Thread.currentThread();
    Thread expected = owner;
    if (expected == null) {
      return new IllegalStateException("the ring is closed");
    }
    return new WrongThreadException(
        "the ring belongs to %s and was called by %s; %s"
            .formatted(
                expected,
                current,
                current.isVirtual()
                    ? "virtual threads use the files and sockets of uring4j-vthread"
                    : "only wakeup() may be called by other threads"));
  }

  /**
   * The offset of a free entry; makes room if there is none. Nothing is taken before {@link
   * #queued}.
   */
  final long claim() throws IOException {
    if (open != null) {
      open.checkRoom();
    }
    if (!engine.sq.hasSpace()) {
      makeSpace(1);
    }
    table.reserve();
    return engine.sq.nextEntry();
  }

  /**
   * The offset of a free entry of 128 bytes, as {@link #claim}. It may lie behind a free place that
   * is taken with it: no entry goes over the end of the queue.
   */
  final long claimWide() throws IOException {
    SubmissionQueue sq = engine.sq;
    sq.checkWide();
    if (open != null) {
      open.checkRoom();
    }
    while (!sq.hasWideSpace()) {
      if (sq.wideWidth() > sq.entries() && sq.hasSpace() && !lastLinks) {
        sq.addPadding();
      } else {
        makeSpace(Math.min(sq.wideWidth(), sq.entries()));
      }
    }
    table.reserve();
    return sq.nextWideEntry(lastLinks);
  }

  final void makeSpace(int count) throws IOException {
    if (lastLinks || open != null) {
      throw new IllegalStateException(
          "the queue of %d entries is full in the middle of a chain, which must go with one submit: call ensureSpace(n) before"
                  .formatted(engine.sq.entries())
              + " a chain of n, or end it with endChain()");
    }
    serial++;
    engine.makeSpace(count);
  }

  /** Takes the claimed entry for the request that was written there. */
  final <P extends Prepared<P>> P queued(Flyweights<P> family, long entry, long userData) {
    engine.sq.advance();
    lastLinks = open != null;
    if (open != null) {
      open.added(entry, userData);
    }
    return family.next((Ring<T>) this, entry, userData, ++serial);
  }

  /** How many bytes of payload an entry has for a command. */
  final int commandSpace() {
    return resources.layout().sqeSize() - IoUringSqe.CMD;
  }

  final void resizeQueues(int entries, int completionEntries) throws IOException {
    if (open != null) {
      throw new IllegalStateException("a chain is open: end it before resizing the ring");
    }
    // Flyweights name places of the old queue.
    serial++;
    new RingResizer(resources, engine).resize(entries, completionEntries);
  }

  /** The number that the kernel knows a descriptor by. */
  final int number(Fd fd) {
    return switch (Objects.requireNonNull(fd, "descriptor")) {
      case PlainFd plain -> plain.value();
      case DirectFd direct -> {
        checkMine(direct.ring(), direct);
        registrations.files.check(direct);
        yield direct.slot();
      }
    };
  }

  /** The number that the kernel knows a group of buffers by, for a request that ends with one. */
  final int number(BufferGroup group) {
    return number(group, true);
  }

  /** The same for a multishot request. */
  final int numberForMultishot(BufferGroup group) {
    return number(group, false);
  }

  private int number(BufferGroup group, boolean alone) {
    checkMine(Objects.requireNonNull(group, "group of buffers").ring(), group);
    group.checkUsable(alone);
    return group.id();
  }

  /** IOSQE_FIXED_FILE for a direct descriptor. */
  static int entryFlags(Fd fd) {
    return fd instanceof DirectFd ? IOSQE_FIXED_FILE : 0;
  }

  final void checkMine(Object ring, Object what) {
    if (ring != this && ring != registrations) {
      throw new IllegalArgumentException(what + " belongs to another ring");
    }
  }

  final void checkRegistered(RegisteredBuffer buffer) {
    checkMine(buffer.ring(), buffer);
    if (!buffer.isRegistered()) {
      throw new IllegalStateException(
          "buffer "
              + buffer.index()
              + " is registered no longer: register it again, or use read and write");
    }
  }

  final void checkRegistered(Chunk chunk) {
    if (chunk.buffer() == null) {
      throw new IllegalArgumentException(
          chunk
              + " lies in memory that is not registered: make its region of a RegisteredBuffer, or"
              + " use read and write");
    }
    checkRegistered(chunk.buffer());
  }

  /** The kernel refuses a whole chain for a link timeout without a request to limit. */
  final void checkTimeoutMayFollow() {
    if (!lastLinks) {
      throw new IllegalStateException(
          "a link timeout limits the request before it, which must link to it: call link() on that"
              + " one first");
    }
    if (sqes().get(JAVA_BYTE, engine.sq.lastEntry() + IoUringSqe.OPCODE)
        == IORING_OP_LINK_TIMEOUT) {
      throw new IllegalStateException(
          "the request before is a link timeout itself; a request has one at most");
    }
  }

  final boolean isInFlight(Request request) {
    checkOwner();
    return table.find(request.userData()) >= 0;
  }

  /** The user_data of a request that must be of this operation. */
  final long target(Request request, int opcode) {
    long userData = target(request);
    int found = table.opcode(UserData.slot(userData));
    if (found != opcode) {
      throw new IllegalArgumentException(
          "%s is a %s request, not a %s request"
              .formatted(request, Operation.of(found).cName(), Operation.of(opcode).cName()));
    }
    return userData;
  }

  /** The user_data of a request that may be cancelled. */
  final long target(Request request) {
    checkMine(request.ring(), request);
    if (table.find(request.userData()) < 0) {
      throw new IllegalStateException(
          request
              + " has completed and its completion has been collected: there is nothing to cancel"
              + " or change");
    }
    return table.userDataInKernel(UserData.slot(request.userData()));
  }

  /** Takes a link of the last request to a next one back. */
  final void unlinkLast() {
    if (lastLinks) {
      long flags = engine.sq.lastEntry() + IoUringSqe.FLAGS;
      int kept = sqes().get(JAVA_BYTE, flags) & ~(IOSQE_IO_LINK | IOSQE_IO_HARDLINK);
      sqes().set(JAVA_BYTE, flags, (byte) kept);
      lastLinks = false;
    }
  }
}
