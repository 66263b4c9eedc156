package dev.zeroback.core.transaction;

import dev.zeroback.core.port.Clock;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.storage.DocumentStore;

/**
 * Hands out row ids: {@code milliseconds * 2048 + counter}, strictly increasing in the object, also
 * when the clock goes backwards or more than 2,048 documents are inserted in a millisecond.
 */
final class RowIds {
  private static final double PER_MILLI = 2_048;

  private final Clock clock;
  private final DocumentStore store;
  private final Table[] tables;

  /** The last row id handed out; negative until the tables have been asked. */
  private double last = -1;

  RowIds(Clock clock, DocumentStore store, Table[] tables) {
    this.clock = clock;
    this.store = store;
    this.tables = tables;
  }

  double next() {
    if (last < 0) {
      last = largestStored();
    }
    last = Math.max(last + 1, clock.nowMillis() * PER_MILLI);
    return last;
  }

  private double largestStored() {
    double largest = 0;
    for (Table table : tables) {
      largest = Math.max(largest, store.maxRid(table));
    }
    return largest;
  }
}
