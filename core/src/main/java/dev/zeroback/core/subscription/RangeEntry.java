package dev.zeroback.core.subscription;

import dev.zeroback.core.readset.Read;

/** One read of one live query, as a node of the {@link IntervalIndex}. */
final class RangeEntry {
  final Read read;
  final LiveQuery query;

  /** Makes equal ranges distinct. */
  final double sequence;

  final int priority;
  RangeEntry left;
  RangeEntry right;

  /** The largest end of the subtree. */
  String maxEndKey;

  double maxEndRid;

  RangeEntry(Read read, LiveQuery query, double sequence, int priority) {
    this.read = read;
    this.query = query;
    this.sequence = sequence;
    this.priority = priority;
  }
}
