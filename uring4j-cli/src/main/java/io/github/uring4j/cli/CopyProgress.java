package io.github.uring4j.cli;

/** Counts what has been copied, and shows it. */
final class CopyProgress {

  private final Progress progress;
  private String name = "";
  private long total;
  private long files;
  private long bytes;
  private long bytesBefore;

  CopyProgress(Progress progress) {
    this.progress = progress;
  }

  /**
   * @param size in bytes, or 0 if unknown
   */
  void begin(String file, long size) {
    name = file;
    total = size;
    bytesBefore = bytes;
  }

  void wrote(long count) {
    bytes += count;
  }

  void show() {
    progress.update(name, bytes - bytesBefore, total);
  }

  /** The file is complete. */
  void end() {
    files++;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Takes the line away, before something else is written. */
  void clear() {
    progress.clear();
  }
}
