package io.github.uring4j;

import static io.github.uring4j.EncodingRows.row;

import io.github.uring4j.EncodingRows.Row;
import java.util.List;

/** The rows of {@link MessageOperations}. */
final class MessageEncodingRows {

  private MessageEncodingRows() {}

  /** A mailbox of the same ring: what is told apart is its user_data and the ring's descriptor. */
  private static Mailbox mailbox(Ring<String> ring) {
    return ring.mailbox("mailbox");
  }

  static List<Row> operations() {
    return List.of(
        row(
            "msgRing(Object, Mailbox, int)",
            "MSG_RING fd=the ring off=mailbox len=77",
            r -> r.msgRing("a", mailbox(r), 77)),
        row(
            "msgRingFd(Object, DirectFd, Mailbox)",
            "MSG_RING fd=the ring off=mailbox addr=0x1 fileIndex=-1 addr3=0x5",
            r -> r.msgRingFd("a", r.directFd(5), mailbox(r))));
  }

  static List<Row> modifiers() {
    return List.of(
        row(
            "PreparedRingMessage.flags(int)",
            "MSG_RING fd=the ring off=mailbox len=-1 op=0x2 fileIndex=-65532",
            r -> r.msgRing("a", mailbox(r), -1).flags(0xffff_0004)),
        row(
            "PreparedRingDescriptor.into(int)",
            "MSG_RING fd=the ring off=mailbox addr=0x1 fileIndex=8 addr3=0x5",
            r -> r.msgRingFd("a", r.directFd(5), mailbox(r)).into(7)),
        row(
            "PreparedRingDescriptor.silently()",
            "MSG_RING fd=the ring off=mailbox addr=0x1 op=0x1 fileIndex=-1 addr3=0x5",
            r -> r.msgRingFd("a", r.directFd(5), mailbox(r)).silently()));
  }
}
