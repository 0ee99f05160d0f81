package io.github.uring4j;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a program under bad conditions is told: run in JVMs of its own. */
final class AvailabilityProgram {

  private AvailabilityProgram() {}

  /**
   * Prints the availability and what opening a ring gives.
   *
   * @param args the size of a buffer to register, or {@code takeDescriptors} to leave none, or
   *     {@code takeDescriptorsLater}, after a first ring
   */
  public static void main(String[] args) throws Exception {
    List<FileInputStream> taken = new ArrayList<>();
    String wish = args.length == 0 ? "" : args[0];
    if (wish.startsWith("takeDescriptors")) {
      loadLibrary();
      if (wish.endsWith("Later")) {
        Ring.open(8).close();
      }
      takeDescriptors(taken);
      wish = "";
    }
    System.out.println(IoUring.availability());
    try (Ring<String> ring = Ring.open(64);
        Arena arena = Arena.ofConfined()) {
      System.out.println("opened");
      if (!wish.isEmpty()) {
        ring.registerBuffer(arena.allocate(Long.parseLong(wish), 4096));
        System.out.println("registered");
      }
    } catch (IOException e) {
      System.out.println(e);
    }
    for (FileInputStream file : taken) {
      file.close();
    }
  }

  /**
   * Loading a class from a directory takes a descriptor; from a jar, which is open, it does not.
   */
  private static void loadLibrary() throws Exception {
    Path directory =
        Path.of(IoUring.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = directory.relativize(file).toString().replace('/', '.');
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          Class.forName(
              name.substring(0, name.length() - ".class".length()),
              false,
              AvailabilityProgram.class.getClassLoader());
        }
      }
    }
  }

  private static void takeDescriptors(List<FileInputStream> taken) {
    try {
      while (true) {
        taken.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // None is left.
    }
  }
}
