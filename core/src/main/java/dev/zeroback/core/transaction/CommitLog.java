package dev.zeroback.core.transaction;

import dev.zeroback.core.readset.ReadSet;
import java.util.ArrayList;

/**
 * The recent commits, oldest first: as many as the oldest open transaction may still need, at most
 * {@link #CAPACITY} with {@link #MOST_CHARS} in all. When there are more, the older half is
 * forgotten at once, since taking one from the front of a list moves all others.
 *
 * <p>Writes are kept by reference, so that an idle object with no open transaction keeps none.
 */
final class CommitLog {
  static final int CAPACITY = 4_096;

  /**
   * UTF-16 units of the documents that the commits wrote. Their versions before may be kept as
   * well, and an object has 128 MB for everything.
   */
  static final double MOST_CHARS = 1 << 23;

  private ArrayList<Commit> commits = new ArrayList<>();
  private double newest;
  private double chars;

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
    commits.add(commit);
    newest = commit.ts();
    chars += commit.writes().chars();
    if (commits.size() > CAPACITY || chars > MOST_CHARS) {
      forget(commits.get(commits.size() >> 1).ts());
    }
  }

  /** Whether no open transaction needs any commit. */
  boolean isEmpty() {
    return commits.isEmpty();
  }

  /** Forgets the commits up to {@code ts}, which no open transaction needs. */
  void forget(double ts) {
    if (commits.isEmpty() || commits.get(0).ts() > ts) {
      return;
    }
    ArrayList<Commit> kept = new ArrayList<>();
    for (int i = 0; i < commits.size(); i++) {
      Commit commit = commits.get(i);
      if (commit.ts() > ts) {
        kept.add(commit);
      } else {
        forgottenUpTo = commit.ts();
        chars -= commit.writes().chars();
      }
    }
    commits = kept;
  }

  /**
   * Whether {@code reads}, done at {@code ts}, would return the same now. The answer is no where
   * the log no longer reaches back to {@code ts}.
   */
  boolean stillHolds(ReadSet reads, double ts) {
    if (ts < forgottenUpTo) {
      return reads.size() == 0;
    }
    for (int i = commits.size() - 1; i >= 0; i--) {
      Commit commit = commits.get(i);
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
