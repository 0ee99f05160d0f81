package io.github.uring4j;

import static io.github.uring4j.EncodersTest.ADDRESS;
import static io.github.uring4j.EncodersTest.SECOND;
import static io.github.uring4j.EncodingRows.BUFFER;
import static io.github.uring4j.EncodingRows.FILE;
import static io.github.uring4j.EncodingRows.PEER;
import static io.github.uring4j.EncodingRows.direct;
import static io.github.uring4j.EncodingRows.row;
import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.EncodingRows.Row;
import java.util.List;

/**
 * Rows of {@link SocketCommandOperations} for {@link EncodersTest} and {@link
 * OperationEncodingTest}.
 */
final class SocketCommandEncodingRows {

  private SocketCommandEncodingRows() {}

  static void encoders() {
    EncodersTest.row(
        "cmdSock",
        "cmd_sock cmd_op=SOCKET_URING_OP_GETSOCKOPT fd=7 level=1 optname=2 optval=0x7f0011223340"
            + " optlen=4",
        (s, at, u) ->
            SocketCommandEncoders.cmdSock(
                s, at, u, 0, 7, SOCKET_URING_OP_GETSOCKOPT, 1, 2, ADDRESS, 4));
    EncodersTest.row(
        "cmdGetsockname",
        "cmd_getsockname fd=7 sockaddr=0x7f0011223340 sockaddr_len=0x7f0055667780 peer=1",
        (s, at, u) -> SocketCommandEncoders.cmdGetsockname(s, at, u, 0, 7, ADDRESS, SECOND, 1));
  }

  static List<Row> operations() {
    return List.of(
        row("socketInputQueue(Object, Fd)", "URING_CMD fd=7", r -> r.socketInputQueue("a", FILE)),
        row(
            "socketOutputQueue(Object, Fd)",
            "URING_CMD fd=7 off=0x1",
            r -> r.socketOutputQueue("a", FILE)),
        row(
            "getsockopt(Object, Fd, int, int, MemorySegment)",
            "URING_CMD fd=7 off=0x2 addr=level 1 option 8 fileIndex=64 addr3=buffer",
            r -> r.getsockopt("a", FILE, SocketLevels.SOCKET, SocketOptions.RCVBUF, BUFFER)),
        row(
            "setsockopt(Object, Fd, int, int, MemorySegment)",
            "URING_CMD fd=7 off=0x3 addr=level 6 option 13 fileIndex=5 addr3=buffer+8",
            r ->
                r.setsockopt(
                    "a",
                    FILE,
                    SocketLevels.TCP,
                    TcpOptions.CONGESTION,
                    BUFFER.asSlice(8, 5).asReadOnly())),
        row(
            "setsockopt(Object, Fd, int, int, int)",
            "URING_CMD fd=7 off=0x3 addr=level 17 option 103 fileIndex=4 addr3=int 1400",
            r -> r.setsockopt("a", FILE, SocketLevels.UDP, UdpOptions.SEGMENT, 1400)),
        row(
            "txTimestamp(Object, Fd)",
            "URING_CMD fd=7 off=0x4",
            SetupFlags.CQE32,
            r -> r.txTimestamp("a", FILE)),
        row(
            "getsockname(Object, Fd, SockAddr)",
            "URING_CMD fd=7 off=0x5 addr=peer addr3=peer's length",
            r -> r.getsockname("a", FILE, PEER)),
        row(
            "getpeername(Object, Fd, SockAddr)",
            "URING_CMD fd=7 off=0x5 addr=peer fileIndex=1 addr3=peer's length",
            r -> r.getpeername("a", FILE, PEER)));
  }

  static List<Row> onDirectDescriptors() {
    return List.of(
        row(
            "socketInputQueue",
            "URING_CMD flags=0x1 fd=5",
            r -> r.socketInputQueue("a", direct(r))),
        row(
            "socketOutputQueue",
            "URING_CMD flags=0x1 fd=5 off=0x1",
            r -> r.socketOutputQueue("a", direct(r))),
        row(
            "getsockopt",
            "URING_CMD flags=0x1 fd=5 off=0x2 addr=level 1 option 8 fileIndex=64 addr3=buffer",
            r -> r.getsockopt("a", direct(r), SocketLevels.SOCKET, SocketOptions.RCVBUF, BUFFER)),
        row(
            "setsockopt",
            "URING_CMD flags=0x1 fd=5 off=0x3 addr=level 1 option 8 fileIndex=64 addr3=buffer",
            r -> r.setsockopt("a", direct(r), SocketLevels.SOCKET, SocketOptions.RCVBUF, BUFFER)),
        row(
            "setsockopt",
            "URING_CMD flags=0x1 fd=5 off=0x3 addr=level 1 option 8 fileIndex=4 addr3=int 1",
            r -> r.setsockopt("a", direct(r), SocketLevels.SOCKET, SocketOptions.RCVBUF, 1)),
        row(
            "txTimestamp",
            "URING_CMD flags=0x1 fd=5 off=0x4",
            SetupFlags.CQE_MIXED,
            r -> r.txTimestamp("a", direct(r))),
        row(
            "getsockname",
            "URING_CMD flags=0x1 fd=5 off=0x5 addr=peer addr3=peer's length",
            r -> r.getsockname("a", direct(r), PEER)),
        row(
            "getpeername",
            "URING_CMD flags=0x1 fd=5 off=0x5 addr=peer fileIndex=1 addr3=peer's length",
            r -> r.getpeername("a", direct(r), PEER)));
  }
}
