package dev.zeroback.core.simulation;

import dev.zeroback.core.testkit.JvmNatives;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queries of one socket as the frames so far leave them, and the rules that frames keep. */
final class Told {
  /** One query: its script and the state that its client shows. */
  static final class Watched {
    final List<Map<String, Object>> script;

    /** The result as JSON text, a {@link Failure}, or {@code null} before the first answer. */
    Object state;

    /** Hash of the result that the client holds; {@code null} without one. */
    String hash;

    /**
     * The commit at which the first answer holds; transitions to earlier ones are of other queries.
     * A failure does not tell.
     */
    double answeredAt;

    /** Hash of the result that the client offered to keep; {@code null} if it offered none. */
    String offered;

    Watched(List<Map<String, Object>> script) {
      this.script = script;
    }
  }

  private final String owner;
  private final boolean protocol2;
  private final Map<String, Watched> queries = new LinkedHashMap<>();

  /** Results that the client has offered to keep, by hash. */
  private final Map<String, Object> offers = new HashMap<>();

  private double ts;

  Told(String owner, boolean protocol2) {
    this.owner = owner;
    this.protocol2 = protocol2;
  }

  String owner() {
    return owner;
  }

  Map<String, Watched> queries() {
    return queries;
  }

  /** The commit that the newest transition led to; 0 without one. */
  double ts() {
    return ts;
  }

  /** The client, to which no transition tells its commit, has been moved to {@code commit}. */
  void reached(double commit) {
    ts = commit;
  }

  /**
   * The engine counts on from {@code newest} after it has left memory. That may be less than it has
   * told, if the clock was set back in between: clients take what comes then.
   */
  void restarted(double newest) {
    ts = Math.min(ts, newest);
    for (Watched query : queries.values()) {
      query.answeredAt = Math.min(query.answeredAt, newest);
    }
  }

  Watched watch(String id, List<Map<String, Object>> script) {
    Watched watched = new Watched(script);
    queries.put(id, watched);
    return watched;
  }

  /** The client says that it holds {@code state}. */
  void offer(String hash, Object state) {
    offers.put(hash, state);
  }

  void unwatch(String id) {
    queries.remove(id);
  }

  /** Takes a frame that concerns queries in; {@code false} if it is about something else. */
  boolean take(Map<String, Object> frame) {
    String id = (String) frame.get("id");
    switch ((String) frame.get("type")) {
      case "result":
      case "unchanged":
        first(frame, id);
        return true;
      case "update":
        change(frame, id);
        return true;
      case "updates":
        moveTo(frame);
        for (Object item : (List<?>) frame.get("items")) {
          change(PlainDatabase.map(item), (String) PlainDatabase.map(item).get("id"));
        }
        return true;
      case "error":
        if (!queries.containsKey(id)) {
          return false;
        }
        queries.get(id).state = failure(frame);
        queries.get(id).answeredAt = Double.MAX_VALUE;
        return true;
      default:
        return false;
    }
  }

  private void first(Map<String, Object> frame, String id) {
    Watched query = require(id, frame);
    query.answeredAt = protocol2 ? (Double) frame.get("ts") : 0;
    if (protocol2 && query.answeredAt < ts) {
      throw new Violation(owner + " was answered as of a state before " + ts + ": " + frame);
    }
    if (query.state != null) {
      throw new Violation(owner + " was given a second first answer: " + frame);
    }
    if (frame.get("type").equals("result")) {
      hold(query, frame);
    } else if (!frame.get("hash").equals(query.offered)) {
      throw new Violation(
          owner + " is told that nothing changed, but holds something else: " + frame);
    } else {
      query.state = offers.get(query.offered);
      query.hash = query.offered;
    }
  }

  private void change(Map<String, Object> item, String id) {
    Watched query = require(id, item);
    if (query.state == null) {
      throw new Violation(owner + " was sent a change before the first answer: " + item);
    }
    Object before = query.state;
    query.answeredAt = 0;
    if (item.get("error") != null) {
      query.state = failure(PlainDatabase.map(item.get("error")));
    } else {
      hold(query, item);
    }
    if (query.state.equals(before)) {
      throw new Violation(owner + " was sent what it had: " + item);
    }
  }

  static void hold(Watched query, Map<String, Object> item) {
    Map<String, Object> patch = PlainDatabase.map(item.get("patch"));
    if (patch != null && !item.get("base").equals(query.hash)) {
      throw new Violation("The patch is for another result than " + query.state + ": " + item);
    }
    query.state =
        patch == null
            ? SerialReplay.text(item.get("result"))
            : new Patch(patch).apply((String) query.state);
    query.hash = (String) item.get("hash");
    if (query.hash != null && !new JvmNatives().hash((String) query.state).equals(query.hash)) {
      throw new Violation("The hash is not that of the result: " + item);
    }
  }

  private void moveTo(Map<String, Object> frame) {
    if (protocol2) {
      double to = (Double) frame.get("ts");
      if (to < ts) {
        throw new Violation(owner + " was moved back from " + ts + ": " + frame);
      }
      ts = to;
    }
  }

  private Watched require(String id, Map<String, Object> frame) {
    Watched query = queries.get(id);
    if (query == null) {
      throw new Violation(owner + " does not watch this: " + frame);
    }
    return query;
  }

  static Failure failure(Map<String, Object> frame) {
    return new Failure((String) frame.get("code"), (String) frame.get("message"));
  }
}
