package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Requests on open files. */
class FilesKernelTest extends OnKernel {

  private static final int UNKNOWN_RW_FLAG = 0x4000_0000;

  @Test
  void openReadsFile() throws IOException {
    put("file", "content");
    PlainFd fd = open("file", OpenFlags.RDONLY);
    assertThat(Kernel.target(fd)).isEqualTo(directory.resolve("file").toRealPath());
    assertThat(Kernel.isClosedOnExec(fd)).isTrue();
    assertThat(Kernel.read(fd, 100)).isEqualTo("content");
  }

  @Test
  void openCanLeaveDescriptorToChildren() throws IOException {
    put("file", "");
    PlainFd fd =
        closing(
            end(ring.openat2("o", Fd.CWD, path("file"), OpenHow.readOnly().inheritable())).fd());
    assertThat(Kernel.isClosedOnExec(fd)).isFalse();
  }

  @Test
  void createObeysUmask() throws IOException {
    int before = Kernel.umask(027);
    try {
      OpenHow how = OpenHow.of(OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.EXCL).mode(0666);
      closing(end(ring.openat2("open", Fd.CWD, path("file"), how)).fd());
      assertThat(Files.getPosixFilePermissions(directory.resolve("file")))
          .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
      assertThat(res(ring.openat2("open", Fd.CWD, path("file"), how))).isEqualTo(-Errno.EEXIST);
    } finally {
      Kernel.umask(before);
    }
  }

  @Test
  void openatOpensAndCreates() throws IOException {
    int create = OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.EXCL;
    PlainFd made = closing(end(ring.openat("new", Fd.CWD, path("file"), create, 0640)).fd());
    assertThat(Kernel.isClosedOnExec(made)).isTrue();
    assertThat(Files.getPosixFilePermissions(directory.resolve("file")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(res(ring.openat("again", Fd.CWD, path("file"), create, 0640)))
        .isEqualTo(-Errno.EEXIST);
    ok(ring.write("write", made, memory("text"), 0));
    PlainFd in = closing(end(ring.openat2("dir", Fd.CWD, path(""), OpenHow.readOnly())).fd());
    PlainFd again = closing(end(ring.openat("old", in, "file", OpenFlags.RDONLY, 0)).fd());
    assertThat(Kernel.read(again, 100)).isEqualTo("text");
  }

  @Test
  void openatCanLeaveDescriptorToChildren() throws IOException {
    put("file", "");
    PlainFd plain = closing(end(ring.openat("o", Fd.CWD, path("file"), 0, 0).inheritable()).fd());
    assertThat(Kernel.isClosedOnExec(plain)).isFalse();
    PlainFd other =
        closing(
            end(ring.openat2("o", Fd.CWD, path("file"), OpenHow.readOnly()).inheritable()).fd());
    assertThat(Kernel.isClosedOnExec(other)).isFalse();
  }

  @Test
  void openatSaysWhatIsMissing() throws IOException {
    put("file", "");
    assertThat(res(ring.openat("none", Fd.CWD, path("none"), 0, 0))).isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.openat("dir", Fd.CWD, path("file"), OpenFlags.DIRECTORY, 0)))
        .isEqualTo(-Errno.ENOTDIR);
    assertThat(res(ring.openat("fd", PlainFd.of(1 << 20), "file", 0, 0))).isEqualTo(-Errno.EBADF);
    Completion<String> failed = end(ring.openat("empty", Fd.CWD, "", OpenFlags.RDONLY, 0));
    assertThat(failed.res()).isEqualTo(-Errno.ENOENT);
    assertThat(failed.subject()).isEqualTo("''");
  }

  @Test
  void readAtPositionAndAtOffset() throws IOException {
    put("file", "A test file");
    PlainFd fd = open("file", OpenFlags.RDONLY);
    MemorySegment buffer = memory(5);
    assertThat(res(ring.read("read", fd, buffer, -1))).isEqualTo(5);
    assertThat(text(buffer)).isEqualTo("A tes");
    assertThat(res(ring.read("read", fd, buffer, -1))).isEqualTo(5);
    assertThat(text(buffer)).isEqualTo("t fil");
    assertThat(Kernel.position(fd)).isEqualTo(10);
    assertThat(res(ring.read("read", fd, buffer, 2))).isEqualTo(5);
    assertThat(text(buffer)).isEqualTo("test ");
    assertThat(Kernel.position(fd)).as("not moved by an offset").isEqualTo(10);
    assertThat(res(ring.read("rest", fd, buffer, -1))).as("short at the end").isOne();
    assertThat(res(ring.read("end", fd, buffer, -1))).isZero();
  }

  @Test
  void writeAtPositionAndAtOffset() throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.write("write", fd, memory("A test "), -1))).isEqualTo(7);
    assertThat(res(ring.write("write", fd, memory("file"), -1))).isEqualTo(4);
    assertThat(content("file")).isEqualTo("A test file");
    assertThat(res(ring.write("write", fd, memory("best"), 2))).isEqualTo(4);
    assertThat(content("file")).isEqualTo("A best file");
    assertThat(Kernel.position(fd)).isEqualTo(11);
  }

  @Test
  void readOnlyMemoryCanBeWrittenFrom() throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.write("write", fd, memory("text").asReadOnly(), 0))).isEqualTo(4);
    assertThat(content("file")).isEqualTo("text");
  }

  @Test
  void readvFillsBuffersInOrder() throws IOException {
    put("file", "A test file");
    PlainFd fd = open("file", OpenFlags.RDONLY);
    MemorySegment first = memory(3);
    MemorySegment second = memory(4);
    MemorySegment[] both = {first, second};
    assertThat(res(ring.readv("readv", fd, both, -1))).isEqualTo(7);
    assertThat(text(first)).isEqualTo("A t");
    assertThat(text(second)).isEqualTo("est ");
    assertThat(Kernel.position(fd)).isEqualTo(7);
    assertThat(res(ring.readv("readv", fd, both, 3))).isEqualTo(7);
    assertThat(text(first) + text(second)).isEqualTo("est fil");
    assertThat(Kernel.position(fd)).isEqualTo(7);
  }

  @Test
  void writevJoinsBuffers() throws IOException {
    PlainFd fd = create("file");
    MemorySegment[] both = {memory("INFO: "), memory("A log message")};
    assertThat(res(ring.writev("writev", fd, both, -1))).isEqualTo(19);
    assertThat(content("file")).isEqualTo("INFO: A log message");
    assertThat(res(ring.writev("writev", fd, both, 6))).isEqualTo(19);
    assertThat(content("file")).isEqualTo("INFO: INFO: A log message");
  }

  @Test
  void vectorOf1024BuffersIsTransferredWhole() throws IOException {
    PlainFd fd = create("file");
    MemorySegment[] many = new MemorySegment[1024];
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < many.length; i++) {
      String part = Integer.toString(i);
      many[i] = memory(part);
      expected.append(part);
    }
    assertThat(res(ring.writev("writev", fd, many, 0))).isEqualTo(expected.length());
    assertThat(content("file")).isEqualTo(expected.toString());
  }

  @Test
  void emptyVectorTransfersNothing() throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.writev("writev", fd, new MemorySegment[0], 0))).isZero();
    assertThat(res(ring.readv("readv", fd, new MemorySegment[0], 0))).isZero();
  }

  @Test
  void rwFlagsReachTheKernel() throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.write("dsync", fd, memory("one"), 0).rwFlags(RwFlags.DSYNC))).isEqualTo(3);
    MemorySegment[] two = {memory("t"), memory("wo")};
    assertThat(res(ring.writev("append", fd, two, 0).rwFlags(RwFlags.APPEND))).isEqualTo(3);
    assertThat(content("file")).isEqualTo("onetwo");
    MemorySegment buffer = memory(6);
    assertThat(res(ring.read("read", fd, buffer, 0).rwFlags(UNKNOWN_RW_FLAG)))
        .isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(res(ring.write("write", fd, buffer, 0).rwFlags(UNKNOWN_RW_FLAG)))
        .isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(res(ring.readv("readv", fd, two, 0).rwFlags(UNKNOWN_RW_FLAG)))
        .isEqualTo(-Errno.EOPNOTSUPP);
    RegisteredBuffer registered = ring.registerBuffer(memory("three!"));
    assertThat(res(ring.readFixed("read", fd, registered, 0, 6, 0).rwFlags(UNKNOWN_RW_FLAG)))
        .isEqualTo(-Errno.EOPNOTSUPP);
    PreparedIo append = ring.writeFixed("append", fd, registered, 0, 5, 0);
    assertThat(res(append.rwFlags(RwFlags.APPEND))).isEqualTo(5);
    assertThat(content("file")).isEqualTo("onetwothree");
  }

  @Test
  void nowaitReadOfEmptyPipeFailsAtOnce() throws IOException {
    assertThat(res(ring.read("read", pipe().in(), memory(1), 0).rwFlags(RwFlags.NOWAIT)))
        .isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void closeCloses() throws IOException {
    put("file", "");
    PlainFd fd = end(ring.openat2("open", Fd.CWD, path("file"), OpenHow.readOnly())).fd();
    assertThat(Kernel.isOpen(fd)).isTrue();
    assertThat(res(ring.close("close", fd))).isZero();
    assertThat(Kernel.isOpen(fd)).isFalse();
    assertThat(res(ring.close("again", fd))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void onlyDescriptorsAreTakenForDescriptors() throws IOException {
    Completion<String> nop = end(ring.nop("nop"));
    assertThatIllegalStateException().isThrownBy(nop::fd).withMessageContaining("nop makes no");
  }
}
