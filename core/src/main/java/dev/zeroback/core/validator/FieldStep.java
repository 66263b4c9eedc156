package dev.zeroback.core.validator;

/** A field in a path, as a programmer would write it: {@code .city}, {@code ["zip code"]}. */
final class FieldStep {
  private static final String HEXADECIMAL = "0123456789abcdef";

  private FieldStep() {}

  static String of(String name) {
    return isIdentifier(name) ? ".".concat(name) : "[\"".concat(escaped(name)).concat("\"]");
  }

  private static boolean isIdentifier(String name) {
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      boolean letter = unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z';
      boolean digit = unit >= '0' && unit <= '9';
      if (!(letter || unit == '_' || unit == '$' || digit && i > 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** As JSON text, so that a path is one line whatever the key holds. */
  private static String escaped(String name) {
    String text = "";
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      if (unit == '"' || unit == '\\') {
        text = text.concat("\\").concat(name.substring(i, i + 1));
      } else if (unit < ' ' || Character.isSurrogate(unit) && !WellFormed.isPaired(name, i)) {
        text = text.concat("\\u").concat(hexadecimal(unit));
      } else {
        text = text.concat(name.substring(i, i + 1));
      }
    }
    return text;
  }

  private static String hexadecimal(char unit) {
    String digits = "";
    for (int shift = 12; shift >= 0; shift -= 4) {
      int digit = unit >> shift & 15;
      digits = digits.concat(HEXADECIMAL.substring(digit, digit + 1));
    }
    return digits;
  }
}
