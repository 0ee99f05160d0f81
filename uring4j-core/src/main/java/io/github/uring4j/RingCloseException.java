package io.github.uring4j;

import java.io.IOException;
import java.time.Duration;

/**
 * A ring could not be closed in time: the kernel has not let go of some requests, as can happen
 * with a dead NFS server or a dying disk. The message lists them. The ring's descriptor and memory
 * are kept for ever, on purpose: the kernel may still write there.
 */
public final class RingCloseException extends IOException {

  private static final long serialVersionUID = 1;

  RingCloseException(Duration timeout, String requests) {
    super(
        "the kernel has not let go of these requests within "
            + timeout
            + "; the ring's descriptor and memory are kept for ever, since it may still write"
            + " there:\n"
            + requests);
  }
}
