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

  @JSBody(params = "value", script = "return '' + value")
  @NoSideEffects
  private static native String decimal(int value);

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
