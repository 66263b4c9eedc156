package dev.zeroback.core.transaction;

import dev.zeroback.core.readset.ReadSet;

/**
 * The recent commits, oldest first: as many as the oldest open transaction may still need, at most
 * {@link #CAPACITY}.
 *
 * <p>Writes are kept by reference, so that an idle object with no open transaction keeps none.
 */
final class CommitLog {
  static final int CAPACITY = 4_096;

  /** A commit and its neighbours. */
  private static final class Entry {
    final Commit commit;
    Entry older;
    Entry newer;

    Entry(Commit commit) {
      this.commit = commit;
    }
  }

  private Entry first;
  private Entry last;
  private int size;
  private double newest;

  /** Everything after this timestamp is in the log. */
  private double forgottenUpTo;

  CommitLog(double ts) {
    newest = ts;
    forgottenUpTo = ts;
  }

  double newest() {
    return newest;
  }

  /**
   * Counts on from {@code ts} if that is later: the clock was set back since somebody was told of
   * it.
   */
  void startAfter(double ts) {
    newest = Math.max(newest, ts);
  }

  void append(Commit commit) {
    Entry entry = new Entry(commit);
    entry.older = last;
    if (last == null) {
      first = entry;
    } else {
      last.newer = entry;
    }
    last = entry;
    newest = commit.ts();
    if (++size > CAPACITY) {
      forgetFirst();
    }
  }

  /** Forgets the commits up to {@code ts}, which no open transaction needs. */
  void forget(double ts) {
    while (first != null && first.commit.ts() <= ts) {
      forgetFirst();
    }
  }

  private void forgetFirst() {
    forgottenUpTo = first.commit.ts();
    first = first.newer;
    if (first == null) {
      last = null;
    } else {
      first.older = null;
    }
    size--;
  }

  /**
   * Whether {@code reads}, done at {@code ts}, would return the same now. The answer is no where
   * the log no longer reaches back to {@code ts}.
   */
  boolean stillHolds(ReadSet reads, double ts) {
    if (ts < forgottenUpTo) {
      return reads.size() == 0;
    }
    for (Entry entry = last; entry != null; entry = entry.older) {
      Commit commit = entry.commit;
      if (commit.ts() <= ts) {
        return true;
      }
      if (reads.overlaps(commit.writes())) {
        return false;
      }
    }
    return true;
  }
}
