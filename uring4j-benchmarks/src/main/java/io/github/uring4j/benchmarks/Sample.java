package io.github.uring4j.benchmarks;

/**
 * What one run of one contender took.
 *
 * @param requests how many it made
 * @param nanos elapsed
 * @param cpuNanos of all threads of its process, those that the kernel runs for it included
 * @param bytesAllocated on the Java heap, by all threads; 0 for C
 */
record Sample(long requests, long nanos, long cpuNanos, long bytesAllocated) {

  double nanosPerRequest() {
    return (double) nanos / requests;
  }

  double cpuNanosPerRequest() {
    return (double) cpuNanos / requests;
  }

  double bytesAllocatedPerRequest() {
    return (double) bytesAllocated / requests;
  }
}
