package io.github.uring4j.cli.bench;

import java.util.List;

/**
 * Something to measure.
 *
 * @param name as in {@code uring bench NAME}
 * @param subject the files that it works on, or empty
 * @param bytesMoved by one request
 * @param ours the engine of uring4j
 * @param others what it may be compared with
 */
record Benchmark(String name, String subject, long bytesMoved, Engine ours, List<Engine> others) {}
