package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;

/**
 * Requests on paths: open, stat, link, rename, remove, make.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * <p><b>Paths</b> are encoded in UTF-8 and copied. A relative one starts at the directory given,
 * {@link Fd#CWD} for the current one; an absolute one ignores it. A path with a NUL character is
 * refused with IllegalArgumentException.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface PathOperations<T> permits Ring {

  /**
   * Opens a file, and creates it if asked to, as openat(2). {@link #openat2} can say more, and has
   * flags checked that this ignores.
   *
   * <p>Result: a descriptor that the caller owns, see {@link Completion#fd}; it is closed on exec
   * unless {@link PreparedOpen#inheritable} says otherwise. With {@link PreparedOpen#direct()} a
   * direct one, see {@link Completion#directFd}. Or {@code -ENOENT}, {@code -EACCES}, {@code
   * -EEXIST}.
   *
   * @param data comes back with the completion
   * @param directory where a relative path starts; stays the caller's
   * @param path the file
   * @param openFlags a combination of {@link OpenFlags}; {@link OpenFlags#CLOEXEC} is added
   * @param mode permissions of a file that is made, less those in the umask; 0 to 07777 (octal)
   * @return the request, to modify: direct, inheritable
   * @throws IllegalArgumentException if the path contains NUL or cannot be encoded, or the mode has
   *     other bits
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_openat.3.html">io_uring_prep_openat(3)</a>
   */
  default PreparedOpen openat(T data, PlainFd directory, String path, int openFlags, int mode)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int directoryNumber = directory.value();
    byte[] bytes = Paths.encode(path);
    Modes.checkPermissions(mode);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, bytes);
    long userData = ring.table().allocate(IORING_OP_OPENAT, directoryNumber, data, block);
    Encoders.openat(
        ring.sqes(),
        entry,
        userData,
        directoryNumber,
        block.address(),
        openFlags | OpenFlags.CLOEXEC,
        mode);
    return ring.queued(ring.opens, entry, userData);
  }

  /**
   * Opens a file, and creates it if asked to, as openat2(2).
   *
   * <p>Result: a descriptor that the caller owns, see {@link Completion#fd}; it is closed on exec
   * unless {@link OpenHow#inheritable} or {@link PreparedOpen#inheritable} says otherwise. With
   * {@link PreparedOpen#direct()} a direct one, see {@link Completion#directFd}. Or {@code
   * -ENOENT}, {@code -EACCES}, {@code -EXDEV} for a path that leaves what {@link Resolve} allows.
   *
   * @param data comes back with the completion
   * @param directory where a relative path starts; stays the caller's
   * @param path the file
   * @param how access, flags, mode and resolution
   * @return the request, to modify: direct, inheritable
   * @throws IllegalArgumentException if the path contains NUL or cannot be encoded, or {@code how}
   *     contradicts itself
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_openat2.3.html">io_uring_prep_openat2(3)</a>
   */
  default PreparedOpen openat2(T data, PlainFd directory, String path, OpenHow how)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int directoryNumber = directory.value();
    how.validate();
    byte[] bytes = Paths.encode(path);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, bytes, OpenHow.SIZE);
    how.write(block.memory, 0);
    long userData = ring.table().allocate(IORING_OP_OPENAT2, directoryNumber, data, block);
    Encoders.openat2(
        ring.sqes(),
        entry,
        userData,
        directoryNumber,
        block.address() + OpenHow.SIZE,
        block.address(),
        OpenHow.SIZE);
    return ring.queued(ring.opens, entry, userData);
  }

  /**
   * Asks for the attributes of a file, as statx(2).
   *
   * <p>Result: 0, and {@code result} is filled; what it held before is lost. For an open file give
   * its descriptor as the directory, an empty path and {@link AtFlags#EMPTY_PATH}.
   *
   * @param data comes back with the completion
   * @param directory where a relative path starts; stays the caller's
   * @param path the file
   * @param atFlags a combination of {@link AtFlags}
   * @param mask what is wanted, a combination of {@link StatxMask}
   * @param result is filled; must not be read, or given to another request, until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if a path contains NUL or cannot be encoded
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_statx.3.html">io_uring_prep_statx(3)</a>
   */
  default PreparedRequest statx(
      T data, PlainFd directory, String path, int atFlags, int mask, Statx result)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int directoryNumber = directory.value();
    byte[] bytes = Paths.encode(path);
    long resultAddress = result.address();
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, bytes);
    block.hold(result);
    long userData = ring.table().allocate(IORING_OP_STATX, directoryNumber, data, block);
    Encoders.statx(
        ring.sqes(),
        entry,
        userData,
        directoryNumber,
        block.address(),
        atFlags,
        mask,
        resultAddress);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Gives a file one more name, as linkat(2). Never replaces a file.
   *
   * <p>Result: 0, or {@code -EEXIST}.
   *
   * @param data comes back with the completion
   * @param oldDirectory where a relative old path starts; stays the caller's
   * @param oldPath the file
   * @param newDirectory where a relative new path starts; stays the caller's
   * @param newPath its additional name
   * @param atFlags a combination of {@link AtFlags}: SYMLINK_FOLLOW, EMPTY_PATH
   * @return the request, to modify
   * @throws IllegalArgumentException if a path contains NUL or cannot be encoded
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_linkat.3.html">io_uring_prep_linkat(3)</a>
   */
  default PreparedRequest linkat(
      T data,
      PlainFd oldDirectory,
      String oldPath,
      PlainFd newDirectory,
      String newPath,
      int atFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int oldNumber = oldDirectory.value();
    int newNumber = newDirectory.value();
    byte[] oldBytes = Paths.encode(oldPath);
    byte[] newBytes = Paths.encode(newPath);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(oldPath, oldBytes, newBytes);
    long userData = ring.table().allocate(IORING_OP_LINKAT, oldNumber, data, block);
    Encoders.linkat(
        ring.sqes(),
        entry,
        userData,
        oldNumber,
        block.address(),
        newNumber,
        block.address() + oldBytes.length + 1,
        atFlags);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Gives a file another name, as renameat2(2).
   *
   * <p>Result: 0, or {@code -EEXIST} with {@link RenameFlags#NOREPLACE}.
   *
   * @param data comes back with the completion
   * @param oldDirectory where a relative old path starts; stays the caller's
   * @param oldPath the file
   * @param newDirectory where a relative new path starts; stays the caller's
   * @param newPath its new name
   * @param renameFlags a combination of {@link RenameFlags}, 0 to replace what has the name
   * @return the request, to modify
   * @throws IllegalArgumentException if a path contains NUL or cannot be encoded
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.11
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_renameat.3.html">io_uring_prep_renameat(3)</a>
   */
  default PreparedRequest renameat(
      T data,
      PlainFd oldDirectory,
      String oldPath,
      PlainFd newDirectory,
      String newPath,
      int renameFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int oldNumber = oldDirectory.value();
    int newNumber = newDirectory.value();
    byte[] oldBytes = Paths.encode(oldPath);
    byte[] newBytes = Paths.encode(newPath);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(oldPath, oldBytes, newBytes);
    long userData = ring.table().allocate(IORING_OP_RENAMEAT, oldNumber, data, block);
    Encoders.renameat(
        ring.sqes(),
        entry,
        userData,
        oldNumber,
        block.address(),
        newNumber,
        block.address() + oldBytes.length + 1,
        renameFlags);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Makes a symbolic link, as symlinkat(2).
   *
   * <p>Result: 0, or {@code -EEXIST}.
   *
   * @param data comes back with the completion
   * @param target what the link says; need not exist
   * @param directory where a relative link path starts; stays the caller's
   * @param linkPath the link
   * @return the request, to modify
   * @throws IllegalArgumentException if a path contains NUL or cannot be encoded
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_symlinkat.3.html">io_uring_prep_symlinkat(3)</a>
   */
  default PreparedRequest symlinkat(T data, String target, PlainFd directory, String linkPath)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int directoryNumber = directory.value();
    byte[] targetBytes = Paths.encode(target);
    byte[] linkBytes = Paths.encode(linkPath);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(linkPath, targetBytes, linkBytes);
    long userData = ring.table().allocate(IORING_OP_SYMLINKAT, directoryNumber, data, block);
    Encoders.symlinkat(
        ring.sqes(),
        entry,
        userData,
        block.address(),
        directoryNumber,
        block.address() + targetBytes.length + 1);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Removes a name, and the file with its last one, as unlinkat(2).
   *
   * <p>Result: 0, or {@code -ENOENT}, {@code -EISDIR}, {@code -ENOTEMPTY}.
   *
   * @param data comes back with the completion
   * @param directory where a relative path starts; stays the caller's
   * @param path the name
   * @param atFlags {@link AtFlags#REMOVEDIR} for a directory, else 0
   * @return the request, to modify
   * @throws IllegalArgumentException if a path contains NUL or cannot be encoded
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.11
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_unlinkat.3.html">io_uring_prep_unlinkat(3)</a>
   */
  default PreparedRequest unlinkat(T data, PlainFd directory, String path, int atFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int directoryNumber = directory.value();
    byte[] bytes = Paths.encode(path);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, bytes);
    long userData = ring.table().allocate(IORING_OP_UNLINKAT, directoryNumber, data, block);
    Encoders.unlinkat(ring.sqes(), entry, userData, directoryNumber, block.address(), atFlags);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Makes a directory, as mkdirat(2).
   *
   * <p>Result: 0, or {@code -EEXIST}.
   *
   * @param data comes back with the completion
   * @param directory where a relative path starts; stays the caller's
   * @param path the directory
   * @param mode its permissions, less those in the umask
   * @return the request, to modify
   * @throws IllegalArgumentException if a path contains NUL or cannot be encoded
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_mkdirat.3.html">io_uring_prep_mkdirat(3)</a>
   */
  default PreparedRequest mkdirat(T data, PlainFd directory, String path, int mode)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int directoryNumber = directory.value();
    byte[] bytes = Paths.encode(path);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, bytes);
    long userData = ring.table().allocate(IORING_OP_MKDIRAT, directoryNumber, data, block);
    Encoders.mkdirat(ring.sqes(), entry, userData, directoryNumber, block.address(), mode);
    return ring.queued(ring.requests, entry, userData);
  }
}
