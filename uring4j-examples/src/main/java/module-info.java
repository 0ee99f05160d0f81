/** Runnable documentation. */
module io.github.uring4j.examples {
  requires io.github.uring4j;
}
