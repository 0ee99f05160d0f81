package io.github.uring4j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.uring4j.benchmarks.work.MissingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Random reads with O_DIRECT by fio's io_uring engine, one process a run.
 *
 * <p>It measures itself, without its start, in whole milliseconds. It draws offsets of its own, any
 * block at any time and others in every run as the others do, and measures no latencies. It keeps
 * so many in flight, and replaces all that have completed by one submit.
 *
 * @param registered file and buffers
 */
record FioContender(String name, Path file, int depth, int block, boolean registered)
    implements Contender {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Runner start() throws IOException {
    try {
      execute("--version");
    } catch (IOException e) {
      throw new MissingException("fio cannot be run, install it by apt-get install fio: " + e);
    }
    return new Runs();
  }

  List<String> arguments(long requests) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--name=uring4j",
                "--ioengine=io_uring",
                "--filename=" + file.toString().replace(":", "\\:"),
                "--readonly",
                "--allow_file_create=0",
                "--invalidate=0",
                "--rw=randread",
                "--norandommap",
                "--randrepeat=0",
                "--direct=1",
                "--thread",
                "--gtod_reduce=1",
                "--bs=" + block,
                "--iodepth=" + depth,
                "--iodepth_batch_submit=" + depth,
                "--iodepth_batch_complete_min=1",
                "--iodepth_batch_complete_max=" + depth,
                "--io_size=" + requests * block,
                "--output-format=json"));
    if (registered) {
      all.add("--registerfiles");
      all.add("--fixedbufs");
    }
    return all;
  }

  /**
   * What fio says of a run.
   *
   * @throws IOException if it made another number of requests
   */
  static Sample sample(String json, long requests) throws IOException {
    JsonNode job = JSON.readTree(json).path("jobs").path(0);
    long made = job.path("read").path("total_ios").asLong();
    long millis = job.path("read").path("runtime").asLong();
    if (made != requests || millis == 0) {
      throw new IOException("fio made %d of %d reads in %d ms".formatted(made, requests, millis));
    }
    double busy = (job.path("usr_cpu").asDouble() + job.path("sys_cpu").asDouble()) / 100;
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    return new Sample(requests, nanos, Math.round(nanos * busy), 0);
  }

  private static String execute(String... arguments) throws IOException {
    return execute(List.of(arguments));
  }

  private static String execute(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("fio");
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("fio ended with exit status " + process.exitValue() + ", see above");
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fio was running", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private final class Runs implements Runner {

    @Override
    public Sample run(long requests) throws IOException {
      return sample(execute(arguments(requests)), requests);
    }

    @Override
    public void close() {}
  }
}
