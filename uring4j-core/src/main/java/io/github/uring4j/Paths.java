package io.github.uring4j;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Paths as the kernel takes them: bytes without NUL. */
final class Paths {

  private Paths() {}

  /**
   * A path in UTF-8.
   *
   * @throws IllegalArgumentException if it contains NUL, where the kernel would end it, or an
   *     unpaired surrogate
   */
  static byte[] encode(String path) {
    return encode("path", path);
  }

  /** The same for a text that is {@code what}. */
  static byte[] encode(String what, String text) {
    Objects.requireNonNull(text, what);
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new IllegalArgumentException(
          "the %s has a NUL character at index %d, where the kernel would end it: %s"
              .formatted(what, nul, text.replace('\0', '\u2400')));
    }
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "the %s cannot be encoded in UTF-8: %s".formatted(what, text), e);
    }
  }
}
