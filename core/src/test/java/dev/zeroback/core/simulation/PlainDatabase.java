package dev.zeroback.core.simulation;

import dev.zeroback.core.value.DocumentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The documents of all tables by id, jobs among them, and what each operation does to them. */
final class PlainDatabase {
  private final TreeMap<String, Map<String, Object>> documents = new TreeMap<>();

  PlainDatabase copy() {
    PlainDatabase copy = new PlainDatabase();
    copy.documents.putAll(documents);
    return copy;
  }

  /** The documents of a table in the order of their ids. */
  List<Map<String, Object>> all(String table) {
    return new ArrayList<>(documents.subMap(table + ":", table + ";").values());
  }

  List<String> ids() {
    return List.copyOf(documents.keySet());
  }

  /** The document with that id; {@code null} if there is none. */
  Map<String, Object> find(String id) {
    return documents.get(id);
  }

  void jobBecomes(String id, String state) {
    Map<String, Object> job = new LinkedHashMap<>(documents.get(id));
    job.put("state", state);
    documents.put(id, job);
  }

  /**
   * Does what {@code operation} says and returns what it should have found.
   *
   * @param outcome what the engine found: the source of the ids of new documents
   */
  Object apply(Map<String, ?> operation, Object outcome) {
    String id = (String) operation.get("id");
    switch ((String) operation.get("op")) {
      case "get":
        return documents.get(id);
      case "query":
        return PlainQuery.run(this, map(operation.get("q")), map(operation.get("after")));
      case "insert":
        documents.put((String) outcome, whole((String) outcome, map(operation.get("fields"))));
        return outcome;
      case "schedule":
        documents.put(
            (String) outcome,
            Map.of("token", operation.get("token"), "at", operation.get("at"), "state", "pending"));
        return outcome;
      case "cancel", "job", "jobEnds":
        return job((String) operation.get("op"), (String) operation.get("job"));
      default:
        return write(id, operation);
    }
  }

  private Object job(String operation, String id) {
    Object state = documents.containsKey(id) ? documents.get(id).get("state") : null;
    if (operation.equals("job")) {
      return state;
    }
    if ("pending".equals(state)) {
      jobBecomes(id, operation.equals("cancel") ? "cancelled" : "succeeded");
      return null;
    }
    return operation.equals("cancel") ? null : "a job that is " + state;
  }

  private Object write(String id, Map<String, ?> operation) {
    Map<String, Object> document = documents.get(id);
    if (document == null) {
      return Failure.NOT_FOUND;
    }
    Map<String, Object> fields = map(operation.get("fields"));
    switch ((String) operation.get("op")) {
      case "delete" -> documents.remove(id);
      case "replace" -> documents.put(id, whole(id, fields));
      case "patch" -> {
        Map<String, Object> patched = new LinkedHashMap<>(document);
        patched.putAll(fields);
        documents.put(id, patched);
      }
      default -> throw new IllegalArgumentException("No operation " + operation);
    }
    return null;
  }

  private static Map<String, Object> whole(String id, Map<String, Object> fields) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("_id", id);
    document.put("_creationTime", DocumentId.parse(id).creationTimeMillis());
    document.putAll(fields);
    return document;
  }

  @SuppressWarnings("unchecked") // trees have texts for keys
  static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
