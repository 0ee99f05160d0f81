package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The tags of registered files and buffers, as the kernel takes them. */
final class Tags {

  private Tags() {}

  /**
   * Refuses tags that do not fit.
   *
   * @param resources what is tagged; null for a slot that becomes empty
   * @param tags null for no tags at all, with nulls for a slot without
   */
  static void check(Registrations registrations, Object[] resources, Mailbox[] tags) {
    if (tags == null) {
      return;
    }
    if (tags.length != resources.length) {
      throw new IllegalArgumentException(
          "%d tags for %d slots: give one for each, null for none"
              .formatted(tags.length, resources.length));
    }
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] != null) {
        registrations.checkMine(tags[i].ring(), tags[i]);
        tags[i].checkOpen();
        if (resources[i] == null || resources[i].equals(FileRegistrations.SKIP)) {
          throw new IllegalArgumentException(
              "tag %d is for a slot that gets nothing: give null".formatted(i));
        }
      }
    }
  }

  /** An array of tags, 0 for none; the null pointer if there are none at all. */
  static MemorySegment write(Arena arena, Mailbox[] tags) {
    if (tags == null) {
      return MemorySegment.NULL;
    }
    MemorySegment numbers = arena.allocate(JAVA_LONG, tags.length);
    for (int i = 0; i < tags.length; i++) {
      numbers.setAtIndex(JAVA_LONG, i, tags[i] == null ? 0 : tags[i].userData());
    }
    return numbers;
  }

  /** The address of the tags from one on, or 0. */
  static long address(MemorySegment numbers, int first) {
    return numbers.byteSize() == 0 ? 0 : numbers.address() + (long) first * Long.BYTES;
  }
}
