package dev.zeroback.worker;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Errors at the boundary. A Java exception would reach JavaScript without its code, so native ones
 * are made here.
 */
final class Errors {
  private Errors() {}

  /**
   * Throws the native form of {@code error}; the caller throws the result so that Java sees the end
   * of its method.
   */
  static RuntimeException raise(Host host, ZerobackException error) {
    return raise(toNative(host, error));
  }

  static JSObject toNative(Host host, ZerobackException error) {
    return host.error(error.code().code(), error.getMessage(), JsDoc.unwrap(error.data()));
  }

  /**
   * What the host reports of a handler that threw; a code that is not the engine's is the
   * application's.
   */
  static ZerobackException reported(String code, String message, JSObject data) {
    ErrorCode known = ErrorCode.APP_ERROR;
    for (ErrorCode candidate : ErrorCode.values()) {
      if (candidate.code().equals(code)) {
        known = candidate;
      }
    }
    return new ZerobackException(known, message, Js.isUndefined(data) ? null : new JsDoc(data));
  }

  /** The message of whatever was thrown. */
  @JSBody(
      params = "thrown",
      script = "return thrown instanceof Error ? String(thrown.message) : String(thrown)")
  @NoSideEffects
  static native String message(JSObject thrown);

  @JSBody(params = "error", script = "throw error")
  private static native RuntimeException raise(JSObject error);
}
