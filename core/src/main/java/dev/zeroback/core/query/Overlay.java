package dev.zeroback.core.query;

import dev.zeroback.core.readset.Version;
import java.util.ArrayList;

/** A transaction's pending versions that belong to a query's range, in the query's order. */
final class Overlay {
  private final Pending pending;
  private final ArrayList<Version> versions = new ArrayList<>();

  private Overlay(Pending pending) {
    this.pending = pending;
  }

  /**
   * @param pending {@code null} if there is nothing
   */
  static Overlay of(Query query, Pending pending) {
    Overlay overlay = new Overlay(pending);
    for (int i = 0; i < overlay.hiddenAtMost(); i++) {
      Version after = pending.after(i);
      if (belongs(query, after)) {
        overlay.versions.add(after);
      }
    }
    overlay.versions.sort(query::compare);
    return overlay;
  }

  private static boolean belongs(Query query, Version version) {
    return version != null
        && query.range().contains(version.key(query.indexOrdinal()), version.rid)
        && (query.filter() == null || query.filter().matches(version.document()));
  }

  /** By how much the pending writes change the number of documents that {@code query} finds. */
  static int countDifference(Query query, Pending pending) {
    int difference = 0;
    for (int i = 0; i < pending.size(); i++) {
      difference += belongs(query, pending.after(i)) ? 1 : 0;
      difference -= belongs(query, pending.before(i)) ? 1 : 0;
    }
    return difference;
  }

  /** Whether the committed row was written, so that its committed version does not count. */
  boolean hides(double rid) {
    int low = 0;
    int high = hiddenAtMost() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      double candidate = pending.rid(middle);
      if (candidate == rid) {
        return true;
      }
      if (candidate < rid) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** How many committed rows at most are hidden. */
  int hiddenAtMost() {
    return pending == null ? 0 : pending.size();
  }

  int size() {
    return versions.size();
  }

  Version get(int position) {
    return versions.get(position);
  }
}
