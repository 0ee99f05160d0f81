package io.github.uring4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs while this is open. */
final class Reports implements AutoCloseable {

  /** Held here: the log manager holds loggers weakly only. */
  private final Logger logger = Logger.getLogger("io.github.uring4j");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final boolean usedParentHandlers = logger.getUseParentHandlers();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Reports() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  /** Those that say where a ring was opened, with this in the stack. */
  List<LogRecord> about(String methodThatOpened) {
    return records.stream()
        .filter(record -> record.getThrown() != null)
        .filter(
            record -> {
              for (StackTraceElement frame : record.getThrown().getStackTrace()) {
                if (frame.getMethodName().equals(methodThatOpened)) {
                  return true;
                }
              }
              return false;
            })
        .toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(usedParentHandlers);
  }
}
