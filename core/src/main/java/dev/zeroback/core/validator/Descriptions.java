package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** Values in messages. */
public final class Descriptions {
  private static final int LONGEST_TEXT = 40;
  private static final double LARGEST_PLAIN = 1e9;

  private Descriptions() {}

  /** The kind of {@code value} and, where it is short, the value. */
  public static String of(Doc value) {
    switch (value.kind()) {
      case Doc.ABSENT:
        return "undefined";
      case Doc.NULL:
        return "null";
      case Doc.INT64:
        return "bigint ".concat(Long.toString(value.int64()));
      case Doc.NUMBER:
        return "number".concat(shortNumber(value.number()));
      case Doc.BOOLEAN:
        return value.bool() ? "boolean true" : "boolean false";
      case Doc.STRING:
        return "string \"".concat(shortened(value.string())).concat("\"");
      case Doc.BYTES:
        return "bytes";
      case Doc.ARRAY:
        return "an array";
      case Doc.OBJECT:
        return "an object";
      default:
        return "a ".concat(value.foreignName());
    }
  }

  /** Whole numbers of moderate size are shown, and what is no proper number. */
  private static String shortNumber(double number) {
    if (!(Math.abs(number) <= Double.MAX_VALUE)) {
      return Double.isNaN(number) ? " NaN" : number > 0 ? " Infinity" : " -Infinity";
    }
    return Math.floor(number) == number && Math.abs(number) < LARGEST_PLAIN
        ? " ".concat(Integer.toString((int) number))
        : "";
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, splitsPair ? LONGEST_TEXT - 1 : LONGEST_TEXT).concat("...");
  }
}
