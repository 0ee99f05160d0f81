package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moving and copying between pipes and files. */
class PipesKernelTest extends OnKernel {

  @Test
  void spliceMovesBetweenFileAndPipeAtOffsets() throws IOException {
    put("source", "0123456789");
    put("target", "..........");
    PlainFd source = open("source", OpenFlags.RDONLY);
    PlainFd target = open("target", OpenFlags.WRONLY);
    Pipe pipe = pipe();
    assertThat(res(ring.splice("in", source, 3, pipe.out(), -1, 4, SpliceFlags.MOVE))).isEqualTo(4);
    assertThat(res(ring.splice("out", pipe.in(), -1, target, 5, 4, SpliceFlags.MOVE))).isEqualTo(4);
    assertThat(content("target")).isEqualTo(".....3456.");
    assertThat(Kernel.position(source)).isZero();
    assertThat(Kernel.position(target)).isZero();
  }

  @Test
  void spliceAtCurrentPositionMovesIt() throws IOException {
    put("source", "0123456789");
    PlainFd source = open("source", OpenFlags.RDONLY);
    Pipe pipe = pipe();
    assertThat(res(ring.splice("in", source, -1, pipe.out(), -1, 4, 0))).isEqualTo(4);
    assertThat(Kernel.position(source)).isEqualTo(4);
    assertThat(Kernel.read(pipe.in(), 100)).isEqualTo("0123");
    PlainFd target = create("target");
    assertThat(res(ring.splice("no pipe", source, -1, target, -1, 4, 0))).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void spliceThatMayNotBlockFailsOnEmptyPipe() throws IOException {
    PlainFd target = create("target");
    assertThat(res(ring.splice("out", pipe().in(), -1, target, 0, 4, SpliceFlags.NONBLOCK)))
        .isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void spliceMovesFromPipeToPipe() throws IOException {
    Pipe first = pipe();
    Pipe second = pipe();
    Kernel.write(first.out(), "0123456789");
    assertThat(res(ring.splice("on", first.in(), -1, second.out(), -1, 100, 0))).isEqualTo(10);
    assertThat(Kernel.read(second.in(), 100)).isEqualTo("0123456789");
  }

  @Test
  void bothEndsMayBeDirectDescriptors() throws IOException {
    put("source", "0123456789");
    Pipe first = pipe();
    Pipe second = pipe();
    List<DirectFd> direct =
        ring.registerFiles(open("source", OpenFlags.RDONLY), first.in(), first.out(), second.out());
    assertThat(res(ring.splice("in", direct.get(0), 2, direct.get(2), -1, 4, 0))).isEqualTo(4);
    assertThat(res(ring.tee("tee", direct.get(1), direct.get(3), 100, 0))).isEqualTo(4);
    assertThat(Kernel.read(first.in(), 100)).isEqualTo("2345");
    assertThat(Kernel.read(second.in(), 100)).isEqualTo("2345");
    ring.unregisterFiles();
    assertThat(res(ring.tee("tee", direct.get(1), second.out(), 1, 0))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void spliceOfNothingMovesNothing() throws IOException {
    put("source", "0123456789");
    PlainFd source = open("source", OpenFlags.RDONLY);
    Pipe pipe = pipe();
    assertThat(res(ring.splice("file", source, -1, pipe.out(), -1, 0, 0))).isZero();
    assertThat(res(ring.splice("pipe", pipe().in(), -1, pipe.out(), -1, 0, 0))).isZero();
    assertThat(res(ring.splice("end", source, 10, pipe.out(), -1, 5, 0))).isZero();
  }

  @Test
  void aPipeHasNoOffset() throws IOException {
    put("source", "0123456789");
    PlainFd source = open("source", OpenFlags.RDONLY);
    PlainFd target = create("target");
    Pipe pipe = pipe();
    assertThat(res(ring.splice("in", source, 0, pipe.out(), 0, 4, 0))).isEqualTo(-Errno.ESPIPE);
    assertThat(res(ring.splice("out", pipe.in(), 0, target, 0, 4, 0))).isEqualTo(-Errno.ESPIPE);
  }

  @Test
  void teeCopiesAndLeaves() throws IOException {
    Pipe first = pipe();
    Pipe second = pipe();
    Kernel.write(first.out(), "0123456789");
    assertThat(res(ring.tee("some", first.in(), second.out(), 4, 0))).isEqualTo(4);
    assertThat(Kernel.read(second.in(), 100)).isEqualTo("0123");
    assertThat(res(ring.tee("all", first.in(), second.out(), 100, 0))).isEqualTo(10);
    assertThat(Kernel.read(second.in(), 100)).isEqualTo("0123456789");
    assertThat(Kernel.read(first.in(), 100)).isEqualTo("0123456789");
  }

  @Test
  void teeIsForPipesOnly() throws IOException {
    PlainFd file = create("file");
    assertThat(res(ring.tee("from file", file, pipe().out(), 4, 0))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.tee("to file", pipe().in(), file, 4, 0))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.tee("nothing", pipe().in(), pipe().out(), 0, 0))).isZero();
    assertThat(res(ring.tee("wrong end", pipe().out(), pipe().out(), 4, 0)))
        .isEqualTo(-Errno.EBADF);
    Pipe same = pipe();
    assertThat(res(ring.tee("onto itself", same.in(), same.out(), 4, 0))).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void teeOfAnEmptyPipeWaitsUnlessToldNotTo() throws IOException {
    Pipe first = pipe();
    Pipe second = pipe();
    assertThat(res(ring.tee("no wait", first.in(), second.out(), 4, SpliceFlags.NONBLOCK)))
        .isEqualTo(-Errno.EAGAIN);
    ring.tee("wait", first.in(), second.out(), 4, 0);
    ring.submit();
    assertThat(ring.poll()).isNull();
    Kernel.write(first.out(), "ab");
    assertThat(next().result()).isEqualTo(2);
    assertThat(Kernel.read(second.in(), 100)).isEqualTo("ab");
  }

  @Test
  void teeAndSpliceThatWaitCanBeCancelled() throws IOException {
    Pipe empty = pipe();
    Pipe target = pipe();
    Request tee = ring.tee("tee", empty.in(), target.out(), 4, 0).request();
    Request splice = ring.splice("splice", empty.in(), -1, target.out(), -1, 4, 0).request();
    for (Request waiting : new Request[] {tee, splice}) {
      ring.cancel("cancel", waiting);
      int seen = 0;
      while (seen < 2) {
        Completion<String> completion = next();
        seen++;
        if (completion.data().equals("cancel")) {
          assertThat(completion.res()).isIn(0, -Errno.EALREADY);
        } else {
          assertThat(completion.res()).isIn(-Errno.EINTR, -Errno.ECANCELED, -Errno.ERESTARTSYS);
        }
      }
      assertThat(waiting.isInFlight()).isFalse();
    }
    Kernel.write(empty.out(), "still there");
    assertThat(Kernel.read(empty.in(), 100)).isEqualTo("still there");
  }
}
