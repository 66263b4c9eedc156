package dev.zeroback.core.schema;

/** What tables, fields and indexes may be called; the engine and the CLI check the same. */
public final class NamingRules {
  /** Of a table's or an index's name: what SQL, ids and paths can carry unquoted. */
  public static final String RULE =
      "begin with a letter, use letters, digits and _, at most 64 characters";

  /** Of a field's name: a dot in it would read as a path. */
  public static final String FIELD_RULE =
      "must not be empty, hold a dot or begin with _ or $: rename it.";

  /**
   * SQLite on Durable Objects has at most 100 columns a table; two are the row id and the document.
   */
  public static final int MAX_INDEXES = 64;

  private static final int MAX_LENGTH = 64;

  private NamingRules() {}

  /** Whether a table or an index can have this name. */
  public static boolean isName(String text) {
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

  /** Whether a table can declare a field of this name. */
  public static boolean isField(String text) {
    return !text.isEmpty()
        && !text.startsWith("_")
        && !text.startsWith("$")
        && text.indexOf('.') < 0;
  }

  /** Whether every table has an index of this name. */
  public static boolean isBuiltInIndex(String text) {
    return text.equals("by_id") || text.equals("by_creation_time");
  }

  /** Whether a search index can be made with this tokenizer. */
  public static boolean isTokenizer(String text) {
    return text.equals("unicode61") || text.equals("porter") || text.equals("trigram");
  }
}
