package dev.zeroback.core.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** {@code Natives.hash} on the JVM. */
final class TextHash {
  private TextHash() {}

  static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer words = ByteBuffer.allocate((bytes.length + 3) & ~3).order(ByteOrder.LITTLE_ENDIAN);
    words.put(bytes).position(0);
    int left = 0x2545F491;
    int right = 0x5851F42D;
    while (words.hasRemaining()) {
      int word = words.getInt();
      left = Integer.rotateLeft((left ^ word) * 0x27D4EB2F, 13);
      right = Integer.rotateLeft((right + word) * 0x165667B1, 17);
    }
    int first = mix(left ^ bytes.length);
    int second = mix(right + first);
    return String.format("%08x%08x", mix(first ^ second), second);
  }

  private static int mix(int value) {
    int mixed = (value ^ value >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return mixed ^ mixed >>> 16;
  }
}
