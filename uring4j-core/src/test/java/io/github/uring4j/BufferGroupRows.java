package io.github.uring4j;

import static io.github.uring4j.EncodersTest.ADDRESS;
import static io.github.uring4j.EncodingRows.AT;
import static io.github.uring4j.EncodingRows.BUFFER;
import static io.github.uring4j.EncodingRows.FILE;
import static io.github.uring4j.EncodingRows.direct;
import static io.github.uring4j.EncodingRows.row;

import io.github.uring4j.EncodingRows.Row;
import java.io.IOException;
import java.util.List;

/** Rows of {@link BufferGroupOperations}. */
final class BufferGroupRows {

  private BufferGroupRows() {}

  static void encoders() {
    EncodersTest.row(
        "readMultishot",
        "read_multishot fd=7 nbytes=4096 offset=-1 buf_group=9",
        (s, at, u) -> BufferGroupEncoders.readMultishot(s, at, u, 0, 7, 4096, -1, 9));
    EncodersTest.row(
        "provideBuffers",
        "provide_buffers addr=0x7f0011223340 len=4096 nr=16 bgid=9 bid=3",
        (s, at, u) -> BufferGroupEncoders.provideBuffers(s, at, u, ADDRESS, 4096, 16, 9, 3));
    EncodersTest.row(
        "removeBuffers",
        "remove_buffers nr=16 bgid=9",
        (s, at, u) -> BufferGroupEncoders.removeBuffers(s, at, u, 16, 9));
  }

  private static BufferGroup group(Ring<?> ring) throws IOException {
    return ring.bufferRing().entries(2).bufferSize(64).id(0xfedc).open();
  }

  /** The second group of the ring. */
  private static ProvidedBuffers provided(Ring<?> ring) {
    ring.providedBuffers(BUFFER, 64);
    return ring.providedBuffers(BUFFER, 16);
  }

  static List<Row> operations() {
    return List.of(
        row(
            "read(Object, Fd, BufferGroup, int, long)",
            "READ flags=0x20 fd=7 off=0x100000001 len=48 bufIndex=0xfedc",
            r -> r.read("a", FILE, group(r), 48, AT)),
        row(
            "readv(Object, Fd, BufferGroup, int, long)",
            "READV flags=0x20 fd=7 off=0x100000001 addr=[0x0 48] len=1 bufIndex=0xfedc",
            r -> r.readv("a", FILE, group(r), 48, AT)),
        row(
            "readMultishot(Object, Fd, BufferGroup, long)",
            "READ_MULTISHOT flags=0x20 fd=7 off=0x100000001 bufIndex=0xfedc",
            r -> r.readMultishot("a", FILE, group(r), AT)),
        row(
            "provideBuffers(Object, ProvidedBuffers, int, int)",
            "PROVIDE_BUFFERS fd=3 off=0x1 addr=buffer+16 len=16 bufIndex=0x1",
            r -> r.provideBuffers("a", provided(r), 1, 3)),
        row(
            "removeBuffers(Object, ProvidedBuffers)",
            "REMOVE_BUFFERS fd=4 bufIndex=0x1",
            r -> r.removeBuffers("a", provided(r))));
  }

  static List<Row> onDirectDescriptors() {
    return List.of(
        row(
            "read",
            "READ flags=0x21 fd=5 bufIndex=0xfedc",
            r -> r.read("a", direct(r), group(r), 0, 0)),
        row(
            "readv",
            "READV flags=0x21 fd=5 addr=[0x0 0] len=1 bufIndex=0xfedc",
            r -> r.readv("a", direct(r), group(r), 0, 0)),
        row(
            "readMultishot",
            "READ_MULTISHOT flags=0x21 fd=5 bufIndex=0xfedc",
            r -> r.readMultishot("a", direct(r), group(r), 0)));
  }
}
