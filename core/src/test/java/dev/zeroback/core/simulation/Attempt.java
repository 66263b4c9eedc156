package dev.zeroback.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One attempt of a function that has a transaction of its own, with all that joined it. */
final class Attempt {
  final String name;
  final long invoked;
  final List<Step> steps = new ArrayList<>();

  /** Newest commit when the steps so far were last found to agree with the database. */
  double examinedAt;

  boolean ended;

  /** Why what it read does not fit into any order at the time of its end; null if it does. */
  Violation violation;

  /** What its handler returned as JSON text; a {@link Failure} when it threw. */
  Object outcome;

  private int savepoints;

  Attempt(String name, long invoked) {
    this.name = name;
    this.invoked = invoked;
  }

  /** Marks the beginning of a nested mutation. */
  int savepoint() {
    steps.add(new Step(Map.of("op", "savepoint"), null));
    return savepoints++;
  }

  void rollBackTo(int savepoint) {
    steps.add(new Step(Map.of("op", "rollback", "to", savepoint), null));
  }

  Transaction transaction(long returned, boolean commits) {
    return new Transaction(name, invoked, returned, commits, List.copyOf(steps));
  }
}
