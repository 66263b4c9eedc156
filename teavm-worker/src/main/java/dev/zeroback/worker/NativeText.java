package dev.zeroback.worker;

import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;

/** What methods of String become in JavaScript; {@link dev.zeroback.worker.build.NativeStrings} puts them there. */
public final class NativeText {
  private NativeText() {}

  public static String concat(String text, String more) {
    return join(text, more);
  }

  /** Compares by UTF-16 units, as Java does; only the sign of the result has a meaning. */
  public static int compareTo(String text, String other) {
    return order(text, other);
  }

  @JSBody(params = {"text", "more"}, script = "return text + more")
  @NoSideEffects
  private static native String join(String text, String more);

  @JSBody(params = {"text", "other"}, script = "return text < other ? -1 : text === other ? 0 : 1")
  @NoSideEffects
  private static native int order(String text, String other);
}
