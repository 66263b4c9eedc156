package dev.zeroback.core.query;

import dev.zeroback.core.schema.Table;

/** What a transaction has written but not committed, for reads that must see it. */
public interface PendingWrites {
  /** The writes of one table; {@code null} when there are none. */
  Pending of(Table table);
}
