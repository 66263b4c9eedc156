package dev.zeroback.cli.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.misc.Interval;

/**
 * The characters of a file. ANTLR's own stream keeps them as bytes, and decodes those again for the
 * text of each token, which took half the time of a large project.
 */
final class SourceText implements CharStream {
  private final String text;
  private int index;

  private SourceText(String text) {
    this.text = text;
  }

  /** ANTLR counts code points: a text in which some take two characters is left to its stream. */
  static CharStream of(String text) {
    boolean isPlain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    return isPlain ? new SourceText(text) : CharStreams.fromString(text);
  }

  @Override
  public String getText(Interval interval) {
    int end = Math.min(interval.b + 1, text.length());
    return interval.a >= end ? "" : text.substring(interval.a, end);
  }

  @Override
  public void consume() {
    if (index == text.length()) {
      throw new IllegalStateException("There is nothing after the end");
    }
    index++;
  }

  @Override
  public int LA(int offset) {
    int at = offset > 0 ? index + offset - 1 : index + offset;
    return at >= 0 && at < text.length() ? text.charAt(at) : EOF;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return index;
  }

  @Override
  public void seek(int position) {
    index = position;
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return UNKNOWN_SOURCE_NAME;
  }
}
