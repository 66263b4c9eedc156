package dev.zeroback.core.simulation;

import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Replays transactions one after the other on a plain database: in a serial order, each must find
 * what it says it found, and none may come before one that had returned when it was invoked.
 */
final class SerialReplay {
  private PlainDatabase state = new PlainDatabase();
  private long latestInvocation = Long.MIN_VALUE;

  /** The database after the transactions so far. */
  PlainDatabase state() {
    return state;
  }

  /**
   * Takes {@code transaction} as the next one of the order.
   *
   * @throws Violation when it cannot be
   */
  void append(Transaction transaction) {
    if (transaction.returned() < latestInvocation) {
      throw new Violation(
          transaction.name() + " had returned before one was invoked that comes before it");
    }
    latestInvocation = Math.max(latestInvocation, transaction.invoked());
    PlainDatabase after = replay(transaction);
    if (transaction.commits()) {
      state = after;
    }
  }

  /** Why {@code transaction} cannot be the next one; {@code null} if it can. */
  Violation examine(Transaction transaction) {
    try {
      replay(transaction);
      return null;
    } catch (Violation violation) {
      return violation;
    }
  }

  /** The database as the steps leave it. */
  private PlainDatabase replay(Transaction transaction) {
    PlainDatabase view = state.copy();
    List<PlainDatabase> savepoints = new ArrayList<>();
    for (Step step : transaction.steps()) {
      Map<String, ?> operation = step.operation();
      switch (step.kind()) {
        case "savepoint" -> savepoints.add(view.copy());
        case "rollback" -> {
          int to = (Integer) operation.get("to");
          // What began since is undone with it, and cannot be undone once more.
          if (savepoints.get(to) != null) {
            view = savepoints.get(to);
            Collections.fill(savepoints.subList(to, savepoints.size()), null);
          }
        }
        default -> expect(transaction, step, view.apply(operation, step.outcome()));
      }
    }
    return view;
  }

  private static void expect(Transaction transaction, Step step, Object expected) {
    boolean same =
        expected instanceof Failure failure
            ? failure.isLike(step.outcome())
            : !(step.outcome() instanceof Failure) && text(expected).equals(text(step.outcome()));
    if (!same) {
      throw new Violation(
          transaction.name()
              + "\n  did   "
              + text(step.operation())
              + "\n  found "
              + text(step.outcome())
              + "\n  where a serial order has "
              + text(expected));
    }
  }

  static String text(Object tree) {
    return tree instanceof Failure ? tree.toString() : TreeDoc.of(tree).toString();
  }
}
