package dev.zeroback.cli.syntax;

import java.util.Optional;

/** The value of a quoted text. */
final class StringLiterals {
  private StringLiterals() {}

  /** Returns what {@code literal}, quotes included, stands for. */
  static String valueOf(String literal) {
    return unescaped(literal.substring(1, literal.length() - 1));
  }

  /** Returns the first malformed escape in {@code literal}, such as that of {@code C:\xenon}. */
  static Optional<String> malformedEscape(String literal) {
    for (int i = literal.indexOf('\\'); i >= 0; i = literal.indexOf('\\', i + 2)) {
      boolean coded = literal.startsWith("x", i + 1) || literal.startsWith("u", i + 1);
      if (coded && codeAt(literal, i + 1).isEmpty()) {
        return Optional.of(literal.substring(i, i + 2));
      }
    }
    return Optional.empty();
  }

  /**
   * Resolves the escapes of a string or of a template's text. Of a malformed one, which only a
   * tagged template may have, the backslash is dropped.
   */
  static String unescaped(String source) {
    if (source.indexOf('\\') < 0) {
      return source;
    }
    StringBuilder value = new StringBuilder(source.length());
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i++);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char kind = source.charAt(i++);
      switch (kind) {
        case 'n' -> value.append('\n');
        case 't' -> value.append('\t');
        case 'r' -> value.append('\r');
        case 'b' -> value.append('\b');
        case 'f' -> value.append('\f');
        case 'v' -> value.append('\u000B');
        case '0' -> value.append('\0');
        case '\r' -> i += source.startsWith("\n", i) ? 1 : 0;
        case '\n', '\u2028', '\u2029' -> {}
        case 'x', 'u' -> {
          Optional<CharacterCode> code = codeAt(source, i - 1);
          if (code.isPresent()) {
            value.appendCodePoint(code.get().value());
            i = code.get().end();
          } else {
            value.append(kind);
          }
        }
        default -> value.append(kind);
      }
    }
    return value.toString();
  }

  /**
   * A character written as its number.
   *
   * @param end index after the last digit, or after the closing brace
   */
  private record CharacterCode(int value, int end) {}

  /** Reads an escape of a number; {@code kind} is the index of its letter, x or u. */
  private static Optional<CharacterCode> codeAt(String source, int kind) {
    boolean braced = source.startsWith("u{", kind);
    int start = kind + (braced ? 2 : 1);
    int end = braced ? source.indexOf('}', start) : start + (source.charAt(kind) == 'x' ? 2 : 4);
    if (end <= start || end > source.length()) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = Character.digit(source.charAt(i), 16);
      if (digit < 0 || !Character.isValidCodePoint(value * 16 + digit)) {
        return Optional.empty();
      }
      value = value * 16 + digit;
    }
    return Optional.of(new CharacterCode(value, braced ? end + 1 : end));
  }
}
