package dev.zeroback.core.subscription;

import dev.zeroback.core.readset.Read;

/** One read of a live query or of a sleeper, as a node of the {@link IntervalIndex}. */
final class RangeEntry {
  final Read read;

  /** {@code null} for a sleeper's. */
  final LiveQuery query;

  /** {@code null} for a live query's. */
  final Sleeper sleeper;

  /** Makes equal ranges distinct. */
  final double sequence;

  final int priority;

  /** Among what is not in the tree yet; -1 in the tree. */
  int place;

  RangeEntry left;
  RangeEntry right;

  /** The largest end of the subtree. */
  String maxEndKey;

  double maxEndRid;

  RangeEntry(Read read, LiveQuery query, Sleeper sleeper, double sequence, int priority) {
    this.read = read;
    this.query = query;
    this.sleeper = sleeper;
    this.sequence = sequence;
    this.priority = priority;
  }
}
