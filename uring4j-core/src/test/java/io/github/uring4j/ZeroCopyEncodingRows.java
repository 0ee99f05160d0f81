package io.github.uring4j;

import static io.github.uring4j.EncodersTest.ADDRESS;
import static io.github.uring4j.EncodersTest.SECOND;
import static io.github.uring4j.EncodingRows.BUFFER;
import static io.github.uring4j.EncodingRows.FILE;
import static io.github.uring4j.EncodingRows.OUTGOING;
import static io.github.uring4j.EncodingRows.PARTS;
import static io.github.uring4j.EncodingRows.direct;
import static io.github.uring4j.EncodingRows.row;
import static io.github.uring4j.EncodingRows.secondChunk;
import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.EncodingRows.Row;
import java.util.List;

/**
 * Rows of {@link ZeroCopyOperations} for {@link EncodersTest} and {@link OperationEncodingTest}.
 */
final class ZeroCopyEncodingRows {

  private ZeroCopyEncodingRows() {}

  static void encoders() {
    EncodersTest.row(
        "sendZc",
        "send_zc fd=7 buf=0x7f0011223340 len=1024 flags=0 zc_flags=IORING_SEND_ZC_REPORT_USAGE",
        (s, at, u) ->
            ZeroCopyEncoders.sendZc(s, at, u, 0, IORING_SEND_ZC_REPORT_USAGE, 7, ADDRESS, 1024, 0));
    EncodersTest.row(
        "sendZcTo",
        "send_zc_to fd=7 buf=0x7f0011223340 len=1024 flags=0 zc_flags=0 addr=0x7f0055667780"
            + " addrlen=28",
        (s, at, u) ->
            ZeroCopyEncoders.sendZcTo(s, at, u, 0, 0, 7, ADDRESS, 1024, 0, 0, SECOND, 28));
    EncodersTest.row(
        "sendZcFixed",
        "send_zc_fixed fd=7 buf=0x7f0011223340 len=1024 flags=0 zc_flags=0 buf_index=5",
        (s, at, u) -> ZeroCopyEncoders.sendZcFixed(s, at, u, 0, 7, ADDRESS, 1024, 0, 5));
    EncodersTest.row(
        "sendmsgZc",
        "sendmsg_zc fd=7 msg=0x7f0011223340 flags=0",
        (s, at, u) -> ZeroCopyEncoders.sendmsgZc(s, at, u, 0, 7, ADDRESS, 0));
    EncodersTest.row(
        "sendmsgZcFixed",
        "sendmsg_zc_fixed fd=7 msg=0x7f0011223340 flags=0 buf_index=5",
        (s, at, u) -> ZeroCopyEncoders.sendmsgZcFixed(s, at, u, 0, 7, ADDRESS, 0, 5));
  }

  static List<Row> operations() {
    return List.of(
        row(
            "sendZc(Object, Fd, MemorySegment, int)",
            "SEND_ZC fd=7 addr=buffer len=64 op=0x4040",
            r -> r.sendZc("a", FILE, BUFFER, MsgFlags.DONTWAIT)),
        row(
            "sendZcTo(Object, Fd, MemorySegment, int, SockAddr)",
            "SEND_ZC fd=7 off=copy of address addr=buffer+8 len=4 op=0x4040 fileIndex=16",
            r ->
                r.sendZcTo(
                    "a", FILE, BUFFER.asSlice(8, 4), MsgFlags.DONTWAIT, EncodingRows.ADDRESS)),
        row(
            "sendvZc(Object, Fd, MemorySegment[], int)",
            "SEND_ZC ioprio=0x20 fd=7 addr=[buffer 8, buffer+16 4] len=2 op=0xc000",
            r -> r.sendvZc("a", FILE, PARTS, MsgFlags.MORE)),
        row(
            "sendZcFixed(Object, Fd, RegisteredBuffer, long, int, int)",
            "SEND_ZC ioprio=0x4 fd=7 addr=buffer+4 len=12 op=0xc000",
            r -> r.sendZcFixed("a", FILE, r.registerBuffer(BUFFER), 4, 12, MsgFlags.MORE)),
        row(
            "sendZcFixed(Object, Fd, Chunk, int, int)",
            "SEND_ZC ioprio=0x4 fd=7 addr=buffer+32 len=12 op=0xc000",
            r -> r.sendZcFixed("a", FILE, secondChunk(r), 12, MsgFlags.MORE)),
        row(
            "sendZcFixedTo(Object, Fd, RegisteredBuffer, long, int, int, SockAddr)",
            "SEND_ZC ioprio=0x4 fd=7 off=copy of address addr=buffer+4 len=12 op=0xc000"
                + " fileIndex=16",
            r ->
                r.sendZcFixedTo(
                    "a",
                    FILE,
                    r.registerBuffer(BUFFER),
                    4,
                    12,
                    MsgFlags.MORE,
                    EncodingRows.ADDRESS)),
        row(
            "sendmsgZc(Object, Fd, MsgHdr, int)",
            "SENDMSG_ZC fd=7 addr=outgoing len=1 op=0x4040",
            r -> r.sendmsgZc("a", FILE, OUTGOING, MsgFlags.DONTWAIT)),
        row(
            "sendmsgZcFixed(Object, Fd, RegisteredBuffer, MsgHdr, int)",
            "SENDMSG_ZC ioprio=0x4 fd=7 addr=outgoing len=1 op=0x4040",
            r ->
                r.sendmsgZcFixed(
                    "a", FILE, r.registerBuffer(BUFFER), OUTGOING, MsgFlags.DONTWAIT)));
  }

  static List<Row> modifiers() {
    return List.of(
        row(
            "PreparedZeroCopy.pollFirst()",
            "SENDMSG_ZC ioprio=0x5 fd=7 addr=outgoing len=1 op=0x4000",
            r -> r.sendmsgZcFixed("a", FILE, r.registerBuffer(BUFFER), OUTGOING, 0).pollFirst()),
        row(
            "PreparedZeroCopy.reportUsage()",
            "SEND_ZC ioprio=0x9 fd=7 addr=buffer len=64 op=0x4000",
            r -> r.sendZc("a", FILE, BUFFER, 0).pollFirst().reportUsage()));
  }

  static List<Row> onDirectDescriptors() {
    return List.of(
        row(
            "sendZc",
            "SEND_ZC flags=0x1 fd=5 addr=buffer len=64 op=0x4000",
            r -> r.sendZc("a", direct(r), BUFFER, 0)),
        row(
            "sendZcTo",
            "SEND_ZC flags=0x1 fd=5 off=copy of address addr=buffer len=64 op=0x4000 fileIndex=16",
            r -> r.sendZcTo("a", direct(r), BUFFER, 0, EncodingRows.ADDRESS)),
        row(
            "sendvZc",
            "SEND_ZC flags=0x1 ioprio=0x20 fd=5 addr=[buffer 8, buffer+16 4] len=2 op=0x4000",
            r -> r.sendvZc("a", direct(r), PARTS, 0)),
        row(
            "sendZcFixed",
            "SEND_ZC flags=0x1 ioprio=0x4 fd=5 addr=buffer len=8 op=0x4000",
            r -> r.sendZcFixed("a", direct(r), r.registerBuffer(BUFFER), 0, 8, 0)),
        row(
            "sendZcFixed",
            "SEND_ZC flags=0x1 ioprio=0x4 fd=5 addr=buffer+32 len=8 op=0x4000",
            r -> r.sendZcFixed("a", direct(r), secondChunk(r), 8, 0)),
        row(
            "sendZcFixedTo",
            "SEND_ZC flags=0x1 ioprio=0x4 fd=5 off=copy of address addr=buffer len=8 op=0x4000"
                + " fileIndex=16",
            r ->
                r.sendZcFixedTo(
                    "a", direct(r), r.registerBuffer(BUFFER), 0, 8, 0, EncodingRows.ADDRESS)),
        row(
            "sendmsgZc",
            "SENDMSG_ZC flags=0x1 fd=5 addr=outgoing len=1 op=0x4000",
            r -> r.sendmsgZc("a", direct(r), OUTGOING, 0)),
        row(
            "sendmsgZcFixed",
            "SENDMSG_ZC flags=0x1 ioprio=0x4 fd=5 addr=outgoing len=1 op=0x4000",
            r -> r.sendmsgZcFixed("a", direct(r), r.registerBuffer(BUFFER), OUTGOING, 0)));
  }
}
