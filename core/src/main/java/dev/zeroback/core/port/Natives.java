package dev.zeroback.core.port;

/** Small operations that the host does much faster than portable Java. */
public interface Natives {
  TextBuffer newText();

  /** The upper 32 bits of the IEEE 754 form of {@code value}. */
  int highWord(double value);

  /** The lower 32 bits of the IEEE 754 form of {@code value}. */
  int lowWord(double value);

  /**
   * A 64-bit hash of {@code text} as 16 hexadecimal digits, for telling results apart, not for
   * secrets.
   *
   * <p>Equal on every host: two 32-bit lanes read the UTF-8 bytes as little-endian words, the last
   * one padded with zeros. With rotl the rotation to the left and mix the finaliser of MurmurHash3,
   * for each word w
   *
   * <pre>
   * left  = rotl((left ^ w)  * 0x27D4EB2F, 13)     from 0x2545F491
   * right = rotl((right + w) * 0x165667B1, 17)     from 0x5851F42D
   * </pre>
   *
   * and at the end first = mix(left ^ length in bytes), second = mix(right + first); the digits are
   * those of mix(first ^ second) and second.
   */
  String hash(String text);
}
