package io.github.uring4j;

import java.lang.foreign.MemorySegment;

/**
 * What a slot keeps alive for its request, and how it is let go.
 *
 * <p>One of: null, a segment, a {@link Scratch.Block} that may hold segments, a {@link MsgHdr}, a
 * {@link Chunk}, a {@link DirectFds}, a {@link BufferGroup} or its {@link BufferGroup.Bundle} for a
 * request that picks buffers and needs nothing else (with a native structure, the group stands in
 * that one's block: see {@link Scratch.Block#group}), or any holder whose memory lives as long as
 * the holder.
 */
final class KeptAlive {

  /** What {@link SlotTable#fd} says for a direct descriptor: this plus its slot. */
  private static final int DIRECT = Integer.MIN_VALUE;

  private KeptAlive() {}

  /** Whether all memory is still there. */
  static boolean isAlive(Object kept) {
    return switch (kept) {
      case MemorySegment segment -> segment.scope().isAlive();
      case Scratch.Block block -> block.heldMemoryIsAlive() && isAlive(block.wrapped());
      case MsgHdr message -> message.isAlive();
      case Chunk chunk -> chunk.memory().scope().isAlive();
      case BufferGroup group -> group.isAlive();
      case BufferGroup.Bundle(BufferGroup group) -> group.isAlive();
      case ProvidedBuffers.Provision provision -> provision.isAlive();
      case null, default -> true;
    };
  }

  /** Lets go after the last completion. Returns whether all memory was there until now. */
  static boolean letGo(Object kept, int res, Scratch scratch) {
    if (kept instanceof MemorySegment segment) {
      return segment.scope().isAlive();
    }
    return switch (kept) {
      case Scratch.Block block -> {
        boolean alive = block.heldMemoryIsAlive();
        Object wrapped = block.wrapped();
        scratch.release(block);
        yield letGo(wrapped, res, scratch) && alive;
      }
      case MsgHdr message -> {
        boolean alive = message.isAlive();
        message.completed(res);
        yield alive;
      }
      case Chunk chunk -> {
        chunk.unhold();
        yield chunk.memory().scope().isAlive();
      }
      case BufferGroup group -> {
        group.unhold();
        yield group.isAlive();
      }
      case BufferGroup.Bundle(BufferGroup group) -> {
        group.unhold();
        yield group.isAlive();
      }
      case FilledHolder holder -> {
        holder.giveBack(res);
        yield true;
      }
      case ProvidedBuffers.Provision provision -> provision.completed(res);
      case ProvidedBuffers.Removal removal -> {
        removal.completed(res);
        yield true;
      }
      case SockAddr address -> {
        address.completed(res);
        yield true;
      }
      case DirectFds files -> {
        files.completed(res);
        yield true;
      }
      case null, default -> true;
    };
  }

  /** The group that a request picks its buffers from, or null. */
  static BufferGroup group(Object kept) {
    return switch (kept) {
      case BufferGroup group -> group;
      case BufferGroup.Bundle(BufferGroup group) -> group;
      case Scratch.Block block -> block.group() != null ? block.group() : group(block.wrapped());
      case MsgHdr message -> message.group();
      case null, default -> null;
    };
  }

  /** The number under which a table keeps a descriptor. */
  static int number(Fd fd) {
    return switch (fd) {
      case PlainFd plain -> plain.value();
      case DirectFd direct -> DIRECT + direct.slot();
    };
  }

  /** The path that a request is about, or null. */
  static String path(Object kept) {
    return kept instanceof Scratch.Block block ? block.subject() : null;
  }

  /** What a request is about, for messages: its path if it has one, else its descriptor. */
  static String subject(String path, int fd) {
    if (path != null) {
      return path.isEmpty() ? "''" : path;
    }
    if (fd >= 0) {
      return "fd " + fd;
    }
    return fd < PlainFd.CWD.value() ? "direct descriptor " + (fd - DIRECT) : "";
  }
}
