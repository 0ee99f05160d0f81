package io.github.uring4j.benchmarks.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same work on several threads, a ring each, which share a run's requests equally: {@code
 * threads.c} in Java.
 */
final class SeveralThreads implements Work {

  private final List<ExecutorService> threads = new ArrayList<>();
  private final List<Work> works = new ArrayList<>();

  private SeveralThreads() {}

  static SeveralThreads open(int count, String name, String... args) throws IOException {
    SeveralThreads all = new SeveralThreads();
    try {
      for (int i = 0; i < count; i++) {
        int stream = i;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        all.threads.add(thread);
        all.works.add(await(thread.submit(() -> Works.openStream(stream, name, args))));
      }
    } catch (IOException e) {
      all.close();
      throw e;
    }
    return all;
  }

  @Override
  public void run(long requests) throws IOException {
    long share = requests / works.size();
    onEach(
        work -> {
          work.run(share);
          return null;
        });
  }

  @Override
  public void close() throws IOException {
    try {
      onEach(
          work -> {
            work.close();
            return null;
          });
    } finally {
      threads.forEach(ExecutorService::close);
    }
  }

  /** What is done with one of the works, on its thread. */
  private interface Step {
    Void take(Work work) throws IOException, InterruptedException;
  }

  private void onEach(Step step) throws IOException {
    List<Future<Void>> running = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      Work work = works.get(i);
      Callable<Void> task = () -> step.take(work);
      running.add(threads.get(i).submit(task));
    }
    for (Future<Void> each : running) {
      await(each);
    }
  }

  static <V> V await(Future<V> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}
