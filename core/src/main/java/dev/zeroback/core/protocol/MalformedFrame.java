package dev.zeroback.core.protocol;

/** A frame that is not a client message. The message says what is wrong. */
public final class MalformedFrame extends Exception {
  private static final long serialVersionUID = 1L;

  /** The request's id where it could be read; {@code null} otherwise. */
  private final String requestId;

  MalformedFrame(String requestId, String message) {
    super(message);
    this.requestId = requestId;
  }

  public String requestId() {
    return requestId;
  }
}
