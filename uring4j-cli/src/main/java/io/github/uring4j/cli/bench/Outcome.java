package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a run of the command found.
 *
 * @param ours of uring4j
 * @param rounds in how many the engines took turns
 * @param others what it was compared with; empty if it was not
 */
record Outcome(Result ours, int rounds, List<Comparison> others) {

  static Outcome from(Members json) {
    List<Comparison> others = json.members("compared").stream().map(Comparison::from).toList();
    int rounds = others.isEmpty() ? 1 : (int) json.count("rounds");
    return new Outcome(Result.from(json), rounds, others);
  }

  /** Ours first. */
  Stream<Result> results() {
    return Stream.concat(Stream.of(ours), others.stream().map(Comparison::result));
  }

  /** That of our result; what it was compared with is a member of it. */
  Json json() {
    Json json = ours.json();
    return others.isEmpty()
        ? json
        : json.with("rounds", rounds)
            .with("compared", others.stream().map(other -> other.json(ours.engine())).toList());
  }
}
