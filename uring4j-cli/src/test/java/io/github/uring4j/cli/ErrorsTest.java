package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.PlainFd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ErrorsTest {

  @Test
  void failedRequestNamesItsFile() {
    assertReports(
        new ErrnoException(Errno.ENOENT, "openat2", "a.bin"),
        "uring: cp: a.bin: No such file or directory\n");
  }

  @Test
  void failureWithRemedyIsToldInFull() {
    assertReports(
        new ErrnoException(Errno.ENOMEM, "io_uring_setup", "", "the limit is low: raise it"),
        "uring: cp: io_uring_setup: ENOMEM (Cannot allocate memory); the limit is low: raise it\n");
  }

  @Test
  void failedSystemCallWithoutSubjectNamesTheCall() {
    assertReports(
        new ErrnoException(Errno.EAGAIN, "io_uring_enter", ""),
        "uring: cp: io_uring_enter: EAGAIN (Resource temporarily unavailable)\n");
  }

  @Test
  void failuresOfJavaFilesReadLikeThoseOfRequests() {
    assertReports(new NoSuchFileException("x"), "uring: cp: x: No such file or directory\n");
    assertReports(new AccessDeniedException("x"), "uring: cp: x: Permission denied\n");
    assertReports(
        new FileSystemException("x", null, "Is a directory"), "uring: cp: x: Is a directory\n");
    assertReports(
        new UncheckedIOException(new NoSuchFileException("x")),
        "uring: cp: x: No such file or directory\n");
  }

  @Test
  void ownWordsStandAsTheyAre() {
    assertReports(
        new CommandFailedException("a and b are one file"), "uring: cp: a and b are one file\n");
  }

  @Test
  void valueOutOfRangeIsWrongUsage() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = report(err, false, new IllegalArgumentException("entries must be 1 to 32768"));
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("uring: cp: entries must be 1 to 32768\n");
  }

  @Test
  void brokenPipeIsNotTold() {
    assertReports(new ErrnoException(Errno.EPIPE, "write", "fd 1"), "");
    assertReports(new IOException("Broken pipe"), "");
  }

  @Test
  void mistakeOfOursSaysHowToFindIt() {
    assertReports(
        new IllegalStateException("oops"),
        "uring: cp: internal error: java.lang.IllegalStateException: oops;"
            + " URING_DEBUG=1 shows where\n");
  }

  @Test
  void stackTraceOnlyForDebugging() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    report(err, true, new ErrnoException(Errno.ENOENT, "openat2", "a.bin"));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("uring: cp: a.bin: No such file or directory\n")
        .contains("\tat " + ErrorsTest.class.getName());
  }

  private static void assertReports(Exception failure, String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(report(err, false, failure)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(line);
  }

  private static int report(OutputStream err, boolean debug, Exception failure) {
    return new Errors(
            new Terminal(
                PlainFd.STDIN, PlainFd.STDOUT, OutputStream.nullOutputStream(), err, false, debug))
        .report("cp", failure);
  }
}
