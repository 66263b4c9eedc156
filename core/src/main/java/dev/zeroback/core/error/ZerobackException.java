package dev.zeroback.core.error;

import dev.zeroback.core.port.Doc;

/**
 * An error for a caller: a code, a message that says what, where and how to fix it, and the
 * application's data.
 */
public final class ZerobackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Doc data;

  public ZerobackException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param data what the application attached; {@code null} if nothing
   */
  public ZerobackException(ErrorCode code, String message, Doc data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  public ErrorCode code() {
    return code;
  }

  /** What the application attached; {@code null} if nothing. */
  public Doc data() {
    return data;
  }
}
