package dev.zeroback.core.port;

/** Builds text at the host's native speed; used for keys, SQL and frames. */
public interface TextBuffer {
  void append(String text);

  /** Appends the UTF-16 unit {@code unit}. */
  void append(char unit);

  /** Returns the text and empties the buffer. */
  String take();
}
