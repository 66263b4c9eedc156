package dev.zeroback.core.port;

/** Small operations that the host does much faster than portable Java. */
public interface Natives {
  TextBuffer newText();

  /** The upper 32 bits of the IEEE 754 form of {@code value}. */
  int highWord(double value);

  /** The lower 32 bits of the IEEE 754 form of {@code value}. */
  int lowWord(double value);

  /** A 64-bit hash of {@code text} as 16 hexadecimal digits; equal texts have equal hashes on every host. */
  String hash(String text);
}
