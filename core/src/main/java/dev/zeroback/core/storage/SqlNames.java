package dev.zeroback.core.storage;

/** Names and texts as SQL writes them. */
public final class SqlNames {
  private SqlNames() {}

  /** A quoted identifier. Names in a schema hold no quotation mark. */
  public static String quote(String name) {
    return "\"".concat(name).concat("\"");
  }

  /** {@code text} with each quotation mark twice, to stand between such marks. */
  public static String doubled(String text, char mark) {
    String result = "";
    int start = 0;
    for (int found = text.indexOf(mark); found >= 0; found = text.indexOf(mark, start)) {
      result =
          result.concat(text.substring(start, found + 1)).concat(text.substring(found, found + 1));
      start = found + 1;
    }
    return result.concat(text.substring(start));
  }
}
