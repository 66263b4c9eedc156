package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.Keys;

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

  /** The sort key of a document in the index. */
  String key(Doc document, Keys keys) {
    return index == null ? "" : index.key(keys, document);
  }

  /** Its range, narrowed to the part up to the last document if the limit has ended the walk. */
  KeyRange consumed(Doc found, Keys keys) {
    if (limit == 0) {
      return KeyRange.ofKeys("", "");
    }
    if (sort != null || search != null || limit < 0 || found.size() < limit) {
      return range;
    }
    Doc last = found.at(found.size() - 1);
    String key = key(last, keys);
    return descending ? range.beginningWith(key, rid(last)) : range.endingWith(key, rid(last));
  }

  /**
   * How many of so many documents found are returned: the last one of a page only tells that there
   * is another.
   */
  double returned(double found) {
    return terminal == Terminal.PAGE ? Math.min(found, limit - 1) : found;
  }

  /** Whether the query can order a version of its range; it fails when it meets another one. */
  boolean orders(Version version) {
    return sort == null || sort.orders(version.document());
  }

  /** The order of the query's answer. */
  int compare(Version left, Version right) {
    int ascending =
        sort == null
            ? compareKeys(left, right.key(indexOrdinal()), right.rid)
            : sort.compare(left.document(), left.rid, right.document(), right.rid);
    return descending ? -ascending : ascending;
  }

  /** The order of a version and a committed document. */
  int compare(Version left, Doc right, Keys keys) {
    return compare(left, sort == null ? key(right, keys) : "", rid(right), right);
  }

  private static double rid(Doc document) {
    return DocumentId.parse(document.field("_id").string()).rid();
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
