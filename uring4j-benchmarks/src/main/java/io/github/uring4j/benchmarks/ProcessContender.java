package io.github.uring4j.benchmarks;

import io.github.uring4j.benchmarks.work.MissingException;
import io.github.uring4j.benchmarks.work.Worker;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that is asked for runs on its standard input: one of {@code worker.h}, or a Worker. */
record ProcessContender(String name, List<String> command) implements Contender {

  @Override
  public Runner start() throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Asked asked = new Asked(name, process);
    asked.expectReady();
    return asked;
  }

  private static final class Asked implements Runner {

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    Asked(String name, Process process) {
      this.name = name;
      this.process = process;
      answers = process.inputReader(StandardCharsets.US_ASCII);
      questions = process.outputWriter(StandardCharsets.US_ASCII);
    }

    void expectReady() throws IOException {
      String line = answers.readLine();
      if (line != null && line.startsWith(Worker.MISSING)) {
        close();
        throw new MissingException(line.substring(Worker.MISSING.length()));
      }
      if (!Worker.READY.equals(line)) {
        close();
        throw new IOException(name + " did not get ready, see above");
      }
    }

    @Override
    public Sample run(long requests) throws IOException {
      questions.write(requests + "\n");
      questions.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IOException(name + " ended in the midst of a run, see above");
      }
      String[] fields = line.split(" ", -1);
      return new Sample(
          requests,
          Long.parseLong(fields[0]),
          Long.parseLong(fields[1]),
          Long.parseLong(fields[2]));
    }

    @Override
    public void close() throws IOException {
      try {
        questions.close();
        if (process.waitFor() != 0) {
          throw new IOException(name + " ended with exit status " + process.exitValue());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
