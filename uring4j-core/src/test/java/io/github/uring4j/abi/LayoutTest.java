package io.github.uring4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins, by hand, the numbers on which everything else stands. */
class LayoutTest {

  @Test
  void sizesOfStructs() {
    assertThat(Structs.IoUringSqe.SIZE).isEqualTo(64);
    assertThat(Structs.IoUringCqe.SIZE).isEqualTo(16);
    assertThat(Structs.IoUringParams.SIZE).isEqualTo(120);
    assertThat(Structs.IoSqringOffsets.SIZE).isEqualTo(40);
    assertThat(Structs.IoCqringOffsets.SIZE).isEqualTo(40);
    assertThat(Structs.IoUringGeteventsArg.SIZE).isEqualTo(24);
    assertThat(Structs.IoUringProbe.SIZE).isEqualTo(16);
    assertThat(Structs.IoUringProbeOp.SIZE).isEqualTo(8);
    assertThat(Structs.KernelTimespec.SIZE).isEqualTo(16);
    assertThat(Structs.OpenHow.SIZE).isEqualTo(24);
    assertThat(Structs.Statx.SIZE).isEqualTo(256);
    assertThat(Structs.Iovec.SIZE).isEqualTo(16);
    assertThat(Structs.Msghdr.SIZE).isEqualTo(56);
    assertThat(Structs.Cmsghdr.SIZE).isEqualTo(16);
    assertThat(Structs.SockaddrIn.SIZE).isEqualTo(16);
    assertThat(Structs.SockaddrIn6.SIZE).isEqualTo(28);
    assertThat(Structs.SockaddrUn.SIZE).isEqualTo(110);
    assertThat(Structs.Siginfo.SIZE).isEqualTo(128);
  }

  @Test
  void offsetsOfSubmissionQueueEntry() {
    assertThat(Structs.IoUringSqe.OPCODE).isZero();
    assertThat(Structs.IoUringSqe.FLAGS).isEqualTo(1);
    assertThat(Structs.IoUringSqe.IOPRIO).isEqualTo(2);
    assertThat(Structs.IoUringSqe.FD).isEqualTo(4);
    assertThat(Structs.IoUringSqe.OFF).isEqualTo(8);
    assertThat(Structs.IoUringSqe.ADDR2).isEqualTo(8);
    assertThat(Structs.IoUringSqe.CMD_OP).isEqualTo(8);
    assertThat(Structs.IoUringSqe.ADDR).isEqualTo(16);
    assertThat(Structs.IoUringSqe.SPLICE_OFF_IN).isEqualTo(16);
    assertThat(Structs.IoUringSqe.LEN).isEqualTo(24);
    assertThat(Structs.IoUringSqe.RW_FLAGS).isEqualTo(28);
    assertThat(Structs.IoUringSqe.OPEN_FLAGS).isEqualTo(28);
    assertThat(Structs.IoUringSqe.TIMEOUT_FLAGS).isEqualTo(28);
    assertThat(Structs.IoUringSqe.USER_DATA).isEqualTo(32);
    assertThat(Structs.IoUringSqe.BUF_INDEX).isEqualTo(40);
    assertThat(Structs.IoUringSqe.BUF_GROUP).isEqualTo(40);
    assertThat(Structs.IoUringSqe.PERSONALITY).isEqualTo(42);
    assertThat(Structs.IoUringSqe.SPLICE_FD_IN).isEqualTo(44);
    assertThat(Structs.IoUringSqe.FILE_INDEX).isEqualTo(44);
    assertThat(Structs.IoUringSqe.ADDR_LEN).isEqualTo(44);
    assertThat(Structs.IoUringSqe.ADDR3).isEqualTo(48);
    assertThat(Structs.IoUringSqe.CMD).isEqualTo(48);
  }

  @Test
  void offsetsOfCompletionQueueEntry() {
    assertThat(Structs.IoUringCqe.USER_DATA).isZero();
    assertThat(Structs.IoUringCqe.RES).isEqualTo(8);
    assertThat(Structs.IoUringCqe.FLAGS).isEqualTo(12);
    assertThat(Structs.IoUringCqe.BIG_CQE).isEqualTo(16);
  }

  @Test
  void offsetsOfSetupParameters() {
    assertThat(Structs.IoUringParams.FLAGS).isEqualTo(8);
    assertThat(Structs.IoUringParams.FEATURES).isEqualTo(20);
    assertThat(Structs.IoUringParams.WQ_FD).isEqualTo(24);
    assertThat(Structs.IoUringParams.SQ_OFF).isEqualTo(40);
    assertThat(Structs.IoUringParams.CQ_OFF).isEqualTo(80);
    assertThat(Structs.IoSqringOffsets.ARRAY).isEqualTo(24);
    assertThat(Structs.IoCqringOffsets.CQES).isEqualTo(20);
  }

  @Test
  void offsetsOfNewStatxFields() {
    assertThat(Structs.Statx.STX_MNT_ID).isEqualTo(144);
    assertThat(Structs.Statx.STX_DIO_MEM_ALIGN).isEqualTo(152);
    assertThat(Structs.Statx.STX_SUBVOL).isEqualTo(160);
    assertThat(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MIN).isEqualTo(168);
    assertThat(Structs.Statx.STX_DIO_READ_OFFSET_ALIGN).isEqualTo(180);
    assertThat(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MAX_OPT).isEqualTo(184);
  }

  @Test
  void numbersOfIoUringSystemCalls() {
    assertThat(LinuxConstants.SYS_io_uring_setup).isEqualTo(425);
    assertThat(LinuxConstants.SYS_io_uring_enter).isEqualTo(426);
    assertThat(LinuxConstants.SYS_io_uring_register).isEqualTo(427);
  }

  @ParameterizedTest
  @CsvSource({
    "X86_64,  16384, 65536, 131072, 0x410000, 9,   3",
    "AARCH64, 65536, 16384, 32768,  0x404000, 222, 57",
    "RISCV64, 16384, 65536, 131072, 0x410000, 222, 57",
  })
  void numbersThatDifferBetweenArchitectures(
      LinuxArch arch, int direct, int directory, int nofollow, int tmpfile, int mmap, int close) {
    assertThat(arch.O_DIRECT).isEqualTo(direct);
    assertThat(arch.O_DIRECTORY).isEqualTo(directory);
    assertThat(arch.O_NOFOLLOW).isEqualTo(nofollow);
    assertThat(arch.O_TMPFILE).isEqualTo(tmpfile);
    assertThat(arch.SYS_mmap).isEqualTo(mmap);
    assertThat(arch.SYS_close).isEqualTo(close);
  }

  @ParameterizedTest
  @CsvSource({"X86_64, 12, 4", "AARCH64, 16, 8", "RISCV64, 16, 8"})
  void epollEventIsPackedOnOneArchitectureOnly(LinuxArch arch, int size, int data) {
    assertThat(arch.EPOLL_EVENT_SIZE).isEqualTo(size);
    assertThat(arch.EPOLL_EVENT_DATA).isEqualTo(data);
  }

  @Test
  void absentSystemCallIsNoNumber() {
    assertThat(LinuxArch.AARCH64.SYS_poll).isEqualTo(-1);
  }

  @Test
  void valuesWithBit31DoNotSignExtendIntoLongs() {
    assertThat(IoUringConstants.IORING_OFF_PBUF_RING).isEqualTo(0x8000_0000L);
    assertThat(IoUringConstants.IORING_OFF_MMAP_MASK).isEqualTo(0xf800_0000L);
    assertThat(LinuxConstants.RAMFS_MAGIC).isEqualTo(0x8584_58f6L);
    assertThat(IoUringConstants.IORING_FILE_INDEX_ALLOC).isEqualTo(-1);
    assertThat(IoUringConstants.IORING_REGISTER_FILES_SKIP).isEqualTo(-2);
  }
}
