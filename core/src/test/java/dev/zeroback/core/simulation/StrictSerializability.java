package dev.zeroback.core.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a short history is strictly serializable, by trying the orders of its
 * transactions. Long histories come with the order in which the engine claims to have run them;
 * {@link SerialReplay} checks it.
 */
final class StrictSerializability {
  private final List<Transaction> history;

  StrictSerializability(List<Transaction> history) {
    this.history = history;
  }

  /** Whether some serial order explains what every transaction found. */
  boolean holds() {
    return extend(new ArrayList<>());
  }

  private boolean extend(List<Transaction> order) {
    if (order.size() == history.size()) {
      return true;
    }
    for (Transaction next : history) {
      if (!order.contains(next)) {
        order.add(next);
        if (isSerial(order) && extend(order)) {
          return true;
        }
        order.remove(order.size() - 1);
      }
    }
    return false;
  }

  private static boolean isSerial(List<Transaction> order) {
    SerialReplay replay = new SerialReplay();
    try {
      order.forEach(replay::append);
      return true;
    } catch (Violation violation) {
      return false;
    }
  }
}
