/** io_uring for Java: requests in, completions out. */
module io.github.uring4j {
  exports io.github.uring4j;
}
