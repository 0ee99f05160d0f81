package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ErrnoExceptionTest {

  @Test
  void messageNamesOperationSubjectAndReason() {
    assertThat(new ErrnoException(Errno.EACCES, "openat2", "test.log"))
        .isInstanceOf(IOException.class)
        .hasMessage("openat2 test.log: EACCES (Permission denied)");
  }

  @Test
  void messageWithoutSubject() {
    assertThat(new ErrnoException(Errno.ENOMEM, "io_uring_setup", ""))
        .hasMessage("io_uring_setup: ENOMEM (Cannot allocate memory)");
  }

  @Test
  void messageWithHint() {
    assertThat(new ErrnoException(Errno.ENOMEM, "io_uring_setup", "", "raise RLIMIT_MEMLOCK"))
        .hasMessage("io_uring_setup: ENOMEM (Cannot allocate memory); raise RLIMIT_MEMLOCK");
  }

  @Test
  void messageOfUnknownErrno() {
    assertThat(new ErrnoException(524, "read", "fd 7"))
        .hasMessage("read fd 7: 524 (Unknown error 524)");
  }

  @Test
  void partsAreKept() {
    ErrnoException e = new ErrnoException(Errno.EBADF, "read", "fd 7");
    assertThat(e.errno()).isEqualTo(9);
    assertThat(e.operation()).isEqualTo("read");
    assertThat(e.subject()).isEqualTo("fd 7");
    assertThat(e.hint()).isEmpty();
    assertThat(new ErrnoException(Errno.ENOMEM, "x", "", "a remedy").hint()).isEqualTo("a remedy");
  }

  @Test
  void partsSurviveSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ErrnoException(Errno.EPIPE, "send", "fd 3"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat((ErrnoException) in.readObject())
          .hasMessage("send fd 3: EPIPE (Broken pipe)")
          .returns(Errno.EPIPE, ErrnoException::errno);
    }
  }
}
