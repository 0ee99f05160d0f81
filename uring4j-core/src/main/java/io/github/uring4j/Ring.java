package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.time.Duration;

/**
 * An io_uring: requests go in, completions come out.
 *
 * <p>Each request carries a user datum of type {@code T}, which comes back with its completion.
 * What a request uses, such as its buffers, is kept alive until then. The operations stand in the
 * interfaces that this class implements; each prepares one request, and {@link #submit} hands all
 * that were prepared to the kernel at once.
 *
 * {@snippet file="io/github/uring4j/examples/LogFile.java" region="open"}
 *
 * <p><b>Thread rule.</b> A ring belongs to the platform thread that opened it, and every method
 * throws {@link WrongThreadException} on another, except {@link #wakeup}. A virtual thread may not
 * own a ring. Interrupting the owner does not end its wait, and leaves its interrupt status; {@link
 * #wakeup} ends it.
 *
 * <p><b>Full queue.</b> The queue is a batch, not a limit: an operation that finds it full submits
 * what is there and goes on. More requests may be in flight than the queue has entries.
 *
 * <p><b>Errors.</b> What the kernel answers to a request comes with its completion. {@link
 * IOException} from a method of the ring is about the ring itself; nothing that was prepared is
 * lost by it. Null is refused everywhere but as user data.
 *
 * @param <T> the type of the user data
 * @see <a href="https://man7.org/linux/man-pages/man7/io_uring.7.html">io_uring(7)</a>
 */
public final class Ring<T> extends Preparation<T>
    implements AutoCloseable,
        AttributeOperations<T>,
        BufferGroupOperations<T>,
        BufferGroupRegistrations,
        BufferRegistrations,
        CommandOperations<T>,
        ControlOperations<T>,
        ControlRegistrations,
        EpollOperations<T>,
        FileOperations<T>,
        FutexOperations<T>,
        MemoryOperations<T>,
        MessageOperations<T>,
        FileRegistrations,
        PathOperations<T>,
        PipeOperations<T>,
        ProcessOperations<T>,
        PollOperations<T>,
        RecvmsgOperations<T>,
        RegisteredFileOperations<T>,
        RegisteredIoOperations<T>,
        RingControl,
        RingState,
        RingWaits<T>,
        SocketCommandOperations<T>,
        SocketOperations<T>,
        StorageOperations<T>,
        TimeoutOperations<T>,
        TransferOperations<T>,
        WaitRegistrations,
        ZcrxRegistrations,
        ZeroCopyOperations<T>,
        ZeroCopyReceiveOperations<T> {

  private final Duration closeTimeout;
  private final AbandonedRings.Watch watch;
  private final CompletionCollector<T> collector;
  private final Chain chain;

  /** For a ring that is ready to run, on the thread that will own it. */
  Ring(RingResources resources, Registrations registrations, Duration closeTimeout)
      throws IOException {
    super(resources, registrations);
    this.closeTimeout = closeTimeout;
    chain = new Chain(this, engine, skipped);
    collector = new CompletionCollector<>(this, engine, skipped);
    resources.ownedBy(owner);
    resources.registerDescriptor();
    watch = AbandonedRings.watch(this, resources);
  }

  /**
   * Opens a ring with the flags that this kernel runs fastest, found by trying.
   *
   * @param <T> the type of the user data
   * @param entries how many requests one submit may carry without a system call in between, 1 to
   *     32768; rounded up to a power of two. If memory is short the ring may get fewer: {@link
   *     #entries} tells
   * @return the ring, owned by the current thread
   * @throws ErrnoException if the kernel refuses, with cause and remedy in the message
   * @throws IoUringUnavailableException if this process cannot even ask the kernel, likewise
   * @throws IllegalArgumentException if {@code entries} is out of its range
   * @throws WrongThreadException on a virtual thread
   * @kernel 5.11
   */
  public static <T> Ring<T> open(int entries) throws IOException {
    return Ring.<T>builder().entries(entries).open();
  }

  /**
   * A builder for a ring with more than a size.
   *
   * @param <T> the type of the user data
   * @return a new builder
   */
  public static <T> RingBuilder<T> builder() {
    return new RingBuilder<>();
  }

  // Submitting.

  /**
   * Hands all prepared requests to the kernel. Without any there is no system call.
   *
   * @return how many were handed over
   * @throws IllegalStateException if the last one links to a next one
   * @throws ErrnoException if the kernel cannot take them now; they stay prepared
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2)</a>
   */
  public int submit() throws IOException {
    checkOwner();
    beginSubmit();
    return engine.submit();
  }

  /**
   * Submits, then waits until so many completions are ready to be collected. May return earlier
   * after a {@link #wakeup}.
   *
   * @param completions how many, 0 to {@link #completionEntries}
   * @return how many requests were submitted
   * @throws IllegalArgumentException if {@code completions} is out of its range
   * @throws IllegalStateException if the last request links to a next one
   * @throws ErrnoException if the kernel cannot take the requests now; they stay prepared
   */
  public int submitAndWait(int completions) throws IOException {
    checkOwner();
    checkWaitable(completions);
    beginSubmit();
    return engine.submitAndWait(completions, Engine.FOREVER);
  }

  /**
   * Submits, then waits until so many completions are ready to be collected, or the time is over.
   * May return earlier after a {@link #wakeup}.
   *
   * @param completions how many, 0 to {@link #completionEntries}
   * @param timeout how long at most; zero or less does not wait
   * @return how many requests were submitted
   * @throws IllegalArgumentException if {@code completions} is out of its range
   * @throws IllegalStateException if the last request links to a next one
   * @throws ErrnoException if the kernel cannot take the requests now; they stay prepared
   */
  public int submitAndWait(int completions, Duration timeout) throws IOException {
    checkOwner();
    checkWaitable(completions);
    beginSubmit();
    return engine.submitAndWait(completions, Engine.deadline(timeout));
  }

  void checkWaitable(int completions) {
    if (completions < 0 || completions > engine.cq.entries()) {
      throw new IllegalArgumentException(
          "the completion queue can show 0 to %d completions at once, not %d"
              .formatted(engine.cq.entries(), completions));
    }
  }

  void beginSubmit() {
    checkChainEnded();
    serial++;
  }

  /**
   * Ends a chain at the last request prepared: takes its link to a next one back. For when no next
   * one will come, as after an exception. Does nothing if the last request does not link.
   *
   * @throws IllegalStateException if a {@link Chain} is open, which has an end of its own
   */
  public void endChain() {
    checkOwner();
    if (open != null) {
      throw new IllegalStateException("the open chain links by itself: end it with Chain.end()");
    }
    unlinkLast();
  }

  /**
   * Begins a chain. Submits what is pending if there is not room for it all.
   *
   * @param requests how many it will have at most, 1 to {@link #entries}
   * @return the chain, open until its end or close
   * @throws IllegalArgumentException if {@code requests} is out of its range
   * @throws IllegalStateException if a chain is open, or the last request links to a next one, or
   *     this ring shares its poll thread with another
   * @throws ErrnoException if there is no room and the kernel cannot take what is pending now
   * @kernel 5.3
   */
  public Chain chain(int requests) throws IOException {
    checkOwner();
    checkChainEnded();
    if (resources.sharesPollThread()) {
      throw new IllegalStateException(
          "a poll thread that serves several rings takes 8 entries of each in turn, and would split"
              + " a chain: open this ring with one of its own");
    }
    ensureSpace(requests);
    ensureSpace(engine.sq.placesFor(requests));
    table.reserve(requests);
    serial++;
    chain.begin(requests);
    open = chain;
    return chain;
  }

  private void checkChainEnded() {
    if (open != null) {
      throw new IllegalStateException(
          "a chain is open: end it before the next submit, or close it to take its requests back");
    }
    if (lastLinks) {
      throw new IllegalStateException(
          "the last request links to a next one, and a chain split over two submits runs out of"
              + " order: prepare the next request first, or end the chain with endChain()");
    }
  }

  /**
   * Submits what is pending if fewer than {@code count} more requests fit, so that they will go
   * with one submit.
   *
   * @param count how many, 1 to {@link #entries}
   * @throws IllegalArgumentException if {@code count} is out of its range
   * @throws IllegalStateException if there is no room and the last request links to a next one
   * @throws ErrnoException if the kernel cannot take what is pending now
   */
  public void ensureSpace(int count) throws IOException {
    checkOwner();
    if (count < 1 || count > engine.sq.entries()) {
      throw new IllegalArgumentException(
          "the queue can have room for 1 to %d requests, not %d"
              .formatted(engine.sq.entries(), count));
    }
    if (engine.sq.spaceLeft() < count) {
      makeSpace(count);
    }
  }

  /**
   * How many more requests fit before a submit.
   *
   * @return 0 to {@link #entries}
   */
  public int spaceLeft() {
    checkOwner();
    return engine.sq.spaceLeft();
  }

  /**
   * Ends the owner's wait, or its next one if it does not wait now; several calls before that are
   * one. Safe from any thread, at any time: after close it does nothing.
   *
   * @throws UnsupportedOperationException if the ring has a registered descriptor only
   * @throws java.io.UncheckedIOException if the kernel cannot do it
   * @kernel 5.18
   */
  public void wakeup() {
    resources.wakeups().wakeup();
  }

  // Completions.

  /**
   * Collects the next completion without waiting or submitting.
   *
   * @return the completion, or null if there is none now
   * @throws MemoryFreedException if memory of the request was freed too early
   * @throws ErrnoException if completions were lost (EBADR)
   */
  public Completion<T> poll() throws IOException {
    checkOwner();
    return collector.poll();
  }

  /**
   * Submits, then waits for the next completion and collects it.
   *
   * @return the completion, or null after a {@link #wakeup}
   * @throws IllegalStateException if the last request links to a next one
   * @throws MemoryFreedException if memory of the request was freed too early
   * @throws ErrnoException if the kernel cannot take the requests now, or completions were lost
   *     (EBADR)
   */
  public Completion<T> await() throws IOException {
    return awaitUntil(Engine.FOREVER);
  }

  /**
   * Submits, then waits for the next completion and collects it.
   *
   * @param timeout how long to wait at most; zero or less does not wait
   * @return the completion, or null after the timeout or a {@link #wakeup}
   * @throws IllegalStateException if the last request links to a next one
   * @throws MemoryFreedException if memory of the request was freed too early
   * @throws ErrnoException if the kernel cannot take the requests now, or completions were lost
   *     (EBADR)
   */
  public Completion<T> await(Duration timeout) throws IOException {
    return awaitUntil(Engine.deadline(timeout));
  }

  private Completion<T> awaitUntil(long deadline) throws IOException {
    checkOwner();
    beginSubmit();
    return collector.await(deadline);
  }

  /**
   * Collects the completions that are there, without waiting or submitting. What arrives meanwhile,
   * or is held back because the queue was full, stays for the next call. Allocates nothing.
   *
   * @param handler gets each
   * @return how many there were
   * @throws IllegalStateException if called from a handler of this ring
   * @throws MemoryFreedException if memory of a request was freed too early
   * @throws IOException what the handler throws, or ErrnoException if completions were lost (EBADR)
   */
  public int forEachCompletion(CompletionHandler<? super T> handler) throws IOException {
    checkOwner();
    return collector.forEach(handler);
  }

  /**
   * Collects the completions that are there, as {@link #forEachCompletion(CompletionHandler)} does,
   * with all that belongs to each. Allocates nothing.
   *
   * @param handler gets each
   * @return how many there were
   * @throws IllegalStateException if called from a handler of this ring
   * @throws MemoryFreedException if memory of a request was freed too early
   * @throws IOException what the handler throws, or ErrnoException if completions were lost (EBADR)
   */
  public int forEachCompletion(CompletionViewHandler<T> handler) throws IOException {
    checkOwner();
    return collector.forEach(handler);
  }

  // Changing.

  /**
   * Changes the user data of a request, from its next completion on.
   *
   * @param request of this ring, and in flight
   * @param data what its next completions bring
   * @return what they would have brought
   * @throws IllegalArgumentException if {@code request} belongs to another ring
   * @throws IllegalStateException if its last completion has been collected
   */
  @SuppressWarnings("unchecked")
  public T replaceData(Request request, T data) {
    checkOwner();
    return (T) table.replaceData(UserData.slot(target(request)), data);
  }

  @Override
  public String toString() {
    return resources.name() + (owner == null ? " (closed)" : "");
  }

  /**
   * A mailbox, where this ring receives messages.
   *
   * @param data comes with each of them
   * @return the mailbox, open until {@link #closeMailbox} or the ring's close
   * @kernel 5.18
   */
  public Mailbox mailbox(T data) {
    checkOwner();
    return registrations.mailboxes.open(data);
  }

  /**
   * Closes a mailbox: what still arrives for it is dropped. Does nothing if it is closed.
   *
   * @param mailbox one of this ring
   * @throws IllegalArgumentException if it belongs to another ring
   */
  public void closeMailbox(Mailbox mailbox) {
    checkOwner();
    checkMine(mailbox.ring(), mailbox);
    registrations.mailboxes.close(mailbox);
  }

  // Closing.

  /**
   * Closes the ring's descriptor and keeps the one that is registered with the owner thread. So the
   * ring takes no descriptor of the process, but other threads and rings cannot reach it any more:
   * {@link #wakeup}, mailboxes, and what else names the ring by a descriptor throw
   * UnsupportedOperationException or IllegalArgumentException.
   *
   * @throws IllegalStateException if the ring has no registered descriptor, see {@link
   *     RingBuilder#registerDescriptor}, or no other
   * @kernel 6.3
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_close_ring_fd.3.html">io_uring_close_ring_fd(3)</a>
   */
  public void closeDescriptor() {
    checkOwner();
    if (!resources.mayCloseDescriptor()) {
      throw new IllegalStateException(
          resources.hasDescriptor()
              ? "the ring's descriptor is not registered with its thread, which may have 16 of"
                  + " them, or the kernel is older than Linux 6.3"
              : "the ring has no descriptor");
    }
    registrations.buffers.whileNotCloned(resources::closeDescriptor);
  }

  /**
   * Closes the ring. Requests not yet submitted are dropped, and those in flight are cancelled;
   * then this waits until the kernel has let go of them all, so that their memory may be freed.
   * Completions that nobody collected are dropped, and descriptors that they bring are closed.
   * Closing a closed ring does nothing.
   *
   * @throws RingCloseException if requests are still in flight after the ring's {@linkplain
   *     RingBuilder#closeTimeout close timeout}, 10 seconds by default: the message lists them.
   *     Then descriptor and memory are kept for ever on purpose
   * @throws IOException if the kernel refuses to wait
   * @throws WrongThreadException on another thread than the owner
   * @throws IllegalStateException if called from a handler of this ring
   */
  @Override
  public void close() throws IOException {
    if (owner == null) {
      return;
    }
    checkOwner();
    if (collector.isCollecting()) {
      throw new IllegalStateException("a handler may not close the ring whose completions it gets");
    }
    owner = null;
    resources.wakeups().close();
    registrations.ringClosed();
    chain.abandon();
    try {
      new RingCloser(resources, engine, skipped).close(closeTimeout);
    } finally {
      watch.ringClosed();
    }
  }

  // For the other interfaces.

  /** The ring that an interface is of, which the current thread may use. */
  static Ring<?> checked(Object ring) {
    Ring<?> checked = (Ring<?>) ring;
    checked.checkOwner();
    return checked;
  }

  CompletionCollector<T> collector() {
    return collector;
  }

  /**
   * A slot of this ring's registered file table.
   *
   * @param slot zero or more; whether the table has it, and a file in it, shows when it is used:
   *     the kernel answers EBADF
   * @return the descriptor
   * @throws IllegalArgumentException if no table has such a slot
   */
  public DirectFd directFd(int slot) {
    checkOwner();
    DirectFd.checkSlot(slot);
    return new DirectFd(registrations, slot);
  }
}
