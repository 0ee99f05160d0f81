/** The uring command. */
module io.github.uring4j.cli {
  requires io.github.uring4j;
  requires info.picocli;

  opens io.github.uring4j.cli to
      info.picocli;
}
