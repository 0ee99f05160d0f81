package io.github.uring4j;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.NativeMemory;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;

/** What a diagnosis looks at. Tests have facts of their own. */
interface SystemFacts {

  /** The soft limit is that nothing is limited. */
  long UNLIMITED = -1;

  /** The limit could not be read. */
  long UNKNOWN = -2;

  int MAX_FILE_BYTES = 8192;

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

  /** The text of a small file in /proc, or null if it cannot be read. */
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
        // With a buffer for all of it: a sysctl gives the rest of its value to no second read, and
        // the methods that read whole files begin with one byte where the size is 0.
        byte[] bytes = new byte[MAX_FILE_BYTES];
        try (InputStream in = new FileInputStream(path)) {
          int length = 0;
          for (int n = 0; n >= 0 && length < bytes.length; ) {
            length += n;
            n = in.read(bytes, length, bytes.length - length);
          }
          return new String(bytes, 0, length, StandardCharsets.US_ASCII);
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
