package dev.zeroback.core.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scripted function does: a list of operations, one after the other. An operation may refer
 * to the result of an earlier one: {@code of} names the first document in it, {@code from} its
 * cursor. {@code catch: true} swallows an error, but for one of the disk: a query that turns that
 * into a result has that result.
 */
final class ScriptRun {
  /** What a script reaches outside itself. */
  interface Surroundings {
    /** Reads or writes; {@link Refused} when the operation fails. */
    Object operate(Map<String, Object> operation);

    /** Begins a call; its result is handed to {@link ScriptRun#returned} or {@link #threw}. */
    void call(int position, String kind, List<Map<String, Object>> script);

    Object identity();
  }

  /** An operation failed. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient Failure failure;

    Refused(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }
  }

  private final List<Map<String, Object>> script;
  private final List<Object> results = new ArrayList<>();
  private final List<Object> raw = new ArrayList<>();
  private int openCalls;
  private boolean blocked;
  private Failure failure;

  ScriptRun(List<Map<String, Object>> script) {
    this.script = script;
  }

  /** Whether it waits for a call. */
  boolean isBlocked() {
    return failure == null && openCalls > 0 && (blocked || raw.size() == script.size());
  }

  boolean hasEnded() {
    return failure != null || raw.size() == script.size() && openCalls == 0;
  }

  /** The results of all operations, that of the only one, or a {@link Failure}. */
  Object outcome() {
    return failure != null ? failure : results.size() == 1 ? results.get(0) : results;
  }

  /** Does the next operation. */
  void step(Surroundings surroundings) {
    Map<String, Object> operation = script.get(raw.size());
    boolean catches = Boolean.TRUE.equals(operation.get("catch"));
    if (operation.get("op").equals("call")) {
      call(operation, surroundings);
      return;
    }
    try {
      Object found = perform(operation, surroundings);
      raw.add(found);
      results.add(shown(found));
    } catch (Refused refused) {
      if (catches && !refused.failure.isOfTheDisk()) {
        raw.add(null);
        results.add("caught " + refused.failure.code());
      } else {
        failure = refused.failure;
      }
    }
  }

  private Object perform(Map<String, Object> operation, Surroundings surroundings) {
    switch ((String) operation.get("op")) {
      case "await":
        return null;
      case "identity":
        return surroundings.identity();
      case "throw":
        throw new Refused(new Failure("execution_error", "thrown on purpose"));
      case "throwIf":
        if (raw.get(index(operation, "of")) instanceof List<?> list
            && list.size() == index(operation, "size")) {
          throw new Refused(new Failure("execution_error", "the size is refused"));
        }
        return null;
      default:
        Map<String, Object> resolved = resolved(operation);
        return resolved == null ? null : surroundings.operate(resolved);
    }
  }

  /** The call may end before this returns. */
  private void call(Map<String, Object> operation, Surroundings surroundings) {
    int position = raw.size();
    raw.add(null);
    results.add(null);
    openCalls++;
    blocked = Boolean.TRUE.equals(operation.get("wait"));
    surroundings.call(position, (String) operation.get("kind"), Scripts.of(operation.get("ops")));
  }

  /** The operation with its references resolved; {@code null} when there is nothing to refer to. */
  private Map<String, Object> resolved(Map<String, Object> operation) {
    Map<String, Object> resolved = new HashMap<>(operation);
    if (operation.containsKey("of")) {
      Map<String, Object> document = firstDocument(raw.get(index(operation, "of")));
      if (document == null) {
        return null;
      }
      resolved.put("id", document.get("_id"));
    }
    if (operation.containsKey("from")) {
      Map<String, Object> page = PlainDatabase.map(raw.get(index(operation, "from")));
      List<?> documents = page == null ? List.of() : (List<?>) page.get("page");
      if (page == null || Boolean.TRUE.equals(page.get("isDone")) || documents.isEmpty()) {
        return null;
      }
      resolved.put("cursor", page.get("continueCursor"));
      resolved.put("after", documents.get(documents.size() - 1));
    }
    return resolved;
  }

  private static Map<String, Object> firstDocument(Object result) {
    if (result instanceof List<?> list) {
      return list.isEmpty() ? null : firstDocument(list.get(0));
    }
    if (result instanceof Map<?, ?> map) {
      return map.containsKey("_id") ? PlainDatabase.map(map) : firstDocument(map.get("page"));
    }
    return null;
  }

  /** A cursor is opaque: it is not part of what is compared. */
  static Object shown(Object found) {
    if (found instanceof Map<?, ?> map && map.containsKey("isDone")) {
      Map<String, Object> page = new HashMap<>();
      page.put("page", map.get("page"));
      page.put("isDone", map.get("isDone"));
      return page;
    }
    return found;
  }

  private static int index(Map<String, Object> operation, String field) {
    return ((Number) operation.get(field)).intValue();
  }

  /** The call made at {@code position} returned. */
  void returned(int position, Object result) {
    openCalls--;
    blocked = false;
    results.set(position, result);
  }

  /** The call made at {@code position} failed. */
  void threw(int position, Failure thrown) {
    openCalls--;
    blocked = false;
    boolean catches = Boolean.TRUE.equals(script.get(position).get("catch"));
    if (catches && !thrown.isOfTheDisk()) {
      results.set(position, "caught " + thrown.code());
    } else if (failure == null) {
      failure = thrown;
    }
  }
}
