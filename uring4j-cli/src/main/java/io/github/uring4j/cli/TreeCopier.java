package io.github.uring4j.cli;

import io.github.uring4j.ErrnoException;
import io.github.uring4j.FileKind;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Statx;
import io.github.uring4j.sys.FileSyscalls.DirectoryEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Copies files of any kind, and with {@code recursive} trees of them. What fails is reported, and
 * the rest goes on.
 */
final class TreeCopier implements AutoCloseable {

  private record Id(long major, long minor, long inode) {
    static Id of(Statx stat) {
      return new Id(stat.deviceMajor(), stat.deviceMinor(), stat.inode());
    }
  }

  private final CopyTools tools;
  private final FileCalls calls;
  private final FileCopier files;
  private final boolean recursive;
  private final BiConsumer<String, String> log;
  private final Consumer<IOException> failures;

  /** Directories that this made: not to be copied again when they lie within the source. */
  private final Set<Id> madeDirectories = new HashSet<>();

  /** Links that this made, and files named on the command line: not to be written through again. */
  private final Set<String> madeFiles = new HashSet<>();

  /** Null until there is a directory to copy, or if all files go another way. */
  private SmallFiles small;

  /**
   * @param log gets each file's source and target
   * @param failures gets what failed
   */
  TreeCopier(
      CopyTools tools,
      FileCopier files,
      boolean recursive,
      BiConsumer<String, String> log,
      Consumer<IOException> failures) {
    this.tools = tools;
    calls = tools.calls();
    this.files = files;
    this.recursive = recursive;
    this.log = log;
    this.failures = failures;
  }

  /** Copies a file that was named by the user, who means what a link leads to. */
  void copyNamed(String from, String to) throws StoppedException {
    attempt(
        () -> {
          Statx stat = calls.stat(from);
          if (stat.kind() == FileKind.DIRECTORY) {
            if (!recursive) {
              throw new CommandFailedException(from + ": is a directory; -r copies it");
            }
            checkOutside(from, stat, to);
          }
          copy(new TreeEntry(from, to, null), stat);
        });
    if (small != null) {
      attempt(small::finish);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private void attempt(Action action) throws StoppedException {
    try {
      action.run();
    } catch (StoppedException e) {
      throw e;
    } catch (IOException e) {
      failures.accept(e);
    } catch (IllegalArgumentException e) {
      // A name that cannot be told to the kernel.
      failures.accept(new CommandFailedException(e.getMessage(), e));
    }
  }

  private void copy(TreeEntry entry, Statx stat) throws IOException {
    String from = entry.from();
    String to = entry.to();
    if (madeFiles.contains(to)) {
      throw new CommandFailedException(
          "%s: not copied over %s, which was just made".formatted(from, to));
    }
    boolean asData =
        stat.kind() == FileKind.REGULAR_FILE || (stat.kind() != FileKind.DIRECTORY && !recursive);
    Statx existing = asData ? calls.statIfExists(to) : calls.statLinkIfExists(to);
    boolean overDirectory = existing != null && existing.kind() == FileKind.DIRECTORY;
    if (stat.kind() == FileKind.DIRECTORY) {
      copyDirectory(entry, stat);
      return;
    }
    if (overDirectory) {
      throw new CommandFailedException("%s: a directory stays, %s is none".formatted(to, from));
    }
    if (existing == null && to.endsWith("/")) {
      throw new CommandFailedException(to + ": no such directory");
    }
    log.accept(from, to);
    if (asData) {
      files.copy(from, stat, to, existing);
    } else {
      replace(from, stat, to, existing);
    }
    if (entry.directory() == null || stat.kind() == FileKind.SYMBOLIC_LINK) {
      madeFiles.add(to);
    }
  }

  /** Makes another link, FIFO, device or socket like this one. */
  private void replace(String from, Statx stat, String to, Statx existing) throws IOException {
    if (existing != null) {
      if (FileCalls.isSame(stat, existing)) {
        throw new CommandFailedException("'%s' and '%s' are the same file".formatted(from, to));
      }
      calls.remove(to);
    }
    if (stat.kind() == FileKind.SYMBOLIC_LINK) {
      calls.makeLink(calls.readLink(from), to);
    } else {
      int kind = stat.mode() - stat.permissions();
      calls.makeNode(to, kind | (stat.permissions() & Permissions.OWNER), stat);
      calls.setMode(to, Permissions.keep(stat, calls.statLink(to)));
    }
    calls.setTimes(to, stat);
  }

  private void copyDirectory(TreeEntry entry, Statx stat) throws IOException {
    String from = entry.from();
    String to = entry.to();
    if (madeDirectories.contains(Id.of(stat))) {
      throw intoItself(from, to);
    }
    Statx existing = calls.statLinkIfExists(to);
    if (existing == null) {
      log.accept(from, to);
      calls.makeDirectory(to, Permissions.OWNER);
      existing = calls.stat(to);
      madeDirectories.add(Id.of(existing));
    } else if (existing.kind() != FileKind.DIRECTORY) {
      throw new CommandFailedException("%s: no directory, and %s is one".formatted(to, from));
    }
    DirectoryCopy directory = new DirectoryCopy(entry, stat, existing);
    boolean listed = false;
    try {
      copyEntries(directory, list(from));
      listed = true;
    } finally {
      if (!listed) {
        directory.spoil();
      }
      ended(directory);
    }
  }

  private void copyEntries(DirectoryCopy directory, List<DirectoryEntry> entries)
      throws IOException {
    String from = directory.entry().from();
    for (DirectoryEntry found : entries) {
      attempt(
          () -> {
            String name = FileCalls.decode(found.name(), from);
            TreeEntry child =
                new TreeEntry(join(from, name), join(directory.entry().to(), name), directory);
            if (found.isRegular() && files.leavesSmallFiles()) {
              small().begin(child);
              directory.began();
            } else {
              copy(child, calls.statLink(child.from()));
            }
          });
    }
  }

  private SmallFiles small() throws IOException {
    if (small == null) {
      small = new SmallFiles(tools, files.keepsHoles(), new SmallFilesOutcome());
    }
    return small;
  }

  private final class SmallFilesOutcome implements SmallFiles.Outcome {

    @Override
    public void made(TreeEntry entry) {
      log.accept(entry.from(), entry.to());
    }

    @Override
    public void done(TreeEntry entry) {
      ended(entry.directory());
    }

    @Override
    public void odd(TreeEntry entry) throws StoppedException {
      attempt(() -> copy(entry, calls.statLink(entry.from())));
      ended(entry.directory());
    }

    @Override
    public void failed(IOException failure) {
      failures.accept(failure);
    }
  }

  /** Something that had begun in a directory is done: it may have been the last. */
  private void ended(DirectoryCopy directory) {
    for (DirectoryCopy at = directory; at != null && at.ended(); at = at.parent()) {
      if (at.isSpoilt()) {
        continue;
      }
      try {
        calls.setTimes(at.entry().to(), at.stat());
        calls.setMode(at.entry().to(), Permissions.keep(at.stat(), at.targetStat()));
      } catch (ErrnoException e) {
        failures.accept(e);
      }
    }
  }

  /** Ends what is on its way. */
  @Override
  public void close() throws IOException {
    if (small != null) {
      small.close();
    }
  }

  private List<DirectoryEntry> list(String path) throws IOException {
    PlainFd directory = calls.open(path, OpenFlags.RDONLY | OpenFlags.DIRECTORY, 0);
    try {
      return calls.list(directory, path);
    } finally {
      calls.close(directory, path);
    }
  }

  /** Refuses to copy a directory to a place within itself, before anything is made. */
  private void checkOutside(String from, Statx stat, String to) throws IOException {
    Statx last = null;
    String path = calls.statIfExists(to) != null ? to : parent(to);
    while (true) {
      Statx place = calls.statIfExists(path);
      if (place == null || place.kind() != FileKind.DIRECTORY) {
        return; // Making the target will say what is wrong.
      }
      if (FileCalls.isSame(place, stat)) {
        throw intoItself(from, to);
      }
      if (last != null && FileCalls.isSame(place, last)) {
        return; // The root is its own parent.
      }
      last = place;
      path = join(path, "..");
    }
  }

  private static CommandFailedException intoItself(String from, String to) {
    return new CommandFailedException(
        "cannot copy a directory, '%s', into itself, '%s'".formatted(from, to));
  }

  static String join(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static String parent(String path) {
    String bare = withoutSlashes(path);
    int slash = bare.lastIndexOf('/');
    return slash < 0 ? "." : withoutSlashes(bare.substring(0, slash + 1));
  }

  /** The name that a source gets in a target directory; a dot for what has no name of its own. */
  static String baseName(String path) {
    String bare = withoutSlashes(path);
    String name = bare.substring(bare.lastIndexOf('/') + 1);
    return name.isEmpty() || name.equals("..") ? "." : name;
  }
}
