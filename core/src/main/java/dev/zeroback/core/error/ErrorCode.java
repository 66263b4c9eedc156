package dev.zeroback.core.error;

/**
 * What went wrong, in terms that a program can act on. docs/wire-protocol.md lists the wire names.
 */
public enum ErrorCode {
  EXECUTION_ERROR("execution_error"),
  CONFLICT("conflict"),
  FORBIDDEN("forbidden"),
  RATE_LIMITED("rate_limited"),
  NOT_FOUND("not_found"),
  BAD_REQUEST("bad_request"),
  INVALID_CURSOR("invalid_cursor"),
  INVALID_SEARCH("invalid_search"),
  TOO_LARGE("too_large"),
  UNAUTHENTICATED("unauthenticated"),
  UNAVAILABLE("unavailable"),
  UNIQUE_VIOLATION("unique_violation"),
  SESSION_EXPIRED("session_expired"),
  APP_ERROR("app_error");

  private final String code;

  ErrorCode(String code) {
    this.code = code;
  }

  /** The wire name. */
  public String code() {
    return code;
  }
}
