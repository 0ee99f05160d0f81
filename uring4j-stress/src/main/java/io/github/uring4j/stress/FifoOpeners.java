package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.Operation;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens of a FIFO, which wait for the other end: a descriptor that arrives late is not lost. */
final class FifoOpeners extends Victim {

  private final Path directory;
  private final Path fifo;
  private PlainFd otherEnd;

  FifoOpeners() throws IOException {
    super("OPEN_FIFO");
    directory = Files.createTempDirectory("uring4j-stress");
    fifo = directory.resolve("fifo");
    Os.makeFifo(fifo);
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    // A first try without waiting would succeed: so opens a FIFO for reading.
    return ring.openat2(this, Fd.CWD, fifo.toString(), OpenHow.readOnly()).async();
  }

  @Override
  Operation operation() {
    return Operation.OPENAT2;
  }

  @Override
  void provoke() {
    // Refused while nobody opens the other end.
    int number = Os.open(fifo, OpenFlags.WRONLY | OpenFlags.NONBLOCK);
    if (number >= 0) {
      otherEnd = PlainFd.of(number);
    }
  }

  @Override
  void succeeded(int res, BufferLease lease) throws IOException {
    PlainFd.of(res).close();
  }

  @Override
  void settle() throws IOException {
    if (otherEnd != null) {
      otherEnd.close();
      otherEnd = null;
    }
  }

  @Override
  public void close() throws IOException {
    Files.delete(fifo);
    Files.delete(directory);
  }
}
