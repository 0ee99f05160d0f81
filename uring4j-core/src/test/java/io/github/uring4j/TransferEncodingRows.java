package io.github.uring4j;

import static io.github.uring4j.EncodersTest.ADDRESS;
import static io.github.uring4j.EncodersTest.SECOND;
import static io.github.uring4j.EncodingRows.BUFFER;
import static io.github.uring4j.EncodingRows.FILE;
import static io.github.uring4j.EncodingRows.PARTS;
import static io.github.uring4j.EncodingRows.direct;
import static io.github.uring4j.EncodingRows.row;
import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.EncodingRows.Row;
import io.github.uring4j.abi.Structs.IoUringSqe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Rows of {@link TransferOperations} for {@link EncodersTest} and {@link OperationEncodingTest}.
 */
final class TransferEncodingRows {

  private TransferEncodingRows() {}

  /** What a modifier adds to the flags of io_uring's own. */
  static void ioprio(MemorySegment sqes, long at, int flags) {
    sqes.set(ValueLayout.JAVA_SHORT, at + IoUringSqe.IOPRIO, (short) flags);
  }

  static void encoders() {
    EncodersTest.row(
        "send",
        "send fd=7 buf=0x7f0011223340 len=1024 flags=0x4000",
        (s, at, u) -> TransferEncoders.send(s, at, u, 0, 0, 7, ADDRESS, 1024, 0x4000));
    EncodersTest.row(
        "send",
        "send_poll_first fd=7 buf=0x7f0011223340 len=1024 flags=0"
            + " ioprio|=IORING_RECVSEND_POLL_FIRST",
        (s, at, u) ->
            TransferEncoders.send(s, at, u, 0, IORING_RECVSEND_POLL_FIRST, 7, ADDRESS, 1024, 0));
    EncodersTest.row(
        "sendTo",
        "sendto fd=7 buf=0x7f0011223340 len=1024 flags=0x40 addr=0x7f0055667780 addrlen=16",
        (s, at, u) -> TransferEncoders.sendTo(s, at, u, 0, 7, ADDRESS, 1024, 0x40, SECOND, 16));
    EncodersTest.row(
        "sendFrom",
        "send_bundle fd=7 len=0 flags=0 buf_group=9",
        (s, at, u) -> {
          TransferEncoders.sendFrom(s, at, u, 0, 7, 9, 0, 0);
          ioprio(s, at, IORING_RECVSEND_BUNDLE);
        });
    EncodersTest.row(
        "recv",
        "recv fd=7 buf=0x7f0011223340 len=1024 flags=0x100",
        (s, at, u) -> TransferEncoders.recv(s, at, u, 0, 7, ADDRESS, 1024, 0x100));
    EncodersTest.row(
        "recvMultishot",
        "recv_multishot fd=7 buf=0 len=0 flags=0 buf_group=9",
        (s, at, u) -> TransferEncoders.recvMultishot(s, at, u, 0, 7, 9, 0, 0));
    EncodersTest.row(
        "recvInto",
        "recv_bundle_multishot fd=7 buf=0 len=0 flags=0 buf_group=9",
        (s, at, u) -> {
          TransferEncoders.recvInto(s, at, u, 0, 7, 9, 0, 0);
          ioprio(s, at, IORING_RECVSEND_BUNDLE | IORING_RECV_MULTISHOT);
        });
    EncodersTest.row(
        "recvZc",
        "recv_zc fd=7 zcrx_ifq_idx=2 ioprio=IORING_RECV_MULTISHOT (no helper: fields set by hand)",
        (s, at, u) -> TransferEncoders.recvZc(s, at, u, 0, 7, 2, 0));
    EncodersTest.row(
        "recvmsgInto",
        "recvmsg_multishot fd=7 msg=0x7f0011223340 flags=0 buf_group=9",
        (s, at, u) ->
            TransferEncoders.recvmsgInto(s, at, u, 0, IORING_RECV_MULTISHOT, 7, 9, ADDRESS, 0));
  }

  static List<Row> operations() {
    return List.of(
        row(
            "send(Object, Fd, MemorySegment, int)",
            "SEND fd=7 addr=buffer len=64 op=0x4040",
            r -> r.send("a", FILE, BUFFER, MsgFlags.DONTWAIT)),
        row(
            "sendTo(Object, Fd, MemorySegment, int, SockAddr)",
            "SEND fd=7 off=copy of address addr=buffer+8 len=4 op=0x4040 fileIndex=16",
            r ->
                r.sendTo("a", FILE, BUFFER.asSlice(8, 4), MsgFlags.DONTWAIT, EncodingRows.ADDRESS)),
        row(
            "sendv(Object, Fd, MemorySegment[], int)",
            "SEND ioprio=0x20 fd=7 addr=[buffer 8, buffer+16 4] len=2 op=0xc000",
            r -> r.sendv("a", FILE, PARTS, MsgFlags.MORE)),
        row(
            "send(Object, Fd, BufferGroup, int, int)",
            "SEND flags=0x20 fd=7 len=100 op=0xc000 bufIndex=0x9",
            r -> r.send("a", FILE, group(r), 100, MsgFlags.MORE)),
        row(
            "recv(Object, Fd, MemorySegment, int)",
            "RECV fd=7 addr=buffer len=64 op=0x100",
            r -> r.recv("a", FILE, BUFFER, MsgFlags.WAITALL)),
        row(
            "recv(Object, Fd, BufferGroup, int, int)",
            "RECV flags=0x20 fd=7 len=100 op=0x2 bufIndex=0x9",
            r -> r.recv("a", FILE, group(r), 100, MsgFlags.PEEK)),
        row(
            "recvMultishot(Object, Fd, BufferGroup, int, int)",
            "RECV flags=0x20 ioprio=0x2 fd=7 len=100 op=0x2 bufIndex=0x9",
            r -> r.recvMultishot("a", FILE, group(r), 100, MsgFlags.PEEK)),
        row(
            "recvZc(Object, Fd, ZcrxQueue, int)",
            "RECV_ZC ioprio=0x2 fd=7 len=100 fileIndex=3",
            r -> r.recvZc("a", FILE, queue(r), 100)),
        row(
            "recvmsg(Object, Fd, BufferGroup, MsgHdr, int)",
            "RECVMSG flags=0x20 fd=7 addr={name 0, 0 buffers, control 0} len=1 op=0x40000002"
                + " bufIndex=0x9",
            r -> r.recvmsg("a", FILE, group(r), MsgHdr.receive(), MsgFlags.PEEK)),
        row(
            "recvmsgMultishot(Object, Fd, BufferGroup, RecvmsgTemplate, int)",
            "RECVMSG flags=0x20 ioprio=0x2 fd=7 addr={name 16, 0 buffers, control 24} len=1"
                + " op=0x40000002 bufIndex=0x9",
            r ->
                r.recvmsgMultishot(
                    "a", FILE, group(r), RecvmsgTemplate.of(16, 20), MsgFlags.PEEK)));
  }

  static List<Row> modifiers() {
    return List.of(
        row(
            "PreparedSend.pollFirst()",
            "SEND ioprio=0x21 fd=7 addr=[buffer 8, buffer+16 4] len=2 op=0x4000",
            r -> r.sendv("a", FILE, PARTS, 0).pollFirst()),
        row(
            "PreparedSend.bundle()",
            "SEND flags=0x20 ioprio=0x11 fd=7 op=0x4000 bufIndex=0x9",
            r -> r.send("a", FILE, group(r), 0, 0).pollFirst().bundle()),
        row(
            "PreparedReceive.pollFirst()",
            "RECV ioprio=0x1 fd=7 addr=buffer len=64",
            r -> r.recv("a", FILE, BUFFER, 0).pollFirst()),
        row(
            "PreparedReceive.bundle()",
            "RECV flags=0x20 ioprio=0x11 fd=7 bufIndex=0x9",
            r -> r.recv("a", FILE, group(r), 0, 0).pollFirst().bundle()),
        row(
            "PreparedReceiveMultishot.pollFirst()",
            "RECV flags=0x20 ioprio=0x3 fd=7 bufIndex=0x9",
            r -> r.recvMultishot("a", FILE, group(r), 0, 0).pollFirst()),
        row(
            "PreparedReceiveMultishot.bundle()",
            "RECV flags=0x20 ioprio=0x12 fd=7 bufIndex=0x9",
            r -> r.recvMultishot("a", FILE, group(r), 0, 0).bundle()),
        row(
            "PreparedReceiveMultishot.endAfter(int)",
            "RECV flags=0x20 ioprio=0x2 fd=7 len=4 bufIndex=0x9 fileIndex=100",
            r -> r.recvMultishot("a", FILE, group(r), 4, 0).endAfter(100)));
  }

  static List<Row> onDirectDescriptors() {
    return List.of(
        row(
            "send",
            "SEND flags=0x1 fd=5 addr=buffer len=64 op=0x4000",
            r -> r.send("a", direct(r), BUFFER, 0)),
        row(
            "sendTo",
            "SEND flags=0x1 fd=5 off=copy of address addr=buffer len=64 op=0x4000 fileIndex=16",
            r -> r.sendTo("a", direct(r), BUFFER, 0, EncodingRows.ADDRESS)),
        row(
            "sendv",
            "SEND flags=0x1 ioprio=0x20 fd=5 addr=[buffer 8, buffer+16 4] len=2 op=0x4000",
            r -> r.sendv("a", direct(r), PARTS, 0)),
        row(
            "send",
            "SEND flags=0x21 fd=5 op=0x4000 bufIndex=0x9",
            r -> r.send("a", direct(r), group(r), 0, 0)),
        row(
            "recv",
            "RECV flags=0x1 fd=5 addr=buffer len=64",
            r -> r.recv("a", direct(r), BUFFER, 0)),
        row(
            "recv",
            "RECV flags=0x21 fd=5 bufIndex=0x9",
            r -> r.recv("a", direct(r), group(r), 0, 0)),
        row(
            "recvMultishot",
            "RECV flags=0x21 ioprio=0x2 fd=5 bufIndex=0x9",
            r -> r.recvMultishot("a", direct(r), group(r), 0, 0)),
        row(
            "recvZc",
            "RECV_ZC flags=0x1 ioprio=0x2 fd=5 fileIndex=3",
            r -> r.recvZc("a", direct(r), queue(r), 0)),
        row(
            "recvmsg",
            "RECVMSG flags=0x21 fd=5 addr={name 0, 0 buffers, control 0} len=1 op=0x40000000"
                + " bufIndex=0x9",
            r -> r.recvmsg("a", direct(r), group(r), MsgHdr.receive(), 0)),
        row(
            "recvmsgMultishot",
            "RECVMSG flags=0x21 ioprio=0x2 fd=5 addr={name 0, 0 buffers, control 0} len=1"
                + " op=0x40000000 bufIndex=0x9",
            r -> r.recvmsgMultishot("a", direct(r), group(r), RecvmsgTemplate.of(0, 0), 0)));
  }

  static ZcrxQueue queue(Ring<String> ring) {
    MemorySegment none = MemorySegment.NULL;
    return new ZcrxQueue(ring.registrations(), 3, BUFFER, BUFFER.byteSize(), none, 0, 1, 0, 0, 0);
  }

  static BufferGroup group(Ring<String> ring) throws IOException {
    return ring.bufferRing().entries(2).bufferSize(64).id(9).open();
  }
}
