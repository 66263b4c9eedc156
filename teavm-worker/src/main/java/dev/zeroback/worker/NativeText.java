package dev.zeroback.worker;

import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;

/**
 * What operations on strings become in JavaScript; {@link
 * dev.zeroback.worker.build.NativeStringPlugin} puts them there.
 */
public final class NativeText {
  private NativeText() {}

  public static String concat(String text, String more) {
    return join(text, more);
  }

  public static String of(int value) {
    return decimal(value);
  }

  public static String of(long value) {
    return decimal(value);
  }

  public static String hexadecimal(int value) {
    return unsigned(value, 16);
  }

  public static String of(boolean value) {
    return value ? "true" : "false";
  }

  /** Compares by UTF-16 units, as Java does; only the sign of the result has a meaning. */
  public static int compareTo(String text, String other) {
    return order(text, other);
  }

  public static boolean startsWith(String text, String prefix, int offset) {
    return begins(text, prefix, offset);
  }

  @JSBody(
      params = {"text", "more"},
      script = "return text + more")
  @NoSideEffects
  private static native String join(String text, String more);

  /** The place of {@code part} at or after {@code from}; -1 if there is none. */
  public static int indexOf(String text, String part, int from) {
    return place(text, part, from);
  }

  /**
   * The place of a UTF-16 unit or of a larger code point at or after {@code from}; -1 if there is
   * none.
   */
  public static int indexOf(String text, int point, int from) {
    return point >>> 16 > 16 ? -1 : place(text, character(point), from);
  }

  public static String joined(CharSequence delimiter, CharSequence[] texts) {
    String joined = "";
    for (int i = 0; i < texts.length; i++) {
      joined = i == 0 ? texts[i].toString() : joined + delimiter.toString() + texts[i].toString();
    }
    return joined;
  }

  @JSBody(params = "value", script = "return '' + value")
  @NoSideEffects
  private static native String decimal(int value);

  @JSBody(params = "value", script = "return '' + value")
  @NoSideEffects
  private static native String decimal(long value);

  @JSBody(
      params = {"value", "radix"},
      script = "return (value >>> 0).toString(radix)")
  @NoSideEffects
  private static native String unsigned(int value, int radix);

  @JSBody(params = "point", script = "return String.fromCodePoint(point)")
  @NoSideEffects
  private static native String character(int point);

  @JSBody(
      params = {"text", "part", "from"},
      script = "return text.indexOf(part, from)")
  @NoSideEffects
  private static native int place(String text, String part, int from);

  @JSBody(
      params = {"text", "other"},
      script = "return text < other ? -1 : text === other ? 0 : 1")
  @NoSideEffects
  private static native int order(String text, String other);

  @JSBody(
      params = {"text", "prefix", "offset"},
      script = "return text.startsWith(prefix, offset)")
  @NoSideEffects
  private static native boolean begins(String text, String prefix, int offset);
}
