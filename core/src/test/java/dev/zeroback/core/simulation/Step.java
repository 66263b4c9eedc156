package dev.zeroback.core.simulation;

import java.util.Map;

/**
 * One operation of a transaction and what came of it.
 *
 * @param operation {@code {op: "get", id}}, {@code {op: "query", q, after?}}, {@code {op: "insert",
 *     table, fields}}, {@code {op: "patch" | "replace", id, fields}}, {@code {op: "delete", id}},
 *     {@code {op: "savepoint"}} or {@code {op: "rollback", to}}
 * @param outcome the value read, the id inserted, a {@link Failure}, or {@code null}
 */
record Step(Map<String, ?> operation, Object outcome) {
  String kind() {
    return (String) operation.get("op");
  }
}
