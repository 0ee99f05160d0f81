package io.github.uring4j;

import static io.github.uring4j.EncodingRows.*;

import io.github.uring4j.EncodingRows.Row;
import io.github.uring4j.abi.IoUringConstants;
import java.util.List;

/** The rows of {@link RegisteredFileOperations}. */
final class RegisteredFileRows {

  private RegisteredFileRows() {}

  static List<Row> operations() {
    return List.of(
        row(
            "filesUpdate(Object, int, PlainFd[])",
            "FILES_UPDATE fd=-1 off=0x2 addr=[7, -1, -2] len=3",
            r -> r.filesUpdate("a", 2, FILE, null, FileRegistrations.SKIP)),
        row(
            "filesUpdate(Object, DirectFds)",
            "FILES_UPDATE fd=-1 off=0xffffffffffffffff addr=[7, 8] len=2",
            r -> r.filesUpdate("a", DirectFds.of(FILE, OTHER))),
        row(
            "installFd(Object, DirectFd)",
            "FIXED_FD_INSTALL flags=0x1 fd=5",
            r -> r.installFd("a", direct(r))));
  }

  static List<Row> modifiers() {
    return List.of(
        row(
            "Prepared.personality(Personality)",
            "NOP fd=-1 personality=0x1",
            r -> r.nop("a").personality(r.registerPersonality())),
        row(
            "PreparedInstall.inheritable()",
            "FIXED_FD_INSTALL flags=0x1 fd=5 op=0x1",
            r -> r.installFd("a", direct(r)).inheritable()));
  }

  static void encoders() {
    EncodersTest.row(
        "filesUpdate",
        "files_update fds=0x7f0011223340 nr_fds=4 offset=2",
        (s, at, u) -> RegisteredFileEncoders.filesUpdate(s, at, u, EncodersTest.ADDRESS, 4, 2));
    EncodersTest.row(
        "filesUpdate",
        "files_update_alloc fds=0x7f0011223340 nr_fds=4 offset=IORING_FILE_INDEX_ALLOC",
        (s, at, u) ->
            RegisteredFileEncoders.filesUpdate(
                s, at, u, EncodersTest.ADDRESS, 4, IoUringConstants.IORING_FILE_INDEX_ALLOC));
    EncodersTest.row(
        "fixedFdInstall",
        "fixed_fd_install fd=11 flags=IORING_FIXED_FD_NO_CLOEXEC",
        (s, at, u) ->
            RegisteredFileEncoders.fixedFdInstall(
                s, at, u, 11, IoUringConstants.IORING_FIXED_FD_NO_CLOEXEC));
  }
}
