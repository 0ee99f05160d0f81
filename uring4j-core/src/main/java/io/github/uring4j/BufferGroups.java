package io.github.uring4j;

import java.util.HashMap;
import java.util.Map;

/**
 * The groups of buffers of one ring, by id.
 *
 * <p>An id stays taken until no request uses it, even if its group is closed before: such a request
 * would pick from the next group of that id.
 */
final class BufferGroups {

  private static final int MAX_IDS = 1 << 16;

  private final Map<Integer, BufferGroup> groups = new HashMap<>();

  /** An id that no group has. */
  int freeId() {
    for (int id = 0; id < MAX_IDS; id++) {
      if (!groups.containsKey(id)) {
        return id;
      }
    }
    throw new IllegalStateException("all " + MAX_IDS + " group ids are taken");
  }

  void checkFree(int id) {
    if (id < 0 || id >= MAX_IDS) {
      throw new IllegalArgumentException("a group's id is 0 to 65535, not " + id);
    }
    BufferGroup group = groups.get(id);
    if (group != null) {
      throw new IllegalStateException(
          "%s has this id%s"
              .formatted(
                  group,
                  group.isClosed() ? ", and requests in flight still use it" : ": choose another"));
    }
  }

  void add(BufferGroup group) {
    groups.put(group.id(), group);
  }

  /** Makes the id free again. */
  void forget(BufferGroup group) {
    groups.remove(group.id(), group);
  }

  /** The ring is closed: nobody gives buffers to the kernel any more. */
  void ringClosed() {
    groups.values().forEach(BufferGroup::markClosed);
  }

  /** Takes all back. Only when the kernel has let go of every request. */
  void release() {
    groups.values().forEach(BufferGroup::markClosed);
    groups.values().forEach(BufferGroup::release);
    groups.clear();
  }
}
