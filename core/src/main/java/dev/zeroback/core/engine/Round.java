package dev.zeroback.core.engine;

import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.transaction.Commit;
import java.util.ArrayList;

/** One step of the clients: what they are moved to, and what has to run for it. */
final class Round {
  private static final double MOST_CHARS = 4 * 1024 * 1024;

  /** The queries that are still to run, and some that have run since. */
  final ArrayList<LiveQuery> stale = new ArrayList<>();

  /** The queries whose answers are to be told. */
  ArrayList<LiveQuery> answered = new ArrayList<>();

  /** What has been kept of {@link #answered} since it was looked for who can be told, roughly. */
  private double chars;

  /** What is to be called when they have been. */
  final ArrayList<Runnable> replies = new ArrayList<>();

  /** What has been written since the round before was closed. */
  private final ArrayList<WriteSet> writes = new ArrayList<>();

  /** The newest commit that it knows of; 0 while there is none. */
  private double ts;

  double ts() {
    return ts;
  }

  void reach(double newestTs) {
    ts = Math.max(ts, newestTs);
  }

  void add(Commit commit) {
    reach(commit.ts());
    writes.add(commit.writes());
  }

  /** A query has an answer that is to be told. */
  void answered(LiveQuery query) {
    answered.add(query);
    query.toBeTold(true);
    chars += query.keptChars();
  }

  /** Whether so much is to be told that it fills the memory. */
  boolean isLarge() {
    return chars > MOST_CHARS;
  }

  /** Those with these answers are still to be told. */
  void told(ArrayList<LiveQuery> left) {
    answered = left;
    chars = 0;
  }

  /** Whether what {@code reads} found is not what they would have found before its commits. */
  boolean changes(ReadSet reads) {
    for (WriteSet written : writes) {
      if (reads.overlaps(written)) {
        return true;
      }
    }
    return false;
  }

  /** What the other was to tell is told in this one. */
  void take(Round other) {
    reach(other.ts);
    answered.addAll(other.answered);
    replies.addAll(other.replies);
  }
}
