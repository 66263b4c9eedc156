package dev.zeroback.core.readset;

/**
 * One thing that was read: a key range of one index, and the filter that a document had to pass, if
 * any.
 *
 * <p>Documents that were absent count as much as those that were found: the range is what matters.
 * A point read is a range of one row; a search reads the whole table, and says which changes
 * matter.
 */
public final class Read {
  /** Ordinal of the table in the schema. */
  public final int table;

  /** Ordinal of the index in the table; -1 is the row id index. */
  public final int index;

  public final KeyRange range;

  /** {@code null} when every document of the range counts. */
  public final Predicate filter;

  /** {@code null} when every change to a document that counts matters. */
  final Relevance relevance;

  /** What was found, while that is kept for the next run. */
  public Found found;

  public Read(int table, int index, KeyRange range, Predicate filter) {
    this(table, index, range, filter, null);
  }

  public Read(int table, int index, KeyRange range, Predicate filter, Relevance relevance) {
    this.table = table;
    this.index = index;
    this.range = range;
    this.filter = filter;
    this.relevance = relevance;
  }

  /**
   * Whether {@code change} may alter what this read returned. The one overlap test of the engine.
   */
  public boolean overlaps(Change change) {
    return change.table == table
        && (covers(change.before) || covers(change.after))
        && isRelevant(change);
  }

  /**
   * Brings {@link #found} up to date with a change.
   *
   * @param number tells this change from all others: later ones have larger numbers
   */
  public void follow(Change change, double number) {
    if (found != null && !found.follow(number, covered(change.before), covered(change.after))) {
      found = null;
    }
  }

  private Version covered(Version version) {
    return covers(version) ? version : null;
  }

  private boolean covers(Version version) {
    return version != null && range.contains(version.key(index), version.rid) && passes(version);
  }

  /** Whether {@code other} is of the same range, filters aside. */
  boolean isOf(Read other) {
    return table == other.table
        && index == other.index
        && range.covers(other.range)
        && other.range.covers(range);
  }

  /** Whether {@code change} may alter what was found, since {@code version}, in the range, does. */
  public boolean isTouched(Change change, Version version) {
    return passes(version) && isRelevant(change);
  }

  /** Whether a version that lies in the range also passes the filter. */
  private boolean passes(Version version) {
    return filter == null || filter.matches(version.document());
  }

  private boolean isRelevant(Change change) {
    return relevance == null || relevance.includes(change);
  }
}
