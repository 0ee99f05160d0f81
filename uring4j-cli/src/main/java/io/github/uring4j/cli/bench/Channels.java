package io.github.uring4j.cli.bench;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** The engines of java.nio, for each benchmark of files. */
final class Channels {

  private final BenchOptions options;
  private final Closer closer;

  /**
   * @param closer gets the channels
   */
  Channels(BenchOptions options, Closer closer) {
    this.options = options;
    this.closer = closer;
  }

  List<Engine> read(BenchFile file) throws IOException {
    FileChannel channel = open(file, StandardOpenOption.READ);
    AsynchronousFileChannel async = openAsync(file, StandardOpenOption.READ);
    return engines(
        (buffer, offset) -> check("read", file, offset, channel.read(buffer, offset)),
        (step, buffer, offset, handler) -> {
          if (step == 0) {
            async.read(buffer, offset, null, handler);
          }
          return step == 0;
        },
        offsets(file));
  }

  List<Engine> write(BenchFile file) throws IOException {
    FileChannel channel = open(file, StandardOpenOption.WRITE);
    AsynchronousFileChannel async = openAsync(file, StandardOpenOption.WRITE);
    return engines(
        (buffer, offset) -> check("write", file, offset, channel.write(buffer, offset)),
        (step, buffer, offset, handler) -> {
          if (step == 0) {
            async.write(buffer, offset, null, handler);
          }
          return step == 0;
        },
        offsets(file));
  }

  List<Engine> fsync(BenchFile file) throws IOException {
    FileChannel channel = open(file, StandardOpenOption.WRITE);
    AsynchronousFileChannel async = openAsync(file, StandardOpenOption.WRITE);
    return engines(
        (buffer, offset) -> {
          String error = check("write", file, offset, channel.write(buffer, offset));
          channel.force(true);
          return error;
        },
        (step, buffer, offset, handler) -> {
          if (step == 0) {
            async.write(buffer, offset, null, handler);
          } else {
            async.force(true);
          }
          return step == 0;
        },
        offsets(file));
  }

  List<Engine> copy(BenchFile source, BenchFile target) throws IOException {
    FileChannel from = open(source, StandardOpenOption.READ);
    FileChannel to = open(target, StandardOpenOption.WRITE);
    AsynchronousFileChannel asyncFrom = openAsync(source, StandardOpenOption.READ);
    AsynchronousFileChannel asyncTo = openAsync(target, StandardOpenOption.WRITE);
    return engines(
        (buffer, offset) -> {
          String error = check("read", source, offset, from.read(buffer, offset));
          return error != null
              ? error
              : check("write", target, offset, to.write(buffer.flip(), offset));
        },
        (step, buffer, offset, handler) -> {
          switch (step) {
            case 0 -> asyncFrom.read(buffer, offset, null, handler);
            case 1 -> asyncTo.write(buffer.flip(), offset, null, handler);
            default -> {}
          }
          return step < 2;
        },
        offsets(source));
  }

  private List<Engine> engines(ChannelWork work, AsyncWork async, IntFunction<Offsets> offsets) {
    return List.of(
        new ChannelEngine(options, false, work, offsets),
        new ChannelEngine(options, true, work, offsets),
        new AsyncEngine(options, async, offsets));
  }

  private IntFunction<Offsets> offsets(BenchFile file) {
    int requests = options.depth * options.threads;
    return i -> options.offsets(file.size(), i, requests);
  }

  private String check(String operation, BenchFile file, long offset, int bytes) {
    return bytes == options.block
        ? null
        : Failures.transfer(operation, file.path(), offset, bytes, options.block);
  }

  private FileChannel open(BenchFile file, OpenOption access) throws IOException {
    FileChannel channel = FileChannel.open(Path.of(file.path()), openOptions(access));
    closer.add(channel::close);
    return channel;
  }

  private AsynchronousFileChannel openAsync(BenchFile file, OpenOption access) throws IOException {
    AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(Path.of(file.path()), openOptions(access), null);
    closer.add(channel::close);
    return channel;
  }

  private Set<OpenOption> openOptions(OpenOption access) {
    Set<OpenOption> all = new HashSet<>(Set.of(access));
    if (options.direct) {
      all.add(direct());
    }
    return all;
  }

  /** By its name: javac warns of the class with no way to tell it not to. */
  private static OpenOption direct() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("this JDK has no channels with O_DIRECT", e);
    }
  }
}
