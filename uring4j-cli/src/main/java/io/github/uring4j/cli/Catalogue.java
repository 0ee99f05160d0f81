package io.github.uring4j.cli;

import io.github.uring4j.Features;
import io.github.uring4j.SetupFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What a kernel may have, by name, with the Linux release that brought it. */
final class Catalogue {

  /**
   * An entry.
   *
   * @param number its bit or opcode
   * @param name without the kernel's prefix
   */
  record Entry(int number, String name, String since) {}

  /** Of IORING_SETUP_*, by bit. */
  private static final String SETUP_SINCE =
      "5.1 5.1 5.1 5.5 5.6 5.6 5.10 5.18 5.19 5.19 5.19 5.19 6.0 6.1 6.5 6.5 6.6 6.13 6.18 6.19"
          + " 7.0";

  /** Of IORING_FEAT_*, by bit. */
  private static final String FEATURE_SINCE =
      "5.4 5.5 5.5 5.6 5.6 5.7 5.9 5.11 5.11 5.12 5.13 5.17 5.17 6.3 6.10 6.12 6.14 6.15";

  /** IORING_REGISTER_* and IORING_UNREGISTER_*, by opcode. */
  private static final String REGISTER =
      """
      BUFFERS 5.1 UNREGISTER_BUFFERS 5.1 FILES 5.1 UNREGISTER_FILES 5.1 EVENTFD 5.2
      UNREGISTER_EVENTFD 5.2 FILES_UPDATE 5.5 EVENTFD_ASYNC 5.6 PROBE 5.6 PERSONALITY 5.6
      UNREGISTER_PERSONALITY 5.6 RESTRICTIONS 5.10 ENABLE_RINGS 5.10 FILES2 5.13
      FILES_UPDATE2 5.13 BUFFERS2 5.13 BUFFERS_UPDATE 5.13 IOWQ_AFF 5.14 UNREGISTER_IOWQ_AFF 5.14
      IOWQ_MAX_WORKERS 5.15 RING_FDS 5.18 UNREGISTER_RING_FDS 5.18 PBUF_RING 5.19
      UNREGISTER_PBUF_RING 5.19 SYNC_CANCEL 6.0 FILE_ALLOC_RANGE 6.0 PBUF_STATUS 6.8 NAPI 6.9
      UNREGISTER_NAPI 6.9 CLOCK 6.12 CLONE_BUFFERS 6.12 SEND_MSG_RING 6.13 ZCRX_IFQ 6.15
      RESIZE_RINGS 6.13 MEM_REGION 6.13 QUERY 6.18 ZCRX_CTRL 6.19 BPF_FILTER 7.0
      """;

  private Catalogue() {}

  /** IORING_SETUP_*. */
  static List<Entry> setupFlags() {
    return bits(SETUP_SINCE, SetupFlags::toString);
  }

  /** IORING_FEAT_*. */
  static List<Entry> features() {
    return bits(FEATURE_SINCE, Features::toString);
  }

  /** IORING_REGISTER_* and IORING_UNREGISTER_*. */
  static List<Entry> registerOperations() {
    String[] words = REGISTER.strip().split("\\s+", -1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      entries.add(new Entry(i / 2, words[i], words[i + 1]));
    }
    return entries;
  }

  private static List<Entry> bits(String since, IntFunction<String> name) {
    String[] releases = since.split(" ", -1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < releases.length; i++) {
      entries.add(new Entry(1 << i, name.apply(1 << i), releases[i]));
    }
    return entries;
  }
}
