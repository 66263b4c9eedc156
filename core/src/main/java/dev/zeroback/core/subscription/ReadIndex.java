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
  /** The entries of who has read nothing. */
  static final RangeEntry[] NOTHING = {};

  /** What a commit of more changes touches is read again: to put each in its place costs more. */
  private static final int MOST_FOLLOWED = 32;

  /** In place of the number of a change. */
  private static final double NOT_FOLLOWED = -1;

  /** By table ordinal, then by index ordinal + 1; the row id index comes first. */
  private final IntervalIndex[][] indexes;

  private double entriesMade;

  /** How many changes there were so far. */
  private double changes;

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
    query.setEntries(add(reads, query, null));
  }

  void clear(LiveQuery query) {
    remove(query.entries());
    query.setEntries(NOTHING);
  }

  /** Adds what the live queries of {@code sleeper} have read. */
  void set(Sleeper sleeper, ReadSet reads) {
    sleeper.entries = add(reads, null, sleeper);
  }

  void clear(Sleeper sleeper) {
    remove(sleeper.entries);
    sleeper.entries = NOTHING;
  }

  private RangeEntry[] add(ReadSet reads, LiveQuery query, Sleeper sleeper) {
    RangeEntry[] entries = new RangeEntry[reads.size()];
    for (int i = 0; i < entries.length; i++) {
      Read read = reads.get(i);
      entries[i] = new RangeEntry(read, query, sleeper, entriesMade++, nextPriority());
      indexOf(read).add(entries[i]);
    }
    return entries;
  }

  private void remove(RangeEntry[] entries) {
    for (RangeEntry entry : entries) {
      indexOf(entry.read).remove(entry);
      // Nothing tells it of commits any more.
      entry.read.found = null;
    }
  }

  /**
   * Adds to {@code found} the queries whose answer {@code writes} may have changed, each once, and
   * wakes the sleepers that have some of them.
   */
  void collect(WriteSet writes, ArrayList<LiveQuery> found) {
    ArrayList<Sleeper> touched = new ArrayList<>();
    collect(writes, found, touched);
    if (!touched.isEmpty()) {
      for (Sleeper sleeper : touched) {
        sleeper.wake();
      }
      collect(writes, found, touched);
    }
    changes += writes.size();
  }

  private void collect(WriteSet writes, ArrayList<LiveQuery> found, ArrayList<Sleeper> touched) {
    boolean few = writes.size() <= MOST_FOLLOWED;
    for (int i = 0; i < writes.size(); i++) {
      double number = few ? changes + i : NOT_FOLLOWED;
      Change change = writes.get(i);
      IntervalIndex[] ofTable = indexes[change.table];
      for (int j = 0; j < ofTable.length; j++) {
        if (!ofTable[j].isEmpty()) {
          stab(ofTable[j], j - 1, change, change.before, number, found, touched);
          stab(ofTable[j], j - 1, change, change.after, number, found, touched);
        }
      }
    }
  }

  private static void stab(
      IntervalIndex index,
      int ordinal,
      Change change,
      Version version,
      double number,
      ArrayList<LiveQuery> found,
      ArrayList<Sleeper> touched) {
    if (version != null) {
      index.stab(
          version.key(ordinal),
          version.rid,
          entry -> {
            if (entry.query == null) {
              touched.add(entry.sleeper);
              return;
            }
            if (number != NOT_FOLLOWED) {
              entry.read.follow(change, number);
            } else {
              entry.read.found = null;
            }
            if (!entry.query.isStale() && entry.read.isTouched(change, version)) {
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
