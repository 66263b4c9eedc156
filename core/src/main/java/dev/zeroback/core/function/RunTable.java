package dev.zeroback.core.function;

import java.util.ArrayList;

/** The runs under way, by attempt number. Numbers only grow, so the list stays sorted. */
final class RunTable {
  private final ArrayList<Run> runs = new ArrayList<>();
  private int lastId;

  /** The next attempt number: positive, unique while the object is in memory. */
  int nextId() {
    return ++lastId;
  }

  int started() {
    return lastId;
  }

  void add(Run run) {
    runs.add(run);
  }

  /** The run whose current attempt is {@code id}; {@code null} if it has ended. */
  Run find(int id) {
    int position = position(id);
    return position < 0 ? null : runs.get(position);
  }

  /** Ends the attempt {@code id} and returns its run; {@code null} if it has ended before. */
  Run remove(int id) {
    int position = position(id);
    return position < 0 ? null : runs.remove(position);
  }

  private int position(int id) {
    int low = 0;
    int high = runs.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int candidate = runs.get(middle).id();
      if (candidate == id) {
        return middle;
      }
      if (candidate < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
