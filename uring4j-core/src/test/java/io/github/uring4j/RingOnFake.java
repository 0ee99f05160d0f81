package io.github.uring4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What tests of a ring on the fake kernel do again and again. */
final class RingOnFake {

  private RingOnFake() {}

  /** A ring on this kernel, which also posts the wake-ups; entered by its descriptor. */
  static RingBuilder<String> builder(FakeKernel kernel) {
    return Ring.<String>builder()
        .syscalls(() -> kernel)
        .registerDescriptor(false)
        .poster(
            (fd, userData, res, count) -> {
              for (int i = 0; i < count; i++) {
                kernel.post(userData, res, 0);
              }
            });
  }

  static Ring<String> open(FakeKernel kernel, int entries) throws IOException {
    return builder(kernel).entries(entries).open();
  }

  /** Prepares nops whose data are these numbers, the last included. */
  static void nops(Ring<String> ring, int first, int last) throws IOException {
    for (int i = first; i <= last; i++) {
      ring.nop(Integer.toString(i));
    }
  }

  /** The numbers as {@link #nops} gives them, the last included. */
  static List<String> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  /** Collects what is there: the data. */
  static List<String> collect(Ring<String> ring) throws IOException {
    List<String> seen = new ArrayList<>();
    ring.forEachCompletion((data, res, flags) -> seen.add(data));
    return seen;
  }

  /** Collects what is there: data and result, such as {@code a=0}. */
  static List<String> results(Ring<String> ring) throws IOException {
    List<String> seen = new ArrayList<>();
    ring.forEachCompletion(
        (data, res, flags) -> seen.add(data + "=" + (res < 0 ? Errno.name(-res) : res)));
    return seen;
  }

  /** Collects until there is nothing more: the data. */
  static List<String> collectAll(Ring<String> ring) throws IOException {
    List<String> seen = new ArrayList<>();
    for (List<String> some = collect(ring); !some.isEmpty(); some = collect(ring)) {
      seen.addAll(some);
    }
    return seen;
  }

  /** The user_data that the kernel knows the request by which was prepared last. */
  static long userData(Prepared<?> prepared) {
    return prepared.request().userData();
  }
}
