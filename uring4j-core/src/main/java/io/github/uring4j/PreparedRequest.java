package io.github.uring4j;

/**
 * A request that has no modifiers of its own.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedRequest extends Prepared<PreparedRequest> {

  PreparedRequest(Ring<?> ring) {
    super(ring);
  }
}
