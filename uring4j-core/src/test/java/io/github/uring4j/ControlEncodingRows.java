package io.github.uring4j;

import static io.github.uring4j.EncodingRows.*;

import io.github.uring4j.EncodingRows.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The rows of {@link OperationEncodingTest} for requests about requests and time. */
final class ControlEncodingRows {

  private ControlEncodingRows() {}

  static List<Row> operations() {
    return List.of(
        row("nop(Object)", "NOP fd=-1", r -> r.nop("a")),
        row(
            "timeout(Object, long)",
            "TIMEOUT fd=-1 addr=1.500000000s len=1",
            r -> r.timeout("a", 1_500_000_000)),
        row(
            "timeout(Object, Duration)",
            "TIMEOUT fd=-1 addr=2.000000001s len=1",
            r -> r.timeout("a", Duration.ofSeconds(2, 1))),
        row(
            "pollAdd(Object, Fd, int)",
            "POLL_ADD fd=7 op=0x2005",
            r -> r.pollAdd("a", FILE, 0x2005)),
        row(
            "cancel(Object, Request)",
            "ASYNC_CANCEL fd=-1 addr=the request before",
            r -> r.cancel("a", r.nop("before").request())),
        row("nop128(Object)", "NOP128 fd=-1", SetupFlags.SQE128, r -> r.nop128("a")),
        row(
            "cancel(Object, CancelTarget)",
            "ASYNC_CANCEL fd=-1 op=0x4",
            r -> r.cancel("a", CancelTarget.any())),
        row(
            "pollRemove(Object, Request)",
            "POLL_REMOVE fd=-1 addr=the request before",
            r -> r.pollRemove("a", r.pollAdd("before", FILE, 1).request())),
        row(
            "pollUpdate(Object, Request, int)",
            "POLL_REMOVE fd=-1 addr=the request before len=2 op=0x2005",
            r -> r.pollUpdate("a", r.pollAdd("before", FILE, 1).request(), 0x2005)),
        row(
            "timeoutRemove(Object, Request)",
            "TIMEOUT_REMOVE fd=-1 addr=the request before",
            r -> r.timeoutRemove("a", r.timeout("before", 1).request())),
        row(
            "timeoutUpdate(Object, Request, long)",
            "TIMEOUT_REMOVE fd=-1 off=1.500000000s addr=the request before op=0x2",
            r -> r.timeoutUpdate("a", r.timeout("before", 1).request(), 1_500_000_000)),
        row(
            "linkTimeout(Object, long)",
            "LINK_TIMEOUT fd=-1 addr=1.500000000s len=1",
            r -> linkTimeout(r)),
        row(
            "linkTimeout(Object, Duration)",
            "LINK_TIMEOUT fd=-1 addr=2.000000001s len=1",
            r -> {
              r.nop("before").link();
              r.linkTimeout("a", Duration.ofSeconds(2, 1));
            }),
        row(
            "linkTimeoutUpdate(Object, Request, long)",
            "TIMEOUT_REMOVE fd=-1 off=0.000000002s addr=the request before op=0x12",
            r -> r.linkTimeoutUpdate("a", linkTimeout(r).request(), 2)));
  }

  private static PreparedLinkTimeout linkTimeout(Ring<String> ring) throws IOException {
    ring.nop("before").link();
    return ring.linkTimeout("a", 1_500_000_000);
  }

  static List<Row> modifiers() {
    return List.of(
        row(
            "PreparedTimeout.clock(Clock)",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x8",
            r -> r.timeout("a", 1).clock(Clock.BOOTTIME).clock(Clock.REALTIME)),
        row(
            "PreparedTimeout.clock(Clock)",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x4",
            r -> r.timeout("a", 1).clock(Clock.BOOTTIME)),
        row(
            "PreparedTimeout.clock(Clock)",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x1",
            r -> r.timeout("a", 1).absolute().clock(Clock.REALTIME).clock(Clock.MONOTONIC)),
        row(
            "PreparedTime.absolute()",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x1",
            r -> r.timeout("a", 1).absolute()),
        row(
            "PreparedTimeout.completions(int)",
            "TIMEOUT fd=-1 off=0x3 addr=0.000000001s len=1",
            r -> r.timeout("a", 1).completions(4).completions(3)),
        row(
            "PreparedTimeout.completions(int)",
            "TIMEOUT fd=-1 off=0x7fffffff addr=0.000000001s len=1",
            r -> r.timeout("a", 1).completions(Integer.MAX_VALUE)),
        row(
            "PreparedTimeout.expirySucceeds()",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x20",
            r -> r.timeout("a", 1).expirySucceeds()),
        row(
            "PreparedTimeout.absolute()",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x9",
            r -> r.timeout("a", 1).absolute().clock(Clock.REALTIME)),
        row(
            "PreparedTimeout.multishot()",
            "TIMEOUT fd=-1 addr=0.000000001s len=1 op=0x40",
            r -> r.timeout("a", 1).multishot(2).multishot()),
        row(
            "PreparedTimeout.multishot(int)",
            "TIMEOUT fd=-1 off=0x5 addr=0.000000001s len=1 op=0x60",
            r -> r.timeout("a", 1).expirySucceeds().multishot(5)),
        row(
            "PreparedTime.immediate()",
            "TIMEOUT fd=-1 addr=0x59682f01 len=1 op=0x81",
            r -> r.timeout("a", 1_500_000_001).immediate().absolute()),
        row(
            "PreparedTime.immediate()",
            "TIMEOUT_REMOVE fd=-1 off=0x59682f00 addr=the request before op=0x82",
            r -> r.timeoutUpdate("a", r.timeout("before", 1).request(), 1_500_000_000).immediate()),
        row(
            "PreparedTime.immediate()",
            "LINK_TIMEOUT fd=-1 addr=0x59682f00 len=1 op=0x80",
            r -> linkTimeout(r).immediate()),
        row(
            "PreparedTime.absolute()",
            "TIMEOUT_REMOVE fd=-1 off=0.000000002s addr=the request before op=0x3",
            r -> r.timeoutUpdate("a", r.timeout("before", 1).request(), 2).absolute()),
        row(
            "PreparedLinkTimeout.clock(Clock)",
            "LINK_TIMEOUT fd=-1 addr=1.500000000s len=1 op=0x9",
            r -> linkTimeout(r).clock(Clock.BOOTTIME).absolute().clock(Clock.REALTIME)),
        row(
            "PreparedPoll.multishot()",
            "POLL_ADD fd=7 len=1 op=0x1",
            r -> r.pollAdd("a", FILE, PollEvents.IN).multishot()),
        row(
            "PreparedPoll.levelTriggered()",
            "POLL_ADD fd=7 len=9 op=0x80000001",
            r -> r.pollAdd("a", FILE, 1 << 31 | 1).multishot().levelTriggered()),
        row(
            "PreparedNop.injectResult(int)",
            "NOP fd=-1 len=-5 op=0x1",
            r -> r.nop("a").injectResult(7).injectResult(-5)),
        row("PreparedNop.file(Fd)", "NOP fd=7 op=0x2", r -> r.nop("a").file(direct(r)).file(FILE)),
        row("PreparedNop.file(Fd)", "NOP fd=5 op=0x6", r -> r.nop("a").file(direct(r))),
        row(
            "PreparedNop.registeredBuffer(RegisteredBuffer)",
            "NOP fd=-1 op=0x8 bufIndex=0x3",
            r -> r.nop("a").registeredBuffer(new RegisteredBuffer(r, 3, BUFFER))),
        row("PreparedNop.taskWork()", "NOP fd=-1 op=0x10", r -> r.nop("a").taskWork()),
        row(
            "PreparedNop.wide(long, long)",
            "NOP fd=-1 off=0x1 addr=0xffffffffffffffff op=0x20",
            SetupFlags.CQE32,
            r -> r.nop("a").wide(1, -1)),
        row(
            "PreparedNop.wide(long, long)",
            "NOP fd=-1 off=0x2 addr=0x3 op=0x20",
            SetupFlags.CQE_MIXED,
            r -> r.nop("a").wide(2, 3)));
  }

  /** Those that take a descriptor of either kind, with a direct one. */
  static List<Row> onDirectDescriptors() {
    return List.of(
        row("pollAdd", "POLL_ADD flags=0x1 fd=5 op=0x1", r -> r.pollAdd("a", direct(r), 1)),
        row("cancel", "ASYNC_CANCEL fd=5 op=0xa", r -> r.cancel("a", CancelTarget.of(direct(r)))),
        row(
            "cancel",
            "ASYNC_CANCEL fd=5 len=22 op=0x2b",
            r -> r.cancel("a", CancelTarget.of(direct(r), Operation.READ).all())));
  }
}
