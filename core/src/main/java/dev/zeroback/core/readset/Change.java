package dev.zeroback.core.readset;

/**
 * What a transaction did to one document: its version before (null if new) and after (null if
 * deleted).
 */
public final class Change {
  /** Ordinal of the table in the schema. */
  public final int table;

  public final double rid;
  public final Version before;
  public final Version after;

  public Change(int table, double rid, Version before, Version after) {
    this.table = table;
    this.rid = rid;
    this.before = before;
    this.after = after;
  }
}
