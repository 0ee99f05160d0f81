package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * How a benchmark is run.
 *
 * @param depth requests in flight on each thread
 * @param threads with a ring each
 * @param block bytes of a request, or 0 if it has none
 */
record Setup(
    int depth,
    int threads,
    int block,
    boolean direct,
    boolean registered,
    boolean sqpoll,
    boolean sequential,
    int waitFor) {

  Json addTo(Json json) {
    return json.with("depth", depth)
        .with("threads", threads)
        .with("block", block == 0 ? null : block)
        .with("direct", direct)
        .with("registered", registered)
        .with("sqpoll", sqpoll)
        .with("sequential", sequential)
        .with("wait", waitFor);
  }

  static Setup from(Members json) {
    Double block = json.numberOrNull("block");
    return new Setup(
        (int) json.count("depth"),
        (int) json.count("threads"),
        block == null ? 0 : block.intValue(),
        json.flag("direct"),
        json.flag("registered"),
        json.flag("sqpoll"),
        json.flag("sequential"),
        (int) json.count("wait"));
  }

  /** In words. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add("depth " + depth);
    if (threads > 1) {
      words.add(threads + " threads");
    }
    if (block > 0) {
      words.add("blocks of " + Figures.bytes(block) + (sequential ? " in order" : " at random"));
      words.add(direct ? "O_DIRECT" : "through the page cache");
    }
    if (registered) {
      words.add("registered");
    }
    if (sqpoll) {
      words.add("with a poll thread");
    }
    if (waitFor > 1) {
      words.add("waiting for " + waitFor);
    }
    return String.join(", ", words);
  }
}
