package dev.zeroback.cli.command;

/** Makes JSON of JSON with comments and commas at the end of lists, as Wrangler reads it. */
final class JsonComments {
  private JsonComments() {}

  static String without(String text) {
    StringBuilder json = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int end = i + 1;
      if (text.charAt(i) == '"') {
        end = textEnd(text, i);
        json.append(text, i, end);
      } else if (text.startsWith("//", i)) {
        end = endOr(text.indexOf('\n', i), text);
      } else if (text.startsWith("/*", i)) {
        int close = text.indexOf("*/", i + 2);
        end = endOr(close < 0 ? close : close + 2, text);
      } else {
        if (text.charAt(i) == '}' || text.charAt(i) == ']') {
          dropComma(json);
        }
        json.append(text.charAt(i));
      }
      i = end;
    }
    return json.toString();
  }

  /** Returns the index after the text that begins at {@code start}. */
  private static int textEnd(String text, int start) {
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int endOr(int found, String text) {
    return found < 0 ? text.length() : found;
  }

  private static void dropComma(StringBuilder json) {
    int last = json.length() - 1;
    while (last >= 0 && Character.isWhitespace(json.charAt(last))) {
      last--;
    }
    if (last >= 0 && json.charAt(last) == ',') {
      json.deleteCharAt(last);
    }
  }
}
