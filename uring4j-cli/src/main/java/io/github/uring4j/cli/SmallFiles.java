package io.github.uring4j.cli;

import io.github.uring4j.AtFlags;
import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Fd;
import io.github.uring4j.FileKind;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import io.github.uring4j.StatxMask;
import io.github.uring4j.cli.SmallFile.Step;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Copies small regular files to new ones, many at once: each goes through open, statx, read, open,
 * write and close on a ring, whatever the others do.
 *
 * <p>What is odd about a file, be it large, sparse, unreadable or there already, is left to {@link
 * FileCopier}, which begins anew and says what is wrong. What was opened for it is closed by then.
 */
final class SmallFiles implements AutoCloseable {

  /** What becomes of files. Only the last two may use rings. */
  interface Outcome {
    /** The target is made, and the file will soon be complete. */
    void made(TreeEntry entry);

    void failed(IOException failure);

    /** The file is complete, or its failure was told. */
    void done(TreeEntry entry);

    /** The file is to be copied in another way. */
    void odd(TreeEntry entry) throws StoppedException;
  }

  /** What is shorter is small. */
  private static final int MEMORY = 64 << 10;

  private static final int MOST_AT_ONCE = 64;

  /** How many completions to wait for, if so many may come: fewer switches between threads. */
  private static final int BATCH = 16;

  private static final int SET_USER_OR_GROUP = 06000;
  private static final int SOURCE_FLAGS = OpenFlags.RDONLY | OpenFlags.NOFOLLOW;
  private static final int TARGET_FLAGS = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL;

  private final Ring<Step> ring;
  private final FileCalls calls;
  private final StopSignal stop;
  private final CopyProgress progress;
  private final boolean keepHoles;
  private final Outcome outcome;

  /** What was used last is used first, being in the caches. */
  private final ArrayDeque<SmallFile> free = new ArrayDeque<>();

  /** Those without a request in flight, to be told of. */
  private final ArrayDeque<SmallFile> ended = new ArrayDeque<>();

  /** Those that had no descriptors, and may have when the others are through. */
  private final ArrayDeque<TreeEntry> starved = new ArrayDeque<>();

  private int begun;
  private boolean closing;

  /**
   * @param keepHoles whether a file with holes is odd
   */
  SmallFiles(CopyTools tools, boolean keepHoles, Outcome outcome) throws IOException {
    calls = tools.calls();
    stop = tools.stop();
    progress = tools.progress();
    this.keepHoles = keepHoles;
    this.outcome = outcome;
    int count = Math.clamp(calls.descriptorLimit() / 8, 1, MOST_AT_ONCE);
    MemorySegment memory = Arena.ofAuto().allocate((long) count * MEMORY, CopyBuffers.ALIGNMENT);
    for (int i = 0; i < count; i++) {
      free.add(new SmallFile(memory.asSlice((long) i * MEMORY, MEMORY)));
    }
    ring = Ring.open(2 * count);
    stop.alsoWakes(ring);
  }

  /** Begins with a file, once there is room for one more. */
  void begin(TreeEntry entry) throws IOException {
    while (free.isEmpty()) {
      turn();
    }
    stop.check();
    SmallFile file = free.pop();
    file.begin(entry);
    begun++;
    try {
      ring.openat(file.open, Fd.CWD, entry.from(), SOURCE_FLAGS, 0);
      file.inFlight++;
    } finally {
      if (file.inFlight == 0) {
        release(file);
      }
    }
  }

  /** Goes on until all that has begun is through. */
  void finish() throws IOException {
    while (begun > 0) {
      turn();
    }
    while (!starved.isEmpty()) {
      outcome.odd(starved.poll());
    }
  }

  /** Completes what has a target already, and leaves the rest. */
  @Override
  public void close() throws IOException {
    closing = true;
    try {
      while (begun > 0) {
        collect();
        ended.forEach(this::release);
        ended.clear();
      }
    } finally {
      ring.close();
    }
  }

  private void turn() throws IOException {
    collect();
    while (!ended.isEmpty()) {
      SmallFile file = ended.poll();
      TreeEntry entry = file.entry;
      boolean odd = file.odd;
      boolean wasStarved = file.starved;
      release(file);
      if (wasStarved) {
        starved.add(entry);
      } else if (odd) {
        outcome.odd(entry);
      } else {
        outcome.done(entry);
      }
    }
    progress.show();
    stop.check();
  }

  private void collect() throws IOException {
    ring.submitAndWait(Math.clamp(begun, 1, BATCH));
    ring.forEachCompletion(this::completed);
  }

  private void release(SmallFile file) {
    begun--;
    free.push(file);
  }

  private boolean isEnding() {
    return closing || stop.requested();
  }

  private void completed(Step step, int result, int flags) throws IOException {
    SmallFile file = step.file();
    file.inFlight--;
    switch (step.action()) {
      case OPEN -> opened(file, result);
      case STAT -> didStat(file, result);
      case READ -> didRead(file, result);
      case CREATE -> created(file, result);
      case WRITE -> wrote(file, result);
      case CLOSE_TARGET -> closedTarget(file, result);
      case CLOSE -> {}
    }
    if (file.inFlight == 0) {
      ended.add(file);
    }
  }

  private void opened(SmallFile file, int result) throws IOException {
    if (result < 0) {
      leave(file, -result);
      return;
    }
    file.source = PlainFd.of(result);
    ring.statx(
        file.statSource, file.source, "", AtFlags.EMPTY_PATH, StatxMask.BASIC_STATS, file.stat);
    file.inFlight++;
  }

  private void didStat(SmallFile file, int result) throws IOException {
    if (result < 0 || !isPlain(file.stat)) {
      leave(file, -result);
    } else if (isEnding()) {
      closeSource(file);
    } else {
      ring.read(file.read, file.source, file.memory, 0);
      file.inFlight++;
    }
  }

  private boolean isPlain(Statx stat) {
    return stat.kind() == FileKind.REGULAR_FILE
        && stat.size() < MEMORY
        && (stat.permissions() & SET_USER_OR_GROUP) == 0
        && !(keepHoles && stat.blocks() * 512 < stat.size());
  }

  /** What is longer or shorter than it said may be changing, or not know its size. */
  private void didRead(SmallFile file, int result) throws IOException {
    if (result != file.stat.size()) {
      leave(file, Math.max(-result, 0));
      return;
    }
    closeSource(file);
    if (isEnding()) {
      return;
    }
    file.length = result;
    int mode = file.stat.permissions() & Permissions.OWNER;
    ring.openat(file.create, Fd.CWD, file.entry.to(), TARGET_FLAGS, mode);
    file.inFlight++;
  }

  private void created(SmallFile file, int result) throws IOException {
    if (result < 0) {
      leave(file, -result);
      return;
    }
    file.target = PlainFd.of(result);
    outcome.made(file.entry);
    if (file.length == 0) {
      complete(file);
      return;
    }
    ring.write(file.write, file.target, file.memory.asSlice(0, file.length), 0).async();
    file.inFlight++;
  }

  private void wrote(SmallFile file, int result) throws IOException {
    if (result == file.length) {
      complete(file);
    } else {
      leave(file, 0);
    }
  }

  private void complete(SmallFile file) throws IOException {
    try {
      calls.keepAttributes(file.stat, file.target, file.entry.to(), file.stat.permissions());
    } catch (CommandFailedException e) {
      outcome.failed(e);
    }
    closeTarget(file);
  }

  private void closedTarget(SmallFile file, int result) {
    if (file.odd) {
      return;
    }
    if (result < 0) {
      outcome.failed(new ErrnoException(-result, "close", file.entry.to()));
      return;
    }
    progress.begin(file.entry.from(), file.length);
    progress.wrote(file.length);
    progress.end();
  }

  /** Leaves it to another way of copying, when what is open is closed. */
  private void leave(SmallFile file, int errno) throws IOException {
    file.odd = true;
    file.starved = errno == Errno.EMFILE || errno == Errno.ENFILE;
    if (file.target != null) {
      closeTarget(file);
    } else if (file.source != null) {
      closeSource(file);
    }
  }

  private void closeSource(SmallFile file) throws IOException {
    ring.close(file.close, file.source);
    file.source = null;
    file.inFlight++;
  }

  private void closeTarget(SmallFile file) throws IOException {
    ring.close(file.closeTarget, file.target);
    file.inFlight++;
  }
}
