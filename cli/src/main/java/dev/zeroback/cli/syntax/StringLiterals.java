package dev.zeroback.cli.syntax;

/** The value of a quoted text. */
final class StringLiterals {
  private StringLiterals() {}

  /** Returns what {@code literal}, quotes included, stands for. */
  static String valueOf(String literal) {
    return unescaped(literal.substring(1, literal.length() - 1));
  }

  /** Resolves the escapes of a string or of a template's text. */
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
        case '\r' -> i += source.charAt(i) == '\n' ? 1 : 0;
        case '\n', '\u2028', '\u2029' -> {}
        case 'x' -> {
          value.append((char) Integer.parseInt(source.substring(i, i + 2), 16));
          i += 2;
        }
        case 'u' -> {
          boolean braced = source.charAt(i) == '{';
          int start = braced ? i + 1 : i;
          int end = braced ? source.indexOf('}', i) : i + 4;
          value.appendCodePoint(Integer.parseInt(source.substring(start, end), 16));
          i = braced ? end + 1 : end;
        }
        default -> value.append(kind);
      }
    }
    return value.toString();
  }
}
