package dev.zeroback.worker;

import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Errors at the boundary: coded ones of the engine, and anything at all that user code may throw. */
final class Errors {
  private Errors() {}

  /** The message of whatever was thrown. */
  @JSBody(
      params = "thrown",
      script = "return thrown instanceof Error ? String(thrown.message) : String(thrown)")
  @NoSideEffects
  static native String message(JSObject thrown);
}
