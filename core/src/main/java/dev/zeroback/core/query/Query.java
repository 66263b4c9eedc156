package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;

/**
 * A planned query.
 *
 * @param index the declared index to walk; {@code null} for the row id index, which is the order of
 *     creation
 * @param range where in the index
 * @param filter {@code null} if there is none
 * @param sort {@code null} when the index gives the order
 * @param search {@code null} if there is none; otherwise it gives the order
 * @param limit most documents to walk; negative for no limit
 * @param fingerprint what a page's cursors are bound to; {@code null} when there are no pages
 * @param pageEnd the cursor where a pinned page ends; {@code null} when its size says where
 */
record Query(
    Table table,
    Index index,
    KeyRange range,
    Filter filter,
    FieldSort sort,
    Search search,
    boolean descending,
    Terminal terminal,
    double limit,
    String fingerprint,
    String pageEnd) {
  /** What becomes of the documents found. */
  enum Terminal {
    COLLECT,
    FIRST,
    UNIQUE,
    COUNT,
    /** The limit is one more than the page has, to know whether it is the last one. */
    PAGE
  }

  /** A page of this query. */
  Query with(
      KeyRange otherRange,
      Filter otherFilter,
      Search otherSearch,
      double otherLimit,
      String otherPageEnd) {
    return new Query(
        table,
        index,
        otherRange,
        otherFilter,
        sort,
        otherSearch,
        descending,
        terminal,
        otherLimit,
        fingerprint,
        otherPageEnd);
  }

  int indexOrdinal() {
    return index == null ? -1 : index.ordinal();
  }

  /** Whether it asks for every document of its range as the index orders them. */
  boolean isWholeRange() {
    return limit < 0 && filter == null && sort == null && search == null;
  }

  /** Most documents to return; negative for no limit. */
  double mostReturned() {
    return terminal == Terminal.PAGE ? limit - 1 : limit;
  }

  /** The order of the query's answer. */
  int compare(Version left, Version right) {
    int ascending =
        sort == null
            ? compareKeys(left, right.key(indexOrdinal()), right.rid)
            : sort.compare(left.document(), left.rid, right.document(), right.rid);
    return descending ? -ascending : ascending;
  }

  /** The order of a version and a committed row. */
  int compare(Version left, String key, double rid, Doc document) {
    int ascending =
        sort == null
            ? compareKeys(left, key, rid)
            : sort.compare(left.document(), left.rid, document, rid);
    return descending ? -ascending : ascending;
  }

  private int compareKeys(Version left, String key, double rid) {
    return KeyRange.compare(left.key(indexOrdinal()), left.rid, key, rid);
  }
}
