/** The uring command. */
@SuppressWarnings("requires-automatic") // HdrHistogram's jar has no module descriptor
module io.github.uring4j.cli {
  requires io.github.uring4j;
  requires HdrHistogram;
  requires info.picocli;
  requires jdk.management;
  requires jdk.unsupported;

  opens io.github.uring4j.cli to
      info.picocli;
  opens io.github.uring4j.cli.bench to
      info.picocli;
}
