package io.github.uring4j;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A signal that the process handles until this is closed; before and after that it does nothing,
 * and so interrupts no system call. By reflection: the compiler warns of the class, which has no
 * successor.
 */
final class HandledSignal implements AutoCloseable {

  /** SIGWINCH, which nobody sends to a test. */
  static final int NUMBER = 28;

  private final CountDownLatch handled = new CountDownLatch(1);
  private final Object signal;
  private final Object previous;

  HandledSignal() {
    try {
      signal = Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance("WINCH");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      previous =
          handle(
              Proxy.newProxyInstance(
                  handler.getClassLoader(),
                  new Class<?>[] {handler},
                  (proxy, method, arguments) -> {
                    handled.countDown();
                    return null;
                  }));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private Object handle(Object handler) throws ReflectiveOperationException {
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }

  boolean wasHandledWithin(long seconds) throws InterruptedException {
    return handled.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      handle(previous);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
