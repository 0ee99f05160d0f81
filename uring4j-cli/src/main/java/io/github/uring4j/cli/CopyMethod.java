package io.github.uring4j.cli;

/** How the bytes of a file are copied. */
enum CopyMethod {
  /** What is faster: {@link #RANGE} through the page cache, the ring past it. */
  AUTO,
  /** By reads and writes on the ring, always. */
  RING,
  /** Within the kernel by copy_file_range(2), and by the ring what the kernel does not take. */
  RANGE
}
