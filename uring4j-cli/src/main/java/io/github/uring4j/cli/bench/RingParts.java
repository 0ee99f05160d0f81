package io.github.uring4j.cli.bench;

import io.github.uring4j.Fd;
import io.github.uring4j.PlainFd;
import io.github.uring4j.PreparedIo;
import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the requests of one thread are made with.
 *
 * @param ring of the current thread
 * @param registered the memory of all slots, or null if it is not registered
 * @param block how many bytes a slot has
 */
record RingParts(Ring<Slot> ring, RegisteredBuffer registered, int block) {

  /** Files as requests name them: registered if the memory is. Called once for each ring. */
  List<Fd> fds(BenchFile... files) throws IOException {
    PlainFd[] plain = new PlainFd[files.length];
    for (int i = 0; i < files.length; i++) {
      plain[i] = files[i].fd();
    }
    return registered == null ? List.of(plain) : new ArrayList<>(ring.registerFiles(plain));
  }

  /** Reads into the slot. */
  PreparedIo read(Slot slot, Fd fd) throws IOException {
    return registered == null
        ? ring.read(slot, fd, slot.buffer, slot.offset)
        : ring.readFixed(slot, fd, registered, slot.bufferOffset, block, slot.offset);
  }

  /** Writes from the slot. */
  PreparedIo write(Slot slot, Fd fd) throws IOException {
    return registered == null
        ? ring.write(slot, fd, slot.buffer, slot.offset)
        : ring.writeFixed(slot, fd, registered, slot.bufferOffset, block, slot.offset);
  }
}
