package io.github.uring4j.benchmarks.work;

import java.io.IOException;
import java.util.Arrays;

/** All works, by the names that a {@link Worker} is started with. */
final class Works {

  private Works() {}

  static Work open(String name, String... args) throws IOException {
    return switch (name) {
      case "nop" -> {
        int depth = Integer.parseInt(args[0]);
        yield new Nops(Rings.open(depth), depth);
      }
      case "read" -> Reads.open(FileOptions.parse(args));
      case "write" -> Writes.open(FileOptions.parse(args));
      case "fsync" -> Fsyncs.open(FileOptions.parse(args));
      case "threads" -> SeveralThreads.open(Integer.parseInt(args[0]), args[1], rest(2, args));
      case "channel" ->
          ChannelTransfers.open(args[0], args[1].equals("write"), FileOptions.parse(rest(2, args)));
      case "async-channel" ->
          AsyncChannelTransfers.open(args[0].equals("write"), FileOptions.parse(rest(1, args)));
      case "nio_uring" -> NioUringReads.open(FileOptions.parse(args));
      case "netty-nop" -> NettyNops.open(Integer.parseInt(args[0]));
      case "netty" ->
          NettyTransfers.open(args[0].equals("write"), FileOptions.parse(rest(1, args)));
      default -> throw new IllegalArgumentException("no such work: " + name);
    };
  }

  /** One of several of the same work, each with its own ring; called by the thread that runs it. */
  static Work openStream(int stream, String name, String... args) throws IOException {
    return name.equals("read")
        ? Reads.open(FileOptions.parse(args).stream(stream))
        : open(name, args);
  }

  private static String[] rest(int from, String... args) {
    return Arrays.copyOfRange(args, from, args.length);
  }
}
