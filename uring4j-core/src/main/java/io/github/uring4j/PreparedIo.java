package io.github.uring4j;

/**
 * A read or a write, of any kind.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedIo extends Prepared<PreparedIo> {

  PreparedIo(Ring<?> ring) {
    super(ring);
  }

  /**
   * Adds flags for this one transfer. The kernel answers EOPNOTSUPP to those that it or the file
   * system does not have.
   *
   * @param rwFlags a combination of {@link RwFlags}
   * @return this
   * @kernel 5.6
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">preadv2(2)</a>
   */
  public PreparedIo rwFlags(int rwFlags) {
    setOperationFlags(rwFlags);
    return this;
  }
}
