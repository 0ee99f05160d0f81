package io.github.uring4j;

import java.io.IOException;

/**
 * Whether io_uring can be used here.
 *
 * <p>It often cannot: container runtimes filter it, administrators switch it off, limits are low.
 * {@link #availability} says which it is and what to do. A program that can do without io_uring
 * asks it first; one that cannot simply opens a ring, and the exception says the same.
 */
public final class IoUring {

  /** As few as a ring may be given when memory is short. */
  private static final int ENTRIES = 8;

  private IoUring() {}

  /**
   * Whether a ring can be opened, found by opening a small one. Never throws, whatever the
   * operating system or architecture. The first call tries, and later ones give the same answer.
   * Safe from any thread.
   *
   * <p>A later ring may still be refused where a limit is shared with others; then {@link
   * Ring#open} says why in the same words.
   *
   * @return the answer, with reason and remedy
   */
  public static Availability availability() {
    return Tried.AVAILABILITY;
  }

  /** Initialised by the first call, once. */
  private static final class Tried {

    static final Availability AVAILABILITY = tryOne();

    private static Availability tryOne() {
      try {
        Diagnosis diagnosis = Diagnosis.ofThisProcess();
        Availability platform = diagnosis.ofPlatform();
        return platform.isAvailable() ? tryOne(diagnosis) : platform;
      } catch (IOException | RuntimeException | LinkageError e) {
        return Diagnosis.ofSurprise(e.toString());
      }
    }

    private static Availability tryOne(Diagnosis diagnosis) throws IOException {
      // Now, since these classes cannot be loaded any more once there is no descriptor left.
      Availability noDescriptors = diagnosis.ofSetup(Errno.EMFILE, 0, ENTRIES);
      try {
        RingSetup.open(RingConfig.fastest(ENTRIES)).release();
        return Availability.YES;
      } catch (ErrnoException e) {
        return e.errno() == Errno.EMFILE ? noDescriptors : e.availability();
      }
    }
  }
}
