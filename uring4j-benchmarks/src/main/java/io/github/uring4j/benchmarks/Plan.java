package io.github.uring4j.benchmarks;

/**
 * How much is measured.
 *
 * @param forks how often all programs are started anew
 * @param pairs of runs in each fork
 * @param runNanos how long one run is to take, about
 * @param warmupNanos how long each contender runs before the first pair of a fork
 * @param attempts how often a comparison is repeated when its control is off
 * @param tolerance how far from 1 the control's median may be
 */
record Plan(
    int forks, int pairs, long runNanos, long warmupNanos, int attempts, double tolerance) {}
