package io.github.uring4j;

import static io.github.uring4j.EncodersTest.TARGET;
import static io.github.uring4j.EncodersTest.row;
import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.ValueLayout;

/** The vectors of {@link MessageEncoders}. */
final class MessageEncoderRows {

  private MessageEncoderRows() {}

  static void add() {
    row(
        "msgRing",
        "msg_ring_cqe_flags fd=7 len=77 data=0x1122334455667788 flags=0 cqe_flags=0x2",
        (s, at, u) -> {
          Encoders.msgRing(s, at, u, 7, 77, TARGET);
          EncodersTest.operationFlags(s, at, IORING_MSG_RING_FLAGS_PASS);
          s.set(ValueLayout.JAVA_INT, at + IoUringSqe.FILE_INDEX, 2);
        });
    row(
        "msgRingFd",
        "msg_ring_fd fd=7 source_fd=3 target_fd=4 data=0x1122334455667788 flags=0",
        (s, at, u) -> MessageEncoders.msgRingFd(s, at, u, 7, 3, 4 + 1, TARGET));
    row(
        "msgRingFd",
        "msg_ring_fd_alloc fd=7 source_fd=3 data=0x1122334455667788"
            + " flags=IORING_MSG_RING_CQE_SKIP",
        (s, at, u) -> {
          MessageEncoders.msgRingFd(s, at, u, 7, 3, IORING_FILE_INDEX_ALLOC, TARGET);
          EncodersTest.operationFlags(s, at, IORING_MSG_RING_CQE_SKIP);
        });
  }
}
