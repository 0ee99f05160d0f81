package io.github.uring4j;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All public methods of a ring, to be called with arguments that are good. */
final class RingMethods {

  private static final Set<String> NOT_FOR_THE_OWNER_ALONE =
      Set.of("wakeup", "toString", "hashCode", "equals");

  private final Ring<String> ring;
  private final RegisteredBuffer buffer;
  private final Chunk chunk;
  private final BufferRing bufferRing;
  private final ProvidedBuffers providedBuffers;
  private final Personality personality;
  private final Request request;
  private final DirectFd direct;
  private final Mailbox mailbox;

  RingMethods(Ring<String> ring) throws IOException {
    this.ring = ring;
    buffer = ring.registerBuffer(Arena.ofAuto().allocate(64));
    chunk = Region.of(buffer, 16).allocate();
    bufferRing = ring.bufferRing(2, 64);
    providedBuffers = ring.providedBuffers(buffer.segment(), 16);
    personality = ring.registerPersonality();
    request = ring.nop("request").request();
    direct = ring.directFd(0);
    mailbox = ring.mailbox("mailbox");
  }

  /** The interfaces of the operations. */
  static Stream<Class<?>> families() {
    return Arrays.stream(Ring.class.getInterfaces())
        .filter(type -> type.getSimpleName().endsWith("Operations"));
  }

  /** The interfaces of what is registered. */
  static Stream<Class<?>> registrations() {
    return Arrays.stream(Ring.class.getInterfaces())
        .filter(type -> type.getSimpleName().endsWith("Registrations"));
  }

  /** The other interfaces. */
  private static Stream<Class<?>> others() {
    return Stream.of(RingControl.class, RingState.class, RingWaits.class);
  }

  /** {@link Prepared} and all its kinds. */
  static Stream<Class<?>> kindsOfRequests() {
    return withSubclasses(Prepared.class);
  }

  private static Stream<Class<?>> withSubclasses(Class<?> type) {
    return type.isSealed()
        ? Stream.concat(
            Stream.of(type),
            Arrays.stream(type.getPermittedSubclasses()).flatMap(RingMethods::withSubclasses))
        : Stream.of(type);
  }

  /** Those that only the owner may call. */
  static List<Method> ofTheOwner() {
    Stream<Method> all =
        Stream.of(Stream.of(Ring.class), families(), registrations(), others())
            .flatMap(types -> types)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()));
    return all.filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .filter(method -> !NOT_FOR_THE_OWNER_ALONE.contains(method.getName()))
        .toList();
  }

  /** Calls one. Returns what it threw, or null. */
  Throwable call(Method method) throws IllegalAccessException {
    try {
      method.invoke(ring, arguments(method));
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
  }

  private Object argument(Class<?> type) {
    Object[] candidates = {
      1,
      1L,
      "text",
      Fd.CWD,
      Arena.ofAuto().allocate(8),
      new MemorySegment[] {buffer.segment()},
      new PlainFd[] {PlainFd.STDIN},
      new DirectFd(ring, 0),
      new Mailbox[1],
      DirectFds.of(PlainFd.STDIN),
      personality,
      new BitSet(),
      Clock.BOOTTIME,
      Napi.of(Duration.ZERO),
      BpfFilter.builder(Operation.NOP).instruction(6, 0, 0, 1).build(),
      ring,
      buffer,
      chunk,
      bufferRing,
      providedBuffers,
      request,
      direct,
      mailbox,
      Duration.ZERO,
      OpenHow.readOnly(),
      CancelTarget.any(),
      WaitOptions.forever(),
      new RegisteredWaits(ring, Arena.ofAuto().allocate(64), 1),
      new Statx(),
      SockAddr.empty(),
      MsgHdr.send(),
      RecvmsgTemplate.of(0, 0),
      TransferEncodingRows.queue(ring),
      AddressFamily.INET,
      SocketType.STREAM,
      Shutdown.BOTH,
      FileAdvice.NORMAL,
      MemoryAdvice.NORMAL,
      XattrMode.SET,
      IdType.PID,
      new SigInfo(),
      EpollOp.ADD,
      new EpollEventArray(1),
      new PipeEnds(),
      new FutexWord[] {FutexWord.of(buffer.segment(), 0)},
      (CompletionHandler<Object>) (data, res, flags) -> {},
      (CompletionViewHandler<Object>) view -> {}
    };
    if (type == int.class) {
      return candidates[0];
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == long.class) {
      return candidates[1];
    }
    for (Object candidate : candidates) {
      if (type.isInstance(candidate) && (type != Object.class || candidate instanceof String)) {
        return candidate;
      }
    }
    throw new AssertionError("no argument of " + type);
  }
}
