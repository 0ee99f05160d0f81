package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.Structs.IoUringSqe;

/**
 * A wait for events of a descriptor.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedPoll extends Prepared<PreparedPoll> {

  PreparedPoll(Ring<?> ring) {
    super(ring);
  }

  /**
   * Completes each time that one of the events comes, not only the first time. It goes on as long
   * as its completions {@linkplain Completion#hasMore have more}: the one without ends it, which
   * happens on errors, on cancelling, and when there was no room for a completion; then it is to be
   * prepared again.
   *
   * @return this
   * @kernel 5.13
   */
  public PreparedPoll multishot() {
    setField(IoUringSqe.LEN, field(IoUringSqe.LEN) | IORING_POLL_ADD_MULTI);
    return this;
  }

  /**
   * Looks at the level instead of the edge: completes again as long as an event that was not dealt
   * with is there. The kernel's header has had the flag since 6.0, and poll requests with it are
   * answered {@code -EINVAL}, by Linux 6.18 still.
   *
   * @return this
   * @kernel 6.0
   */
  public PreparedPoll levelTriggered() {
    setField(IoUringSqe.LEN, field(IoUringSqe.LEN) | IORING_POLL_ADD_LEVEL);
    return this;
  }
}
