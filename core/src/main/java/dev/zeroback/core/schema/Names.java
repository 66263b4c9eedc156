package dev.zeroback.core.schema;

/** Names of tables and indexes: what SQL, ids and paths can carry unquoted. */
final class Names {
  static final int MAX_LENGTH = 64;

  static final String RULE =
      "begin with a letter, use letters, digits and _, at most " + MAX_LENGTH + " characters";

  private Names() {}

  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean letter = unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z';
      if (!(letter || i > 0 && (unit == '_' || unit >= '0' && unit <= '9'))) {
        return false;
      }
    }
    return true;
  }
}
