package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What kind of file a mode speaks of. {@link #toString()} is the text that stat(1) prints.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7)</a>
 */
public enum FileKind {
  /** A kind that Linux does not define, or one that the file system did not tell. */
  UNKNOWN("unknown"),
  /** A named or unnamed pipe. */
  FIFO("fifo"),
  /** A character device. */
  CHARACTER_SPECIAL("character special file"),
  /** A directory. */
  DIRECTORY("directory"),
  /** A block device. */
  BLOCK_DEVICE("block device"),
  /** A regular file. */
  REGULAR_FILE("regular file"),
  /** A symbolic link. */
  SYMBOLIC_LINK("symbolic link"),
  /** A socket. */
  SOCKET("socket");

  private final String text;

  FileKind(String text) {
    this.text = text;
  }

  /** The kind in the S_IFMT bits of a mode. */
  static FileKind of(int mode) {
    return switch (mode & LinuxConstants.S_IFMT) {
      case LinuxConstants.S_IFIFO -> FIFO;
      case LinuxConstants.S_IFCHR -> CHARACTER_SPECIAL;
      case LinuxConstants.S_IFDIR -> DIRECTORY;
      case LinuxConstants.S_IFBLK -> BLOCK_DEVICE;
      case LinuxConstants.S_IFREG -> REGULAR_FILE;
      case LinuxConstants.S_IFLNK -> SYMBOLIC_LINK;
      case LinuxConstants.S_IFSOCK -> SOCKET;
      default -> UNKNOWN;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
