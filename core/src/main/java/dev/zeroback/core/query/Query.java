package dev.zeroback.core.query;

import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;

/**
 * A planned query.
 *
 * @param index the declared index to walk; {@code null} for the row id index, which is the order of
 *     creation
 * @param range where in the index
 * @param filter {@code null} if there is none
 * @param limit most documents to return; negative for no limit
 */
record Query(
    Table table,
    Index index,
    KeyRange range,
    Filter filter,
    boolean descending,
    Terminal terminal,
    double limit) {
  /** What becomes of the documents found. */
  enum Terminal {
    COLLECT,
    FIRST,
    UNIQUE,
    COUNT
  }

  int indexOrdinal() {
    return index == null ? -1 : index.ordinal();
  }
}
