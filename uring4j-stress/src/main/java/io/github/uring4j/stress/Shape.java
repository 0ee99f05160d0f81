package io.github.uring4j.stress;

import io.github.uring4j.Ring;
import io.github.uring4j.RingBuilder;
import io.github.uring4j.SetupFlags;
import java.time.Duration;

/** Rings that differ in how the kernel does its work, and in what the queues look like. */
enum Shape {
  DEFAULT(-1),
  WITHOUT_REGISTERED_DESCRIPTOR(-1),
  PLAIN(0),
  COOPERATIVE(SetupFlags.COOP_TASKRUN | SetupFlags.TASKRUN_FLAG | SetupFlags.NO_SQARRAY),
  POLL_THREAD(-1),
  WIDE_COMPLETIONS(SetupFlags.CQE32),
  MIXED_COMPLETIONS(SetupFlags.CQE_MIXED | SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN),
  WIDE_ENTRIES(SetupFlags.SQE128 | SetupFlags.NO_SQARRAY);

  private final int flags;

  Shape(int flags) {
    this.flags = flags;
  }

  <T> RingBuilder<T> builder() {
    RingBuilder<T> builder = Ring.builder();
    return switch (this) {
      case DEFAULT -> builder;
      case WITHOUT_REGISTERED_DESCRIPTOR -> builder.registerDescriptor(false);
      case POLL_THREAD -> builder.pollThread(Duration.ofMillis(1));
      default -> builder.only(flags);
    };
  }
}
