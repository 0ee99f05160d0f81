import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Copies a file by FileChannel.transferTo, and prints the nanoseconds that it took without the
 * start of the JVM.
 */
class TransferTo {

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    try (FileChannel source = FileChannel.open(Path.of(args[0]));
        FileChannel target =
            FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = source.size();
      for (long at = 0; at < size; ) {
        at += source.transferTo(at, size - at, target);
      }
    }
    System.out.println("\"nanoseconds\":" + (System.nanoTime() - start));
  }
}
