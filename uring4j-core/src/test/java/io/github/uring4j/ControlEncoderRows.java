package io.github.uring4j;

import static io.github.uring4j.EncodersTest.ADDRESS;
import static io.github.uring4j.EncodersTest.TARGET;
import static io.github.uring4j.EncodersTest.operationFlags;
import static io.github.uring4j.EncodersTest.row;
import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;

/** The rows of {@link EncodersTest} for {@link ControlEncoders}. */
final class ControlEncoderRows {

  private ControlEncoderRows() {}

  static void add() {
    row("nop", "nop ", ControlEncoders::nop);
    row("nop128", "nop128 ", ControlEncoders::nop128);
    row(
        "nop",
        "nop_inject_result res=-5 (in len) nop_flags=IORING_NOP_INJECT_RESULT",
        (s, at, u) -> {
          ControlEncoders.nop(s, at, u);
          s.set(JAVA_INT, at + IoUringSqe.LEN, -5);
          operationFlags(s, at, IORING_NOP_INJECT_RESULT);
        });
    row(
        "pollAdd",
        "poll_add fd=7 poll_mask=0x2005",
        (s, at, u) -> ControlEncoders.pollAdd(s, at, u, 0, 7, 0x2005));
    row(
        "timeout",
        "timeout ts=0x7f0011223340 count=3 flags=1",
        (s, at, u) -> ControlEncoders.timeout(s, at, u, ADDRESS, 3, 1));
    row(
        "timeout",
        "timeout_boottime_abs ts=0x7f0011223340 count=0"
            + " flags=IORING_TIMEOUT_BOOTTIME|IORING_TIMEOUT_ABS|IORING_TIMEOUT_ETIME_SUCCESS",
        (s, at, u) ->
            ControlEncoders.timeout(
                s,
                at,
                u,
                ADDRESS,
                0,
                IORING_TIMEOUT_BOOTTIME | IORING_TIMEOUT_ABS | IORING_TIMEOUT_ETIME_SUCCESS));
    row(
        "cancel",
        "cancel64 user_data=0x1122334455667788 flags=1",
        (s, at, u) -> ControlEncoders.cancel(s, at, u, TARGET, 1));
    row(
        "pollAdd",
        "poll_multishot fd=7 poll_mask=0x2005",
        (s, at, u) -> pollAdd(s, at, u, 0x2005, IORING_POLL_ADD_MULTI));
    row(
        "pollAdd",
        "poll_add_level fd=7 poll_mask=0x1 len=IORING_POLL_ADD_LEVEL",
        (s, at, u) -> pollAdd(s, at, u, 1, IORING_POLL_ADD_LEVEL));
    row(
        "pollRemove",
        "poll_remove user_data=0x1122334455667788",
        (s, at, u) -> ControlEncoders.pollRemove(s, at, u, TARGET));
    row(
        "pollUpdate",
        "poll_update old_user_data=0x1122334455667788 new_user_data=0 poll_mask=0x4"
            + " flags=IORING_POLL_UPDATE_EVENTS|IORING_POLL_ADD_MULTI",
        (s, at, u) ->
            ControlEncoders.pollUpdate(
                s, at, u, TARGET, 4, IORING_POLL_UPDATE_EVENTS | IORING_POLL_ADD_MULTI));
    row(
        "timeout",
        "timeout_multishot ts=0x7f0011223340 count=5 flags=IORING_TIMEOUT_MULTISHOT",
        (s, at, u) -> ControlEncoders.timeout(s, at, u, ADDRESS, 5, IORING_TIMEOUT_MULTISHOT));
    row(
        "timeoutRemove",
        "timeout_remove user_data=0x1122334455667788 flags=0",
        (s, at, u) -> ControlEncoders.timeoutRemove(s, at, u, TARGET));
    row(
        "timeoutUpdate",
        "timeout_update ts=0x7f0011223340 user_data=0x1122334455667788 flags=1",
        (s, at, u) ->
            ControlEncoders.timeoutUpdate(
                s, at, u, ADDRESS, TARGET, IORING_TIMEOUT_UPDATE | IORING_TIMEOUT_ABS));
    row(
        "timeoutUpdate",
        "link_timeout_update ts=0x7f0011223340 user_data=0x1122334455667788"
            + " flags=IORING_LINK_TIMEOUT_UPDATE",
        (s, at, u) ->
            ControlEncoders.timeoutUpdate(s, at, u, ADDRESS, TARGET, IORING_TIMEOUT_UPDATE_MASK));
    row(
        "linkTimeout",
        "link_timeout ts=0x7f0011223340 flags=1",
        (s, at, u) -> ControlEncoders.linkTimeout(s, at, u, ADDRESS, IORING_TIMEOUT_ABS));
    row(
        "cancelMatching",
        "cancel_fd fd=7 flags=1",
        (s, at, u) ->
            ControlEncoders.cancelMatching(s, at, u, 7, 0, CancelTarget.of(FILE).all().flags()));
    row(
        "cancelMatching",
        "cancel_op opcode=IORING_OP_READ in len,"
            + " flags=IORING_ASYNC_CANCEL_OP|IORING_ASYNC_CANCEL_ALL",
        (s, at, u) ->
            ControlEncoders.cancelMatching(
                s, at, u, -1, IORING_OP_READ, CancelTarget.of(Operation.READ).all().flags()));
    row(
        "cancelMatching",
        "cancel_fd_fixed fd=11(direct)"
            + " flags=IORING_ASYNC_CANCEL_FD_FIXED|IORING_ASYNC_CANCEL_ALL",
        (s, at, u) ->
            ControlEncoders.cancelMatching(
                s, at, u, 11, 0, CancelTarget.of(new DirectFd("ring", 11)).all().flags()));
    row(
        "cancelMatching",
        "cancel_any user_data=0 flags=IORING_ASYNC_CANCEL_ANY",
        (s, at, u) -> ControlEncoders.cancelMatching(s, at, u, -1, 0, CancelTarget.any().flags()));
  }

  private static final PlainFd FILE = PlainFd.of(7);

  private static void pollAdd(
      MemorySegment sqes, long at, long userData, int events, int pollFlags) {
    ControlEncoders.pollAdd(sqes, at, userData, 0, 7, events);
    sqes.set(JAVA_INT, at + IoUringSqe.LEN, pollFlags);
  }
}
