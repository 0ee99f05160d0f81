package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.StoppedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file to write to. What is there already is written over only if that is asked for; what was
 * made here is removed at the end.
 */
final class ScratchFile implements AutoCloseable {

  private static final int PIECE = 1 << 20;

  private final Path path;
  private final boolean made;
  private final boolean wasEmpty;

  private ScratchFile(Path path, boolean made, boolean wasEmpty) {
    this.path = path;
    this.made = made;
    this.wasEmpty = wasEmpty;
  }

  /**
   * Makes it, if it does not exist, and fills it, if it is empty.
   *
   * @param size in bytes; a file that is not empty keeps its own
   * @param overwrite whether a file that is not empty may be written over
   */
  static ScratchFile prepare(String name, long size, boolean overwrite) throws IOException {
    Path path = Path.of(name);
    ScratchFile file = new ScratchFile(path, make(path), false);
    if (!file.made) {
      long existing = Files.isRegularFile(path) ? Files.size(path) : -1;
      if (existing < 0) {
        throw new CommandFailedException(
            name + (Files.isDirectory(path) ? ": is a directory" : ": is no regular file"));
      }
      if (existing > 0 && !overwrite) {
        throw new CommandFailedException(
            name
                + ": exists, and what is in it would be destroyed: give another name, or"
                + " --overwrite");
      }
      if (existing > 0) {
        return file;
      }
      if (isOfKernel(path)) {
        throw new CommandFailedException(
            name + ": is no file to fill, but a way to talk to the kernel: give another name");
      }
      file = new ScratchFile(path, false, true);
    }
    boolean filled = false;
    try {
      fill(path, size);
      filled = true;
    } finally {
      if (!filled) {
        file.close();
      }
    }
    return file;
  }

  /**
   * Files in /proc, /sys and the like are regular and empty, and whoever writes there changes
   * something.
   */
  private static boolean isOfKernel(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return store.getTotalSpace() == 0 && !store.type().equals("tmpfs");
  }

  private static boolean make(Path path) throws IOException {
    try {
      Files.createFile(path);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** So that what is measured neither looks for space nor makes the file longer. */
  private static void fill(Path path, long size) throws IOException {
    byte[] bytes = new byte[PIECE];
    Arrays.fill(bytes, (byte) 0x5a);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; ) {
        int length = (int) Math.min(PIECE, size - at);
        at += channel.write(ByteBuffer.wrap(bytes, 0, length), at);
      }
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      throw new StoppedException();
    }
  }

  @Override
  public void close() throws IOException {
    if (made) {
      Files.deleteIfExists(path);
    } else if (wasEmpty) {
      FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }
}
