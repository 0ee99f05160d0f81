package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Files to be put into slots that the kernel picks, and the place where it tells which: for {@link
 * RegisteredFileOperations#filesUpdate(Object, DirectFds)}. Owns its native memory, which lives as
 * long as it. Serves one request at a time, and may be used again after the completion.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class DirectFds {

  private final PlainFd[] files;
  private final MemorySegment numbers;
  private Object ring;
  private boolean inFlight;
  private int installed;

  private DirectFds(PlainFd[] files) {
    this.files = files;
    numbers = Arena.ofAuto().allocate(JAVA_INT, files.length);
  }

  /**
   * For these files.
   *
   * @param files open files, 1 to 1048576, each no more than a number until the request is prepared
   * @return the holder
   * @throws IllegalArgumentException if there are none or too many, or one is {@link Fd#CWD} or
   *     {@link FileRegistrations#SKIP}
   */
  public static DirectFds of(PlainFd... files) {
    FileTable.checkCount(files.length);
    PlainFd[] copy = files.clone();
    for (PlainFd file : copy) {
      if (Objects.requireNonNull(file, "file").value() < 0) {
        throw new IllegalArgumentException(file + " is no open file");
      }
    }
    return new DirectFds(copy);
  }

  /**
   * How many files there are.
   *
   * @return at least 1
   */
  public int size() {
    return files.length;
  }

  /**
   * Where the kernel has put a file.
   *
   * @param index which file, from 0
   * @return its direct descriptor
   * @throws IndexOutOfBoundsException if there is no such file
   * @throws IllegalStateException if the completion has not been collected, or said that this file
   *     was not put anywhere
   */
  public DirectFd get(int index) {
    Objects.checkIndex(index, files.length);
    checkIdle();
    if (index >= installed) {
      throw new IllegalStateException(
          "%d of %d files have been put into slots, and file %d is not among them"
              .formatted(installed, files.length, index));
    }
    return new DirectFd(ring, numbers.getAtIndex(JAVA_INT, index));
  }

  void checkIdle() {
    if (inFlight) {
      throw new IllegalStateException(
          this + " is in flight: wait for the completion, or use another one");
    }
  }

  /** Called by the ring when it makes a request: the kernel has overwritten what was there. */
  void prepare(Object ofRing) {
    ring = ofRing;
    for (int i = 0; i < files.length; i++) {
      numbers.setAtIndex(JAVA_INT, i, files[i].value());
    }
    installed = 0;
    inFlight = true;
  }

  /** Called by the ring when the request has ended. */
  void completed(int res) {
    inFlight = false;
    installed = Math.max(res, 0);
  }

  long address() {
    return numbers.address();
  }

  @Override
  public String toString() {
    return "a place for %d direct descriptor(s)".formatted(files.length);
  }
}
