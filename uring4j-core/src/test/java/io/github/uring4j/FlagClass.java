package io.github.uring4j;

import io.github.uring4j.abi.AbiTable;
import io.github.uring4j.abi.LinuxArch;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The public flag classes, and what C calls their constants. */
enum FlagClass {
  OPEN(OpenFlags.class, "O_"),
  RESOLVE(Resolve.class, "RESOLVE_"),
  AT(AtFlags.class, "AT_(?!FDCWD|EACCESS|RECURSIVE)"),
  RENAME(RenameFlags.class, "RENAME_"),
  POLL(PollEvents.class, "POLL"),
  RW(RwFlags.class, "RWF_"),
  SPLICE(SpliceFlags.class, "SPLICE_F_(?!FD_IN_FIXED)"),
  EPOLL(EpollEvents.class, "EPOLL(?!_)"),
  FUTEX(FutexFlags.class, "FUTEX2_(?!SIZE)"),
  PI(PiFlags.class, "IO_INTEGRITY_CHK_"),
  WAIT(WaitidOptions.class, "W(?=EXITED|STOPPED|CONTINUED|NOHANG|NOWAIT)"),
  SYNC_FILE_RANGE(SyncFileRangeFlags.class, "SYNC_FILE_RANGE_"),
  FALLOCATE(FallocateFlags.class, "FALLOC_FL_"),
  MSG(MsgFlags.class, "MSG_"),
  SOCKET(SocketFlags.class, "SOCK_(?=CLOEXEC|NONBLOCK)"),
  TIMESTAMPING(TimestampingFlags.class, "SOF_TIMESTAMPING_"),
  STATX_ATTRIBUTES(StatxAttributes.class, "STATX_ATTR_"),
  STATX_MASK(StatxMask.class, "STATX_(?!ATTR_)"),
  SETUP(SetupFlags.class, "IORING_SETUP_"),
  FEATURES(Features.class, "IORING_FEAT_"),
  REQUEST(RequestFlags.class, "IOSQE_(?!.*_BIT)"),
  COMPLETION(CompletionFlags.class, "IORING_CQE_F_");

  final Class<?> type;
  private final String prefix;

  FlagClass(Class<?> type, String prefix) {
    this.type = type;
    this.prefix = prefix;
  }

  /** The public constants, by name. */
  SequencedMap<String, Integer> constants() {
    SequencedMap<String, Integer> constants = new LinkedHashMap<>();
    Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .forEach(field -> constants.put(field.getName(), value(field)));
    return constants;
  }

  /** What the class should have, by the tables of this machine's architecture. */
  Map<String, Integer> expected() {
    String arch = LinuxArch.CURRENT.name().toLowerCase(Locale.ROOT);
    return AbiTable.constants(
            "io_uring-constants", "linux-constants-" + arch, "supplement-constants")
        .entrySet()
        .stream()
        .filter(constant -> constant.getKey().matches(prefix + ".*"))
        .map(constant -> Map.entry(javaName(constant.getKey()), constant.getValue().intValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The class's own toString, to prove that it passes its own class. */
  String toString(int flags) {
    try {
      return (String) type.getMethod("toString", int.class).invoke(null, flags);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private String javaName(String cName) {
    String name = cName.replaceFirst(prefix, "");
    return name.equals("32") ? "CQE32" : name;
  }

  private static int value(Field constant) {
    try {
      return constant.getInt(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
