package dev.zeroback.core.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The database after each commit, and what every live query has to show there. */
final class Answers {
  private final TreeMap<Double, PlainDatabase> states = new TreeMap<>();
  private final Map<String, Object> known = new HashMap<>();

  void committed(double ts, PlainDatabase state) {
    if (ts <= states.lastKey()) {
      throw new Violation("Commit " + ts + " is not after " + states.lastKey());
    }
    states.put(ts, state);
  }

  /** The engine counts on from {@code ts}, which is that of a commit made before it restarted. */
  void countsOn(double ts) {
    states.put(ts, states.lastEntry().getValue());
  }

  /**
   * The object is in memory again and counts commits from {@code ts}: later ones are not known to
   * anybody any more.
   */
  void restarted(double ts, PlainDatabase state) {
    states.tailMap(ts, true).clear();
    known.clear();
    states.put(ts, state);
  }

  /** Checks what a frame has told. */
  void check(Connection connection, Map<String, Object> frame) {
    double newest = states.lastKey();
    boolean stamped = frame.containsKey("ts");
    double ts = stamped ? (Double) frame.get("ts") : newest;
    if (ts > newest) {
      throw new Violation(connection.told.owner() + " was told of a commit to come: " + frame);
    }
    if (!((String) frame.get("type")).startsWith("update")) {
      String id = (String) frame.get("id");
      Told.Watched query = connection.told.queries().get(id);
      check(connection, id, query, ts);
      if (!stamped) {
        query.answeredAt = newest;
      }
    } else if (stamped) {
      checkAll(connection, ts);
    } else {
      checkAllSince(connection, connection.told.ts());
    }
  }

  /**
   * Checks that all queries show the state after one and the same commit, which is {@code ts} or
   * later: the base protocol does not say which. The earliest that fits is taken, and none before
   * it from then on.
   */
  void checkAllSince(Connection connection, double ts) {
    Violation wrong = null;
    for (double commit :
        states.tailMap(states.floorKey(Math.max(ts, states.firstKey()))).keySet()) {
      wrong = wrongAt(connection, commit);
      if (wrong == null) {
        connection.told.reached(commit);
        return;
      }
    }
    throw wrong;
  }

  private Violation wrongAt(Connection connection, double commit) {
    try {
      checkAll(connection, commit);
      return null;
    } catch (Violation wrong) {
      return wrong;
    }
  }

  /** Checks that all queries that were answered show the newest state. */
  void checkAll(Connection connection) {
    checkAll(connection, states.lastKey());
  }

  private void checkAll(Connection connection, double ts) {
    connection.told.queries().forEach((id, query) -> check(connection, id, query, ts));
  }

  private void check(Connection connection, String id, Told.Watched query, double ts) {
    if (query.state == null || isPassing(query.state)) {
      return;
    }
    Map.Entry<Double, PlainDatabase> state = states.floorEntry(Math.max(ts, query.answeredAt));
    Object claims = connection.client.claims();
    Object expected =
        known.computeIfAbsent(
            state.getKey() + SerialReplay.text(claims) + SerialReplay.text(query.script),
            key -> Oracle.answer(query.script, state.getValue(), claims));
    if (!expected.equals(query.state)) {
      throw new Violation(
          connection.told.owner()
              + " shows for "
              + id
              + " "
              + SerialReplay.text(query.script)
              + "\n  "
              + query.state
              + "\n  where a fresh run at "
              + ts
              + " has\n  "
              + expected);
    }
  }

  /** A failure of the disk or the lack of time is the state of a query until it runs again. */
  private static boolean isPassing(Object state) {
    return state instanceof Failure failure
        && (failure.code().equals("unavailable") || failure.isOfTheDisk());
  }
}
