package io.github.uring4j;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a diagnosis looks at. Tests have facts of their own. */
interface SystemFacts {

  /** The soft limit is that nothing is limited. */
  long UNLIMITED = -1;

  /** The limit could not be read. */
  long UNKNOWN = -2;

  /** A Java system property, or null. */
  String property(String name);

  /** A variable of the environment, or null. */
  String environment(String name);

  /** Whether a restricted method throws when this library calls it. */
  boolean nativeAccessDenied();

  /** Why system calls cannot be made, although native access is granted, or null. */
  String linkFailure();

  /** Whether messages are to name this module: it is on the module path. */
  boolean isModule();

  /** A file's text, or null if it cannot be read. */
  String read(String path);

  /** The soft limit RLIMIT_*. Needs no descriptor, but to be able to make system calls. */
  long limit(int resource);

  /** The facts of this process. */
  static SystemFacts ofThisProcess() {
    return new SystemFacts() {
      @Override
      public String property(String name) {
        return System.getProperty(name);
      }

      @Override
      public String environment(String name) {
        return System.getenv(name);
      }

      @Override
      public boolean nativeAccessDenied() {
        if (IoUring.class.getModule().isNativeAccessEnabled()) {
          return false;
        }
        try {
          // Where Java only warns it does so now, as it would at the first real call.
          NativeMemory.at(0, 0);
          return false;
        } catch (IllegalCallerException e) {
          return true;
        }
      }

      @Override
      public String linkFailure() {
        try {
          MethodHandles.lookup().ensureInitialized(LinuxSyscalls.class);
          return null;
        } catch (LinkageError | IllegalAccessException e) {
          return e.toString();
        }
      }

      @Override
      public boolean isModule() {
        return IoUring.class.getModule().isNamed();
      }

      @Override
      public String read(String path) {
        try {
          return Files.readString(Path.of(path));
        } catch (IOException e) {
          return null;
        }
      }

      @Override
      public long limit(int resource) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
          long result =
              new LinuxSyscalls()
                  .call(LinuxArch.CURRENT.SYS_prlimit64, 0, resource, 0, limit.address(), 0, 0);
          return result < 0 ? UNKNOWN : limit.get(ValueLayout.JAVA_LONG, 0);
        }
      }
    };
  }
}
