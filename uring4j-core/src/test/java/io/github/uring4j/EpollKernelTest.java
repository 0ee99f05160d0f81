package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Epoll instances, changed and waited for by a ring. */
class EpollKernelTest extends OnKernel {

  private static final long FIRST = 0x1234_5678_9abc_def0L;
  private static final long SECOND = -2;

  private final EpollEventArray ready = new EpollEventArray(4);
  private PlainFd epoll;
  private Pipe first;
  private Pipe second;

  @BeforeEach
  void makeEpoll() throws IOException {
    epoll = closing(Epoll.create());
    first = pipe();
    second = pipe();
  }

  private int ctl(EpollOp op, PlainFd fd, int events, long data) throws IOException {
    return res(ring.epollCtl("ctl", epoll, op, fd, events, data));
  }

  private void addBoth() throws IOException {
    assertThat(ctl(EpollOp.ADD, first.in(), EpollEvents.IN, FIRST)).isZero();
    assertThat(ctl(EpollOp.ADD, second.in(), EpollEvents.IN, SECOND)).isZero();
  }

  private List<String> events() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < ready.count(); i++) {
      events.add("%s %x".formatted(EpollEvents.toString(ready.events(i)), ready.data(i)));
    }
    return events;
  }

  @Test
  void anInstanceIsClosedOnExec() {
    assertThat(Kernel.isClosedOnExec(epoll)).isTrue();
  }

  @Test
  void allThatIsReadyIsTold() throws IOException {
    Needs.operations(ring, Operation.EPOLL_WAIT);
    addBoth();
    Kernel.write(first.out(), "a");
    Kernel.write(second.out(), "b");
    assertThat(res(ring.epollWait("wait", epoll, ready))).isEqualTo(2);
    assertThat(events()).containsExactlyInAnyOrder("IN 123456789abcdef0", "IN fffffffffffffffe");
    EpollEventArray one = new EpollEventArray(1);
    assertThat(res(ring.epollWait("wait", epoll, one))).isEqualTo(1);
    assertThat(one.events(0)).isEqualTo(EpollEvents.IN);
  }

  @Test
  void waitsUntilSomethingIsReady() throws IOException {
    Needs.operations(ring, Operation.EPOLL_WAIT);
    addBoth();
    ring.epollWait("wait", epoll, ready);
    ring.submit();
    assertThat(ring.poll()).isNull();
    Kernel.write(second.out(), "b");
    assertThat(next().result()).isEqualTo(1);
    assertThat(events()).containsExactly("IN fffffffffffffffe");
  }

  @Test
  void modifiedAndRemovedDescriptorsTellOfWhatTheyShould() throws IOException {
    Needs.operations(ring, Operation.EPOLL_WAIT);
    addBoth();
    Kernel.write(first.out(), "a");
    Kernel.write(second.out(), "b");
    assertThat(ctl(EpollOp.MOD, first.in(), EpollEvents.IN | EpollEvents.ONESHOT, 3)).isZero();
    assertThat(ctl(EpollOp.DEL, second.in(), 0, 0)).isZero();
    assertThat(res(ring.epollWait("wait", epoll, ready))).isEqualTo(1);
    assertThat(events()).containsExactly("IN 3");
    ring.epollWait("after one shot", epoll, ready);
    ring.submit();
    assertThat(ring.poll()).isNull();
    ring.epollCtl("arm", epoll, EpollOp.MOD, first.in(), EpollEvents.IN, 4);
    assertThat(next().data()).isIn("arm", "after one shot");
    assertThat(next().data()).isIn("arm", "after one shot");
    assertThat(events()).containsExactly("IN 4");
  }

  @Test
  void whatCannotBeDoneIsAnError() throws IOException {
    addBoth();
    assertThat(ctl(EpollOp.ADD, first.in(), EpollEvents.IN, 0)).isEqualTo(-Errno.EEXIST);
    assertThat(ctl(EpollOp.DEL, first.out(), 0, 0)).isEqualTo(-Errno.ENOENT);
    assertThat(ctl(EpollOp.ADD, create("file"), EpollEvents.IN, 0)).isEqualTo(-Errno.EPERM);
    assertThat(ctl(EpollOp.ADD, epoll, EpollEvents.IN, 0)).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.epollCtl("no epoll", first.in(), EpollOp.ADD, second.in(), 1, 0)))
        .isEqualTo(-Errno.EINVAL);
  }

  @Test
  void waitingOnWhatIsNoInstanceIsAnError() throws IOException {
    Needs.operations(ring, Operation.EPOLL_WAIT);
    assertThat(res(ring.epollWait("pipe", first.in(), ready))).isEqualTo(-Errno.EINVAL);
    assertThat(ready.count()).isZero();
  }

  @Test
  void waitingCanBeCancelled() throws IOException {
    Needs.operations(ring, Operation.EPOLL_WAIT);
    addBoth();
    Request wait = ring.epollWait("wait", epoll, ready).request();
    ring.submit();
    ring.cancel("cancel", wait);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Completion<String> completion = next();
      all.add(completion.data() + " " + completion.res());
    }
    assertThat(all).containsExactlyInAnyOrder("wait " + -Errno.ECANCELED, "cancel 0");
    Kernel.write(first.out(), "a");
    assertThat(res(ring.epollWait("again", epoll, ready))).isEqualTo(1);
  }

  @Test
  void theInstanceMayBeADirectDescriptor() throws IOException {
    Needs.operations(ring, Operation.EPOLL_WAIT);
    addBoth();
    DirectFd direct = ring.registerFiles(epoll).getFirst();
    Kernel.write(first.out(), "a");
    assertThat(res(ring.epollWait("wait", direct, ready))).isEqualTo(1);
    assertThat(events()).containsExactly("IN 123456789abcdef0");
  }
}
