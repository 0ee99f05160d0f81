package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringAttrPi;
import io.github.uring4j.abi.Structs.IoUringSqe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A read or a write, of any kind.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedIo extends Prepared<PreparedIo> {

  PreparedIo(Ring<?> ring) {
    super(ring);
  }

  /**
   * Adds flags for this one transfer. The kernel answers EOPNOTSUPP to those that it or the file
   * system does not have.
   *
   * @param rwFlags a combination of {@link RwFlags}
   * @return this
   * @kernel 5.1
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">preadv2(2)</a>
   */
  public PreparedIo rwFlags(int rwFlags) {
    setOperationFlags(rwFlags);
    return this;
  }

  /**
   * Transfers protection information along with the data, for a device that checks or keeps it. The
   * kernel answers EINVAL if the file was not opened with {@link OpenFlags#DIRECT} or its device
   * has no such thing.
   *
   * @param info native, and writable for a read; what the device has for each of its blocks. Must
   *     not be freed or used until the completion
   * @param piFlags what is to be checked, a combination of {@link PiFlags}
   * @param appTag the application tag to check, 16 bits
   * @param seed the reference tag of the first block
   * @return this
   * @throws IllegalArgumentException if the memory is on the heap, read-only for a read, or longer
   *     than 2<sup>31</sup>-1 bytes, or {@code piFlags} or {@code appTag} have more than 16 bits
   * @throws IllegalStateException if its arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if no memory could be mapped for the structure
   * @kernel 6.14
   * @see <a href="https://docs.kernel.org/block/data-integrity.html">Data Integrity</a>
   */
  public PreparedIo protectionInfo(MemorySegment info, int piFlags, int appTag, long seed)
      throws IOException {
    checkCurrent();
    Buffers.checkNative(info, reads());
    int length = Buffers.checkLength(info);
    if (((piFlags | appTag) & ~0xffff) != 0) {
      throw new IllegalArgumentException(
          "flags 0x%x and application tag 0x%x have 16 bits each".formatted(piFlags, appTag));
    }
    Scratch.Block block = keepAlso(info, IoUringAttrPi.SIZE);
    block.memory.asSlice(0, IoUringAttrPi.SIZE).fill((byte) 0);
    block.memory.set(JAVA_SHORT, IoUringAttrPi.FLAGS, (short) piFlags);
    block.memory.set(JAVA_SHORT, IoUringAttrPi.APP_TAG, (short) appTag);
    block.memory.set(JAVA_INT, IoUringAttrPi.LEN, length);
    block.memory.set(JAVA_LONG, IoUringAttrPi.ADDR, info.address());
    block.memory.set(JAVA_LONG, IoUringAttrPi.SEED, seed);
    setWord(IoUringSqe.ATTR_PTR, block.address());
    setWord(IoUringSqe.ATTR_TYPE_MASK, IORING_RW_ATTR_FLAG_PI);
    return this;
  }

  private boolean reads() {
    return switch (opcode()) {
      case IORING_OP_WRITE, IORING_OP_WRITEV, IORING_OP_WRITE_FIXED, IORING_OP_WRITEV_FIXED ->
          false;
      default -> true;
    };
  }
}
