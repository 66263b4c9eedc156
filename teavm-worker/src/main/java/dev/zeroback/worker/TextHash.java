package dev.zeroback.worker;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * {@code Natives.hash}. The platform encodes the text into a buffer that is kept, because reading a
 * text unit by unit costs six times as much as reading its bytes as words.
 */
final class TextHash {
  /** A text of n UTF-16 units has at most 3n bytes. */
  private static final int BYTES_PER_UNIT = 3;

  private JSObject buffer = newBuffer(1 << 12);

  String of(String text) {
    int needed = text.length() * BYTES_PER_UNIT + BYTES_PER_UNIT;
    if (needed > capacity(buffer)) {
      buffer = newBuffer(needed + needed / 2);
    }
    return hash(buffer, text);
  }

  @JSBody(
      params = "capacity",
      script =
          "const bytes = new Uint8Array((capacity + 3) & ~3);"
              + "return {bytes, words: new Int32Array(bytes.buffer), encoder: new TextEncoder()}")
  private static native JSObject newBuffer(int capacity);

  @JSBody(params = "buffer", script = "return buffer.bytes.length")
  private static native int capacity(JSObject buffer);

  @JSBody(
      params = {"buffer", "text"},
      script =
          "const mix = (value) => {"
              + "  value = Math.imul(value ^ value >>> 16, 0x85EBCA6B);"
              + "  value = Math.imul(value ^ value >>> 13, 0xC2B2AE35);"
              + "  return value ^ value >>> 16;"
              + "};"
              + "const digits = (word) => (word >>> 0).toString(16).padStart(8, '0');"
              + "const {bytes, words, encoder} = buffer;"
              + "const length = encoder.encodeInto(text, bytes).written;"
              + "const end = (length + 3) >> 2;"
              + "bytes.fill(0, length, end << 2);"
              + "let left = 0x2545F491, right = 0x5851F42D;"
              + "for (let i = 0; i < end; i++) {"
              + "  const word = words[i];"
              + "  left = Math.imul(left ^ word, 0x27D4EB2F);"
              + "  left = left << 13 | left >>> 19;"
              + "  right = Math.imul(right + word, 0x165667B1);"
              + "  right = right << 17 | right >>> 15;"
              + "}"
              + "const first = mix(left ^ length), second = mix(right + first | 0);"
              + "return digits(mix(first ^ second)) + digits(second)")
  private static native String hash(JSObject buffer, String text);
}
