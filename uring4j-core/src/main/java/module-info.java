/** io_uring for Java: requests in, completions out. */
@SuppressWarnings("module") // the modules that it exports to are built after it
module io.github.uring4j {
  exports io.github.uring4j;
  exports io.github.uring4j.abi to
      io.github.uring4j.cli;
  exports io.github.uring4j.sys to
      io.github.uring4j.cli;
}
