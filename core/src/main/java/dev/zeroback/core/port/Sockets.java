package dev.zeroback.core.port;

/**
 * The open WebSockets. A socket id is a positive integer that is never reused in an object's life.
 */
public interface Sockets {
  /**
   * Sends one text frame. A socket that is closed or broken drops it silently: its close event
   * follows.
   */
  void send(int socket, String frame);

  void close(int socket, int code, String reason);

  /**
   * Establishes the identity that a token proves; the engine is told later, never before this
   * returns.
   *
   * @param token {@code null} for nobody's
   */
  void authenticate(int socket, String token);

  /**
   * Stores {@code text} with the socket; it survives eviction. At most {@link #ATTACHMENT_CHARS}
   * characters, none above U+00FF.
   */
  void attach(int socket, String text);

  /**
   * Ids of the sockets that are open, in the order in which they opened; after eviction those that
   * survived it.
   */
  int[] open();

  /** What {@link #attach} stored last; {@code null} if nothing. */
  String attachment(int socket);

  /**
   * Largest text that fits an attachment of 16,384 serialised bytes: up to U+00FF a character is a
   * byte, and the rest is for the socket's number and the address that it came by.
   */
  int ATTACHMENT_CHARS = 16_000;
}
