package io.github.uring4j.benchmarks;

import java.util.List;

/**
 * The same work done by several.
 *
 * @param name of the work, a file name's characters only
 * @param group what is drawn together
 * @param depth requests in flight
 * @param requests of one run; 0 to find out how many take {@link Plan#runNanos}
 * @param baseline whom the others are compared with, and who is compared with itself
 * @param contenders the others
 */
record Comparison(
    String name,
    String group,
    int depth,
    long requests,
    Contender baseline,
    List<Contender> contenders) {}
