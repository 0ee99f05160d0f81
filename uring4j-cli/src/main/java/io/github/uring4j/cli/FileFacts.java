package io.github.uring4j.cli;

import io.github.uring4j.FileKind;
import io.github.uring4j.Statx;
import io.github.uring4j.StatxAttributes;
import io.github.uring4j.StatxMask;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What statx told of a file, for persons and programs. What the file system does not tell is left
 * out for persons, and null for programs.
 *
 * @param target of a symbolic link, or null
 */
record FileFacts(String name, String target, Statx statx) {

  private static final String PERMISSIONS = "rwxrwxrwx";

  /** Lines that end with a newline. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "file", target == null ? name : name + " -> " + target);
    line(text, "type", statx.kind().toString());
    line(text, "size", statx.size() + " bytes");
    line(text, "allocated", statx.blocks() * 512 + " bytes in blocks of " + statx.blockSize());
    line(text, "mode", "%04o %s".formatted(statx.permissions(), symbolicPermissions()));
    line(text, "owner", "uid " + statx.uid() + ", gid " + statx.gid());
    line(text, "links", statx.links());
    line(text, "inode", inode());
    line(text, "on device", device());
    line(text, "device number", deviceNumber());
    line(text, "mount", has(StatxMask.MNT_ID, statx::mountId));
    line(text, "subvolume", has(StatxMask.SUBVOL, statx::subvolume));
    line(text, "accessed", time(StatxMask.ATIME, statx::accessTime));
    line(text, "modified", time(StatxMask.MTIME, statx::modificationTime));
    line(text, "changed", time(StatxMask.CTIME, statx::changeTime));
    line(text, "born", time(StatxMask.BTIME, statx::birthTime));
    line(text, "direct I/O", directIo());
    line(text, "atomic writes", atomicWrites());
    line(text, "attributes", attributes().isEmpty() ? "none" : String.join(" ", attributes()));
    return text.toString();
  }

  private static void line(StringBuilder text, String field, Object value) {
    if (value != null) {
      text.append(Table.field(field, value.toString()));
    }
  }

  Json json() {
    return new Json()
        .with("file", name)
        .with("target", target)
        .with("type", statx.kind().toString())
        .with("size", has(StatxMask.SIZE, statx::size))
        .with("blocks", has(StatxMask.BLOCKS, statx::blocks))
        .with("blockSize", statx.blockSize())
        .with("mode", "%04o".formatted(statx.permissions()))
        .with("uid", statx.uid())
        .with("gid", statx.gid())
        .with("links", statx.links())
        .with("inode", inode())
        .with("device", device())
        .with("deviceNumber", deviceNumber())
        .with("mountId", has(StatxMask.MNT_ID, statx::mountId))
        .with("subvolume", has(StatxMask.SUBVOL, statx::subvolume))
        .with("accessTime", time(StatxMask.ATIME, statx::accessTime))
        .with("modificationTime", time(StatxMask.MTIME, statx::modificationTime))
        .with("changeTime", time(StatxMask.CTIME, statx::changeTime))
        .with("birthTime", time(StatxMask.BTIME, statx::birthTime))
        .with("directIoMemoryAlignment", has(StatxMask.DIOALIGN, statx::dioMemoryAlign))
        .with("directIoOffsetAlignment", has(StatxMask.DIOALIGN, statx::dioOffsetAlign))
        .with(
            "directIoReadOffsetAlignment", has(StatxMask.DIO_READ_ALIGN, statx::dioReadOffsetAlign))
        .with("atomicWriteUnitMin", has(StatxMask.WRITE_ATOMIC, statx::atomicWriteUnitMin))
        .with("atomicWriteUnitMax", has(StatxMask.WRITE_ATOMIC, statx::atomicWriteUnitMax))
        .with("attributes", attributes())
        .with("attributesKnown", names(statx.attributesMask()));
  }

  private Long has(int mask, Supplier<Long> value) {
    return statx.has(mask) ? value.get() : null;
  }

  private String time(int mask, Supplier<Instant> time) {
    return statx.has(mask) ? time.get().toString() : null;
  }

  private BigInteger inode() {
    return new BigInteger(Long.toUnsignedString(statx.inode()));
  }

  private String device() {
    return statx.deviceMajor() + ":" + statx.deviceMinor();
  }

  /** What the file is, if it is a device. */
  private String deviceNumber() {
    FileKind kind = statx.kind();
    return kind == FileKind.BLOCK_DEVICE || kind == FileKind.CHARACTER_SPECIAL
        ? statx.rdevMajor() + ":" + statx.rdevMinor()
        : null;
  }

  private String directIo() {
    if (!statx.has(StatxMask.DIOALIGN)) {
      return null;
    }
    if (statx.dioOffsetAlign() == 0) {
      return "not possible";
    }
    String reads =
        statx.has(StatxMask.DIO_READ_ALIGN) && statx.dioReadOffsetAlign() != 0
            ? ", for reads " + statx.dioReadOffsetAlign()
            : "";
    return "buffers aligned to "
        + statx.dioMemoryAlign()
        + " bytes, offsets to "
        + statx.dioOffsetAlign()
        + reads;
  }

  private String atomicWrites() {
    return statx.has(StatxMask.WRITE_ATOMIC) && statx.atomicWriteUnitMax() != 0
        ? statx.atomicWriteUnitMin() + " to " + statx.atomicWriteUnitMax() + " bytes"
        : null;
  }

  private List<String> attributes() {
    return names(statx.attributes() & statx.attributesMask());
  }

  private static List<String> names(long attributes) {
    return attributes == 0
        ? List.of()
        : List.of(StatxAttributes.toString((int) attributes).split("\\|", -1));
  }

  /** As ls(1) shows them, without the type. */
  String symbolicPermissions() {
    int mode = statx.permissions();
    char[] text = PERMISSIONS.toCharArray();
    for (int i = 0; i < text.length; i++) {
      if ((mode & 0400 >> i) == 0) {
        text[i] = '-';
      }
    }
    special(text, 2, (mode & 04000) != 0, 's');
    special(text, 5, (mode & 02000) != 0, 's');
    special(text, 8, (mode & 01000) != 0, 't');
    return new String(text);
  }

  private static void special(char[] text, int at, boolean set, char letter) {
    if (set) {
      text[at] = text[at] == 'x' ? letter : Character.toUpperCase(letter);
    }
  }
}
