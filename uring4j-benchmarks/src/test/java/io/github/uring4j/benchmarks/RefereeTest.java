package io.github.uring4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefereeTest {

  private static final long REQUESTS = 100;
  private static final long WARMUP_NANOS = 10_000_000;

  private final List<String> log = new ArrayList<>();

  private FakeContender contender(String name, long nanosPerRequest) {
    return new FakeContender(name, log, start -> nanosPerRequest);
  }

  private static Comparison comparison(Contender baseline, Contender... contenders) {
    return new Comparison("work-1", "work", 1, REQUESTS, baseline, List.of(contenders));
  }

  /** Without warm-up but for the one run that it takes at least. */
  private static Outcome judge(int forks, int pairs, int attempts, Comparison comparison)
      throws IOException {
    Plan plan = new Plan(forks, pairs, 1000, 0, attempts, 0.02);
    return new Referee(plan, (which, attempt, pair, ofPairs) -> {}).judge(comparison);
  }

  @Test
  void eachBeginsInItsTurn() throws IOException {
    judge(1, 4, 1, comparison(contender("c", 10), contender("j", 11)));
    List<String> runs = log.subList(log.indexOf("start j1") + 1, log.lastIndexOf("j1") + 1);
    assertThat(runs)
        .containsExactly(
            "c0", "c1", "j1", // warm-up
            "c0", "c1", "j1", "c0", "j1", "c1", "c1", "j1", "c0", "c1", "c0", "j1");
  }

  @Test
  void warmUpGoesOnUntilNothingIsAllocated() throws IOException {
    assertThat(bytesAllocatedAfterWarmUp(2 * WARMUP_NANOS)).containsOnly(0L);
  }

  @Test
  void warmUpOfWhatAlwaysAllocatesEnds() throws IOException {
    assertThat(bytesAllocatedAfterWarmUp(Long.MAX_VALUE)).containsOnly(40L);
  }

  private List<Long> bytesAllocatedAfterWarmUp(long allocatingNanos) throws IOException {
    Plan plan = new Plan(1, 3, 1000, WARMUP_NANOS, 1, 0.02);
    Referee referee = new Referee(plan, (which, attempt, pair, ofPairs) -> {});
    Contender java = contender("j", 11).allocatingFor(allocatingNanos);
    Outcome outcome = referee.judge(comparison(contender("c", 10), java));
    return outcome.standings().getFirst().samples().stream().map(Sample::bytesAllocated).toList();
  }

  @Test
  void everyoneIsAtEveryPlaceAndBehindBothNeighboursEquallyOften() {
    int contenders = 4;
    int[][] places = new int[contenders][contenders];
    int[][] behind = new int[contenders][contenders];
    for (int pair = 0; pair < 2 * contenders; pair++) {
      int[] order = Referee.order(pair, contenders);
      for (int i = 0; i < contenders; i++) {
        places[order[i]][i]++;
        if (i > 0) {
          behind[order[i]][order[i - 1]]++;
        }
      }
    }
    for (int who = 0; who < contenders; who++) {
      assertThat(places[who]).containsOnly(2);
      assertThat(behind[who][(who + 1) % contenders])
          .isEqualTo(behind[who][(who + contenders - 1) % contenders])
          .isEqualTo(contenders - 1);
    }
  }

  @Test
  void theTurnsGoOnFromForkToFork() throws IOException {
    judge(2, 1, 1, comparison(contender("c", 10), contender("j", 11)));
    assertThat(log.subList(log.lastIndexOf("start j2") + 4, log.lastIndexOf("close c2")))
        .containsExactly("c2", "j2", "c3");
  }

  @Test
  void ratiosAreThoseOfTimesInTheSamePair() throws IOException {
    Outcome outcome = judge(3, 2, 1, comparison(contender("c", 10), contender("j", 15)));
    assertThat(outcome.control()).isEqualTo(new Ratios(1, 1, 1, 6));
    assertThat(outcome.standings()).hasSize(1);
    assertThat(outcome.standings().getFirst().ratios()).isEqualTo(new Ratios(1.5, 1.5, 1.5, 6));
    assertThat(outcome.standings().getFirst().samples()).hasSize(6);
  }

  @Test
  void anAttemptWhoseControlIsOffIsRepeated() throws IOException {
    // Starts 0 and 1 are of the first attempt, 2 and 3 of the second.
    Contender baseline = new FakeContender("c", log, start -> start == 1 ? 13 : 10);
    Outcome outcome = judge(1, 1, 4, comparison(baseline, contender("j", 10)));
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(outcome.control().median()).isEqualTo(1);
  }

  @Test
  void patienceEndsAndTheBestAttemptIsKept() throws IOException {
    long[] second = {150, 110, 140};
    Contender baseline =
        new FakeContender("c", log, start -> start % 2 == 0 ? 100 : second[start / 2]);
    Outcome outcome = judge(1, 1, 3, comparison(baseline, contender("j", 100)));
    assertThat(log).filteredOn("start c5"::equals).hasSize(1);
    assertThat(log).doesNotContain("start c6");
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(outcome.control().median()).isCloseTo(1.1, within(1e-9));
  }

  @Test
  void requestsAreFoundOutAsAMultipleOfTheDepth() throws IOException {
    Plan plan = new Plan(1, 1, 1_000_000, 0, 1, 0.02);
    Comparison comparison =
        new Comparison("w", "w", 32, 0, contender("c", 100), List.of(contender("j", 100)));
    Outcome outcome = new Referee(plan, (which, attempt, pair, pairs) -> {}).judge(comparison);
    // 10,000 requests take that time; this is the next lower multiple.
    assertThat(outcome.baseline().getFirst().requests()).isEqualTo(9984);
  }

  @Test
  void allAreClosedWhenOneFails() {
    Contender failing = contender("j", 10).failingAtRun(1);
    assertThatIOException()
        .isThrownBy(() -> judge(1, 1, 1, comparison(contender("c", 10), failing)))
        .withMessage("j fails");
    assertThat(log).contains("close c0", "close c1", "close j1");
  }

  @Test
  void allAreClosedWhenOneFailsToClose() {
    Contender baseline = contender("c", 10).failingToClose();
    assertThatIOException()
        .isThrownBy(() -> judge(1, 1, 1, comparison(baseline, contender("j", 10))))
        .withMessage("c fails to close");
    assertThat(log).contains("close c0", "close c1", "close j1");
  }

  @Test
  void whoIsMissingIsNamedAndTheOthersGoOn() throws IOException {
    Outcome outcome =
        judge(
            1,
            1,
            1,
            comparison(contender("c", 10), contender("f", 1).missing(), contender("j", 20)));
    assertThat(outcome.absentees())
        .containsExactly(new Outcome.Absentee("f", "f is not installed, install it"));
    assertThat(outcome.standings()).extracting(Outcome.Standing::name).containsExactly("j");
    assertThat(outcome.standings().getFirst().ratios().median()).isEqualTo(2);
  }
}
