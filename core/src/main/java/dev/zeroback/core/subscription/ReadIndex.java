package dev.zeroback.core.subscription;

import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import java.util.ArrayList;

/** What all live queries have read: an {@link IntervalIndex} for each index of each table. */
final class ReadIndex {
  /** The entries of a query that has read nothing. */
  static final RangeEntry[] NOTHING = {};

  /** By table ordinal, then by index ordinal + 1; the row id index comes first. */
  private final IntervalIndex[][] indexes;

  private double entriesMade;
  private int random = 0x2545F491;

  ReadIndex(Schema schema) {
    Table[] tables = schema.tables();
    indexes = new IntervalIndex[tables.length][];
    for (int i = 0; i < tables.length; i++) {
      indexes[i] = new IntervalIndex[tables[i].indexes().length + 1];
      for (int j = 0; j < indexes[i].length; j++) {
        indexes[i][j] = new IntervalIndex();
      }
    }
  }

  /** Replaces what {@code query} has read. */
  void set(LiveQuery query, ReadSet reads) {
    clear(query);
    RangeEntry[] entries = new RangeEntry[reads.size()];
    for (int i = 0; i < entries.length; i++) {
      Read read = reads.get(i);
      entries[i] = new RangeEntry(read, query, entriesMade++, nextPriority());
      indexOf(read).add(entries[i]);
    }
    query.setEntries(entries);
  }

  void clear(LiveQuery query) {
    for (RangeEntry entry : query.entries()) {
      indexOf(entry.read).remove(entry);
      // Nothing tells it of commits any more.
      entry.read.found = null;
    }
    query.setEntries(NOTHING);
  }

  /** Adds to {@code found} the queries whose answer {@code writes} may have changed, each once. */
  void collect(WriteSet writes, ArrayList<LiveQuery> found) {
    for (int i = 0; i < writes.size(); i++) {
      Change change = writes.get(i);
      IntervalIndex[] ofTable = indexes[change.table];
      for (int j = 0; j < ofTable.length; j++) {
        if (!ofTable[j].isEmpty()) {
          stab(ofTable[j], j - 1, change, change.before, found);
          stab(ofTable[j], j - 1, change, change.after, found);
        }
      }
    }
  }

  private static void stab(
      IntervalIndex index,
      int ordinal,
      Change change,
      Version version,
      ArrayList<LiveQuery> found) {
    if (version != null) {
      index.stab(
          version.key(ordinal),
          version.rid,
          entry -> {
            entry.read.follow(change);
            if (!entry.query.isStale() && entry.read.passes(version)) {
              entry.query.markStale();
              found.add(entry.query);
            }
          });
    }
  }

  private IntervalIndex indexOf(Read read) {
    return indexes[read.table][read.index + 1];
  }

  /** Marsaglia's xorshift32: the priorities only have to look random. */
  private int nextPriority() {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return random;
  }
}
