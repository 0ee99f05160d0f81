package io.github.uring4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Lists the tests that did not run, with their reasons, at the end of a run and in {@code
 * target/skipped-tests.txt}: what was skipped unseen is not tested.
 *
 * <p>Both kinds count: disabled, and aborted by an assumption. Each line of the file is the test, a
 * tab, and the reason.
 */
public final class SkippedTests implements TestExecutionListener {

  private final Queue<String> skipped = new ConcurrentLinkedQueue<>();
  private TestPlan plan;

  /** Created by JUnit, which finds the class in META-INF/services. */
  public SkippedTests() {}

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped.add(name(test) + "\t" + reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      String reason = result.getThrowable().map(Throwable::getMessage).orElse("aborted");
      skipped.add(name(test) + "\t" + reason.replaceAll("\\s+", " "));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    try {
      Files.write(Path.of("target", "skipped-tests.txt"), skipped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!skipped.isEmpty()) {
      System.out.println("Skipped: " + skipped.size());
      skipped.forEach(line -> System.out.println("  " + line));
    }
  }

  /** From the class down, without the engine at the root. */
  private String name(TestIdentifier test) {
    String name = test.getDisplayName();
    for (var parent = plan.getParent(test);
        parent.isPresent() && parent.get().getParentId().isPresent();
        parent = plan.getParent(parent.get())) {
      name = parent.get().getDisplayName() + " > " + name;
    }
    return name;
  }
}
