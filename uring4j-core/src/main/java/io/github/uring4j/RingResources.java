package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.MADV_DONTFORK;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringRsrcUpdate;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a ring must give back: descriptor, mappings, scratch memory, and through the slot table
 * everything that the kernel may touch.
 *
 * <p>From the ring's first submission until its close this object is reachable from a static set,
 * whatever happens to the ring: memory that the kernel may write to must never be freed because
 * Java has forgotten it.
 */
final class RingResources {

  /** Resources of rings that have submitted something and are not closed. */
  private static final Set<RingResources> ROOTS = ConcurrentHashMap.newKeySet();

  private final Syscalls syscalls;

  /** The descriptor, or -1 for a ring that has none, from the start or by now. */
  private int fd;

  /** The index of the registered descriptor, good on the owner thread only, or -1. */
  private int index;

  private final boolean registersDescriptor;
  private RingLayout layout;

  private boolean forkable = true;
  private final boolean applicationMemory;
  private final SlotTable table;
  private final Scratch scratch;
  private final BufferGroups groups = new BufferGroups();

  /** What the kernel uses until the ring is gone. */
  private final List<Object> kept = new ArrayList<>(0);

  private final Wakeups wakeups;

  /** What was mapped for the ring later. */
  private final List<MemorySegment> mappings = new ArrayList<>();

  private final Throwable openedAt = new Throwable("the ring was opened here");
  private volatile WeakReference<Thread> owner;
  private boolean closed;

  /** Written by whoever opens the other ring. */
  private volatile boolean sharesPollThread;

  private boolean rooted;

  /** Whether it is known that this will never be released. */
  private final AtomicBoolean reported = new AtomicBoolean();

  RingResources(RingConfig config, Syscalls syscalls, int fd, RingLayout layout) {
    this.syscalls = syscalls;
    boolean indexOnly = hasRegisteredDescriptorOnly(layout.setupFlags());
    this.fd = indexOnly ? -1 : fd;
    index = indexOnly ? fd : -1;
    registersDescriptor = config.registersDescriptor();
    this.layout = layout;
    applicationMemory = config.ringMemory() != null;
    table = new SlotTable(layout.sqEntries());
    scratch = new Scratch(syscalls);
    wakeups = new Wakeups(this.fd, config.poster().get());
  }

  Syscalls syscalls() {
    return syscalls;
  }

  /** The descriptor. Only where {@link #hasDescriptor}. */
  int fd() {
    return fd;
  }

  boolean hasDescriptor() {
    return fd >= 0;
  }

  /** The index of the registered descriptor, or -1. */
  int index() {
    return index;
  }

  /** What the ring is entered by: see {@link #indexFlag}. */
  int enterFd() {
    return index >= 0 ? index : fd;
  }

  /** IORING_ENTER_REGISTERED_RING if that is an index. */
  int indexFlag() {
    return index >= 0 ? IORING_ENTER_REGISTERED_RING : 0;
  }

  /** For messages. */
  String name() {
    return "io_uring " + (fd >= 0 ? "" + fd : "without descriptor");
  }

  /**
   * Registers the descriptor with the current thread, which will own the ring: an index costs the
   * kernel less at each enter. Does nothing if the kernel cannot (before Linux 5.18), or the thread
   * has 16 of them.
   */
  void registerDescriptor() {
    if (!registersDescriptor || index >= 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment update = atIndex(arena, -1);
      update.set(JAVA_LONG, IoUringRsrcUpdate.DATA, fd);
      if (register(IORING_REGISTER_RING_FDS, update, 1) == 1) {
        index = update.get(JAVA_INT, IoUringRsrcUpdate.OFFSET);
      }
    }
  }

  /** Whether the ring can do without its descriptor. */
  boolean mayCloseDescriptor() {
    return index >= 0 && fd >= 0 && (layout.features() & IORING_FEAT_REG_REG_RING) != 0;
  }

  /** Keeps the registered one only. */
  void closeDescriptor() {
    wakeups.loseDescriptor();
    syscalls.close(fd);
    fd = -1;
  }

  private static boolean hasRegisteredDescriptorOnly(int setupFlags) {
    return (setupFlags & IORING_SETUP_REGISTERED_FD_ONLY) != 0;
  }

  RingLayout layout() {
    return layout;
  }

  /** The queues have moved to other memory. */
  void moved(RingLayout newLayout) throws ErrnoException {
    unmap(layout);
    layout = newLayout;
    if (!forkable) {
      dontFork();
    }
  }

  /** Keeps the queues' memory out of child processes. */
  void dontFork() throws ErrnoException {
    if (applicationMemory) {
      throw new IllegalStateException(
          "the queues lie in the application's memory: call madvise(2) for all of that");
    }
    forkable = false;
    for (MemorySegment memory : List.of(layout.rings(), layout.sqes())) {
      int result = syscalls.madvise(memory.address(), memory.byteSize(), MADV_DONTFORK);
      if (result < 0) {
        throw new ErrnoException(-result, "madvise", "DONTFORK");
      }
    }
  }

  private void unmap(RingLayout unused) {
    syscalls.munmap(unused.sqes().address(), unused.sqes().byteSize());
    syscalls.munmap(unused.rings().address(), unused.rings().byteSize());
  }

  SlotTable table() {
    return table;
  }

  Scratch scratch() {
    return scratch;
  }

  /** Keeps something reachable as long as the ring may be used by the kernel. */
  void keep(Object object) {
    kept.add(object);
  }

  BufferGroups groups() {
    return groups;
  }

  Wakeups wakeups() {
    return wakeups;
  }

  Throwable openedAt() {
    return openedAt;
  }

  int register(int opcode, MemorySegment arg, int count) {
    boolean byIndex = index >= 0 && (fd < 0 || (layout.features() & IORING_FEAT_REG_REG_RING) != 0);
    return byIndex
        ? syscalls.register(index, opcode | IORING_REGISTER_USE_REGISTERED_RING, arg, count)
        : syscalls.register(fd, opcode, arg, count);
  }

  boolean sharesPollThread() {
    return sharesPollThread;
  }

  void sharePollThread(RingResources other) {
    sharesPollThread = true;
    other.sharesPollThread = true;
  }

  /** Nobody may register anything any more: the descriptor's number may soon be another's. */
  void ringClosed() {
    closed = true;
    groups.ringClosed();
  }

  void ownedBy(Thread thread) {
    owner = new WeakReference<>(thread);
  }

  /** For what must not refer to the ring itself, or a dropped ring would never be found. */
  void checkOwner() {
    if (closed) {
      throw new IllegalStateException("the ring is closed");
    }
    Thread current = Thread.currentThread();
    Thread expected = owner.get();
    if (current != expected) {
      throw new WrongThreadException(
          "the ring belongs to %s and was called by %s".formatted(expected, current));
    }
  }

  /** Has memory unmapped with the ring's. */
  void mapped(MemorySegment memory) {
    mappings.add(memory);
  }

  /** Keeps everything reachable until {@link #release}. */
  void root() {
    if (!rooted) {
      rooted = true;
      ROOTS.add(this);
    }
  }

  boolean isRooted() {
    return rooted;
  }

  /**
   * Unmaps the memory and closes the descriptor. Only when the kernel has let go of all requests.
   */
  void release() {
    groups.release();
    if (index >= 0) {
      try (Arena arena = Arena.ofConfined()) {
        register(IORING_UNREGISTER_RING_FDS, atIndex(arena, index), 1);
      }
    }
    if (fd >= 0) {
      syscalls.close(fd);
    }
    if (!applicationMemory) {
      unmap(layout);
    }
    mappings.forEach(each -> syscalls.munmap(each.address(), each.byteSize()));
    scratch.unmap();
    ROOTS.remove(this);
  }

  /** Undoes what set-up has made. */
  static void closeDescriptor(Syscalls syscalls, int fd, int setupFlags) {
    if (!hasRegisteredDescriptorOnly(setupFlags)) {
      syscalls.close(fd);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      syscalls.register(
          fd,
          IORING_UNREGISTER_RING_FDS | IORING_REGISTER_USE_REGISTERED_RING,
          atIndex(arena, fd),
          1);
    }
  }

  private static MemorySegment atIndex(Arena arena, int index) {
    MemorySegment update = arena.allocate(IoUringRsrcUpdate.SIZE, Long.BYTES);
    update.set(JAVA_INT, IoUringRsrcUpdate.OFFSET, index);
    return update;
  }

  /**
   * Reports, once each, the rings that nobody can close any more because their owner thread has
   * ended.
   */
  static void reportOwnersEnded() {
    for (RingResources resources : ROOTS) {
      Thread thread = resources.owner.get();
      if ((thread == null || !thread.isAlive()) && resources.mayReport()) {
        AbandonedRings.reportOwnerEnded(resources);
      }
    }
  }

  /** Whether nobody has been told yet. Says yes once. */
  boolean mayReport() {
    return reported.compareAndSet(false, true);
  }

  /** Close has given up, and whoever closed has been told. */
  void keepForEver() {
    reported.set(true);
  }
}
