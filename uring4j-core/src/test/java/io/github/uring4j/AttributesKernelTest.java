package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Extended attributes. */
class AttributesKernelTest extends OnKernel {

  private static final MemorySegment EMPTY = memory(0);

  private PlainFd fd;
  private String path;

  @BeforeEach
  void makeFile() throws IOException {
    fd = create("file");
    path = path("file");
    Needs.supported(
        res(ring.fsetxattr("probe", fd, "user.probe", EMPTY, XattrMode.SET)),
        "extended attributes");
  }

  /** What the JDK sees; it leaves the prefix out. */
  private String attribute(String name) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(directory.resolve("file"), UserDefinedFileAttributeView.class);
    ByteBuffer value = ByteBuffer.allocate(view.size(name));
    view.read(name, value);
    return StandardCharsets.UTF_8.decode(value.flip()).toString();
  }

  @Test
  void attributesOfAnOpenFile() throws IOException {
    MemorySegment longer = memory("second, a good deal longer");
    assertThat(res(ring.fsetxattr("one", fd, "user.one", memory("first"), XattrMode.SET))).isZero();
    assertThat(res(ring.fsetxattr("two", fd, "user.zwölf", longer, XattrMode.SET))).isZero();
    assertThat(attribute("one")).isEqualTo("first");
    assertThat(attribute("zwölf")).isEqualTo(text(longer));
    MemorySegment value = memory(255);
    assertThat(res(ring.fgetxattr("one", fd, "user.one", value))).isEqualTo(5);
    assertThat(text(value.asSlice(0, 5))).isEqualTo("first");
    assertThat(res(ring.fgetxattr("two", fd, "user.zwölf", value))).isEqualTo(26);
    assertThat(text(value.asSlice(0, 26))).isEqualTo(text(longer));
  }

  @Test
  void attributesOfAPath() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file"));
    assertThat(res(ring.setxattr("set", path("link"), "user.a", memory("value"), XattrMode.SET)))
        .isZero();
    assertThat(attribute("a")).isEqualTo("value");
    MemorySegment value = memory(5);
    assertThat(res(ring.getxattr("get", path, "user.a", value))).isEqualTo(5);
    assertThat(text(value)).isEqualTo("value");
  }

  @Test
  void aBufferOfNoSizeAsksForTheSize() throws IOException {
    assertThat(res(ring.fsetxattr("set", fd, "user.a", memory("value"), XattrMode.SET))).isZero();
    assertThat(res(ring.fgetxattr("size", fd, "user.a", EMPTY))).isEqualTo(5);
    assertThat(res(ring.getxattr("size", path, "user.a", EMPTY))).isEqualTo(5);
    assertThat(res(ring.fgetxattr("small", fd, "user.a", memory(4)))).isEqualTo(-Errno.ERANGE);
    assertThat(res(ring.getxattr("small", path, "user.a", memory(4)))).isEqualTo(-Errno.ERANGE);
  }

  @Test
  void aValueMayBeEmpty() throws IOException {
    assertThat(res(ring.setxattr("set", path, "user.empty", EMPTY, XattrMode.CREATE))).isZero();
    assertThat(attribute("empty")).isEmpty();
    assertThat(res(ring.fgetxattr("get", fd, "user.empty", memory(1)))).isZero();
  }

  @Test
  void theModeSaysWhetherItMayExist() throws IOException {
    MemorySegment value = memory("value");
    assertThat(res(ring.fsetxattr("none", fd, "user.a", value, XattrMode.REPLACE)))
        .isEqualTo(-Errno.ENODATA);
    assertThat(res(ring.fsetxattr("new", fd, "user.a", value, XattrMode.CREATE))).isZero();
    assertThat(res(ring.setxattr("again", path, "user.a", value, XattrMode.CREATE)))
        .isEqualTo(-Errno.EEXIST);
    assertThat(res(ring.setxattr("other", path, "user.a", memory("v"), XattrMode.REPLACE)))
        .isZero();
    assertThat(attribute("a")).isEqualTo("v");
  }

  @Test
  void whatIsMissingOrTooLargeIsAnError() throws IOException {
    MemorySegment value = memory(8);
    assertThat(res(ring.fgetxattr("name", fd, "user.none", value))).isEqualTo(-Errno.ENODATA);
    assertThat(res(ring.getxattr("name", path, "user.none", value))).isEqualTo(-Errno.ENODATA);
    assertThat(res(ring.getxattr("path", path("none"), "user.a", value))).isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.setxattr("path", path("none"), "user.a", value, XattrMode.SET)))
        .isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.fgetxattr("prefix", fd, "noprefix", value))).isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(res(ring.fgetxattr("fd", PlainFd.of(1 << 20), "user.a", value)))
        .isEqualTo(-Errno.EBADF);
    assertThat(res(ring.fsetxattr("huge", fd, "user.a", memory(65_537), XattrMode.SET)))
        .isEqualTo(-Errno.E2BIG);
    String longName = "user." + "x".repeat(256);
    assertThat(res(ring.fsetxattr("name", fd, longName, value, XattrMode.SET)))
        .isEqualTo(-Errno.ERANGE);
  }

  @Test
  void theCompletionSaysWhatItWasAbout() throws IOException {
    assertThat(end(ring.getxattr("get", path, "user.none", EMPTY)).subject()).isEqualTo(path);
    assertThat(end(ring.fgetxattr("get", fd, "user.none", EMPTY)).subject())
        .isEqualTo("fd " + fd.value());
  }
}
