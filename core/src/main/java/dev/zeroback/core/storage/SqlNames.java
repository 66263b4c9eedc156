package dev.zeroback.core.storage;

/** SQL identifiers. */
public final class SqlNames {
  private SqlNames() {}

  /** A quoted identifier. Names in a schema hold no quotation mark. */
  public static String quote(String name) {
    return "\"".concat(name).concat("\"");
  }
}
