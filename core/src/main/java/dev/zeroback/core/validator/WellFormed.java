package dev.zeroback.core.validator;

/**
 * Well-formed text: every half of a surrogate pair has its other half. SQLite would store anything
 * else as U+FFFD.
 */
public final class WellFormed {
  private WellFormed() {}

  /** Position of the first lonely half; -1 if there is none. */
  public static int faultIn(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit >= '\uD800' && unit <= '\uDFFF' && !isPaired(text, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the surrogate at {@code index} is half of a pair. */
  static boolean isPaired(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
        : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
  }
}
