package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Waiting for child processes that the JDK does not wait for: a shell leaves them behind, and this
 * process adopts them.
 */
class ProcessKernelTest extends OnKernel {

  private static final int SIGKILL = 9;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private final SigInfo info = new SigInfo();
  private int child;

  @BeforeEach
  void adoptChildren() throws IOException {
    Needs.operations(ring, Operation.WAITID);
    Kernel.adoptOrphans(true);
    Kernel.makeFifo(directory.resolve("gate"));
  }

  @AfterEach
  void endChildren() throws IOException {
    if (child != 0) {
      Kernel.kill(child, SIGKILL);
      ring.waitid("end", IdType.PID, child, WaitidOptions.EXITED);
      next();
    }
    Kernel.adoptOrphans(false);
  }

  /** Starts a child that waits for a line from the gate, in a process group of its own. */
  private int start(int exitStatus) throws Exception {
    String script =
        "setsid sh -c \"read line < '%s'; exit %d\" > /dev/null 2>&1 & echo $!"
            .formatted(path("gate"), exitStatus);
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    int pid;
    try (BufferedReader output = shell.inputReader()) {
      pid = Integer.parseInt(output.readLine());
    }
    assertThat(shell.waitFor()).isZero();
    return pid;
  }

  private long uid() throws IOException {
    return (Integer) Files.getAttribute(directory, "unix:uid");
  }

  private void open() throws IOException {
    put("gate", "go\n");
  }

  @Test
  void aChildThatEndsIsTold() throws Exception {
    child = start(7);
    ring.waitid("wait", IdType.PID, child, info, WaitidOptions.EXITED);
    ring.submit();
    assertThat(ring.poll()).isNull();
    open();
    assertThat(next().result()).isZero();
    assertThat(info.pid()).isEqualTo(child);
    assertThat(info.event()).isEqualTo(ChildEvent.EXITED);
    assertThat(info.status()).isEqualTo(7);
    assertThat(info.uid()).isEqualTo(uid());
    assertThat(info).hasToString("child %d EXITED, status 7".formatted(child));
    assertThat(res(ring.waitid("again", IdType.PID, child, info, WaitidOptions.EXITED)))
        .isEqualTo(-Errno.ECHILD);
    assertThat(info.event()).isEqualTo(ChildEvent.NONE);
    child = 0;
  }

  @Test
  void aChildThatHasEndedBeforeIsTold() throws Exception {
    child = start(0);
    Kernel.kill(child, SIGKILL);
    Await.until(() -> Files.readString(Kernel.process(child)).contains(") Z "));
    int options = WaitidOptions.EXITED | WaitidOptions.NOWAIT;
    for (int i = 0; i < 2; i++) {
      assertThat(res(ring.waitid("look", IdType.PID, child, info, options))).isZero();
      assertThat(info.event()).isEqualTo(ChildEvent.KILLED);
      assertThat(info.status()).isEqualTo(SIGKILL);
    }
    assertThat(res(ring.waitid("reap", IdType.PID, child, WaitidOptions.EXITED))).isZero();
    assertThat(Files.exists(Kernel.process(child))).isFalse();
    child = 0;
  }

  @Test
  void aChildThatStopsAndGoesOnIsTold() throws Exception {
    child = start(0);
    int options = WaitidOptions.STOPPED | WaitidOptions.CONTINUED;
    ring.waitid("stop", IdType.PID, child, info, options);
    ring.submit();
    Kernel.kill(child, SIGSTOP);
    assertThat(next().result()).isZero();
    assertThat(info.event()).isEqualTo(ChildEvent.STOPPED);
    assertThat(info.status()).isEqualTo(SIGSTOP);
    ring.waitid("continue", IdType.PID, child, info, options);
    ring.submit();
    Kernel.kill(child, SIGCONT);
    assertThat(next().result()).isZero();
    assertThat(info.event()).isEqualTo(ChildEvent.CONTINUED);
    assertThat(info.status()).isEqualTo(SIGCONT);
  }

  @Test
  void onlyTheChildThatIsMeantIsTold() throws Exception {
    child = start(3);
    int another = start(4);
    ring.waitid("wait", IdType.PID, child, info, WaitidOptions.EXITED);
    ring.submit();
    Kernel.kill(another, SIGKILL);
    SigInfo ofAnother = new SigInfo();
    assertThat(res(ring.waitid("kill", IdType.PID, another, ofAnother, WaitidOptions.EXITED)))
        .isZero();
    assertThat(ofAnother.pid()).isEqualTo(another);
    assertThat(ring.poll()).isNull();
    open();
    assertThat(next().data()).isEqualTo("wait");
    assertThat(info.pid()).isEqualTo(child);
    child = 0;
  }

  @Test
  void aGroupAndADescriptorMeanTheChildToo() throws Exception {
    child = start(5);
    PlainFd pidfd = closing(Kernel.pidfd(child));
    open();
    int look = WaitidOptions.EXITED | WaitidOptions.NOWAIT;
    assertThat(res(ring.waitid("descriptor", IdType.PIDFD, pidfd.value(), info, look))).isZero();
    assertThat(info.pid()).isEqualTo(child);
    SigInfo ofGroup = new SigInfo();
    assertThat(res(ring.waitid("group", IdType.PGID, child, ofGroup, look))).isZero();
    assertThat(ofGroup.pid()).isEqualTo(child);
    SigInfo ofAll = new SigInfo();
    assertThat(res(ring.waitid("all", IdType.ALL, 0, ofAll, look))).isZero();
    assertThat(ofAll.event()).isEqualTo(ChildEvent.EXITED);
    PlainFd file = create("file");
    assertThat(res(ring.waitid("file", IdType.PIDFD, file.value(), look))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void whoDoesNotWaitHearsOfNothing() throws Exception {
    child = start(0);
    int options = WaitidOptions.EXITED | WaitidOptions.NOHANG;
    assertThat(res(ring.waitid("look", IdType.PID, child, info, options))).isZero();
    assertThat(info.pid()).isZero();
    assertThat(info.event()).isEqualTo(ChildEvent.NONE);
    assertThat(info).hasToString("no child");
  }

  @Test
  void waitingCanBeCancelledAndLimited() throws Exception {
    child = start(0);
    Request wait = ring.waitid("wait", IdType.PID, child, info, WaitidOptions.EXITED).request();
    ring.submit();
    ring.cancel("cancel", wait);
    Completion<String> first = next();
    Completion<String> second = next();
    Completion<String> ended = first.data().equals("wait") ? first : second;
    // Linux 6.18 counts what it found here, although one was named.
    assertThat((ended == first ? second : first).res()).isIn(0, 1);
    assertThat(ended.res()).isEqualTo(-Errno.ECANCELED);
    assertThat(info.event()).isEqualTo(ChildEvent.NONE);
    ring.waitid("wait", IdType.PID, child, info, WaitidOptions.EXITED).link();
    ring.linkTimeout("limit", TimeUnit.MILLISECONDS.toNanos(1));
    first = next();
    second = next();
    ended = first.data().equals("wait") ? first : second;
    assertThat(ended.res()).isEqualTo(-Errno.ECANCELED);
    assertThat(Files.exists(Kernel.process(child))).isTrue();
  }

  @Test
  void noChildIsAnError() throws IOException {
    int init = 1;
    assertThat(res(ring.waitid("init", IdType.PID, init, info, WaitidOptions.EXITED)))
        .isEqualTo(-Errno.ECHILD);
    assertThat(res(ring.waitid("unknown", IdType.PID, init, WaitidOptions.EXITED | 0x40)))
        .isEqualTo(-Errno.EINVAL);
  }

  @Test
  void aChildOfTheJdkKeepsItsExitStatus() throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "read line < '%s'; exit 5".formatted(path("gate"))).start();
    int options = WaitidOptions.EXITED | WaitidOptions.NOWAIT;
    ring.waitid("look", IdType.PID, (int) process.pid(), info, options);
    ring.submit();
    open();
    // The JDK's own thread may be first.
    assertThat(next().res()).isIn(0, -Errno.ECHILD);
    assertThat(process.waitFor()).isEqualTo(5);
  }
}
