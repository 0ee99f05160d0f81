package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What of protection information is checked: the {@code IO_INTEGRITY_CHK_} flags.
 *
 * @see <a href="https://docs.kernel.org/block/data-integrity.html">Data Integrity</a>
 */
public final class PiFlags {

  /**
   * The checksum of each block.
   *
   * @kernel 6.14
   */
  public static final int GUARD = LinuxConstants.IO_INTEGRITY_CHK_GUARD;

  /**
   * The reference tag of each block, which counts on from the seed.
   *
   * @kernel 6.14
   */
  public static final int REFTAG = LinuxConstants.IO_INTEGRITY_CHK_REFTAG;

  /**
   * The application tag of each block.
   *
   * @kernel 6.14
   */
  public static final int APPTAG = LinuxConstants.IO_INTEGRITY_CHK_APPTAG;

  private PiFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(PiFlags.class, flags);
  }
}
