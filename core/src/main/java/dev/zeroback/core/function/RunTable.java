package dev.zeroback.core.function;

import java.util.Arrays;

/** The runs under way, by attempt number. Numbers only grow, so the array stays sorted. */
final class RunTable {
  private Run[] runs = new Run[16];
  private int size;
  private int lastId;

  /** The next attempt number: positive, unique while the object is in memory. */
  int nextId() {
    return ++lastId;
  }

  int started() {
    return lastId;
  }

  void add(Run run) {
    if (size == runs.length) {
      runs = Arrays.copyOf(runs, size * 2);
    }
    runs[size++] = run;
  }

  /** The run whose current attempt is {@code id}; {@code null} if it has ended. */
  Run find(int id) {
    int position = position(id);
    return position < 0 ? null : runs[position];
  }

  /** Ends the attempt {@code id} and returns its run; {@code null} if it has ended before. */
  Run remove(int id) {
    int position = position(id);
    if (position < 0) {
      return null;
    }
    Run run = runs[position];
    System.arraycopy(runs, position + 1, runs, position, size - position - 1);
    runs[--size] = null;
    return run;
  }

  private int position(int id) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int candidate = runs[middle].id();
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
