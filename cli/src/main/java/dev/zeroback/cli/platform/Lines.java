package dev.zeroback.cli.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text at line breaks; TeaVM has no {@code String.lines} and its regular expressions are
 * large.
 */
public final class Lines {
  private Lines() {}

  public static List<String> of(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      boolean carriageReturn = end > start && text.charAt(end - 1) == '\r';
      lines.add(text.substring(start, carriageReturn ? end - 1 : end));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }
}
