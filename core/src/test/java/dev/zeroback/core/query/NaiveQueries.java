package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a query finds, by a plain loop over all documents. */
final class NaiveQueries {
  private final RandomSchema schema;

  NaiveQueries(RandomSchema schema) {
    this.schema = schema;
  }

  /** The documents that the query finds, in its order; neither limited nor counted. */
  List<Object> found(List<?> all, Map<String, Object> query) {
    List<Object> found = new ArrayList<>();
    for (Object document : all) {
      if (inRange(document, query.get("range")) && passesAll(document, query.get("filter"))) {
        found.add(document);
      }
    }
    Comparator<Object> order = byField("_id");
    String direction = (String) query.get("order");
    if (query.get("orderBy") instanceof Map<?, ?> orderBy) {
      order = byField((String) orderBy.get("field")).thenComparing(order);
      direction = (String) orderBy.get("direction");
    } else if (query.get("index") instanceof String index) {
      List<String> paths = schema.pathsOf(index);
      for (int i = paths.size() - 1; i >= 0; i--) {
        order = byField(paths.get(i)).thenComparing(order);
      }
    }
    found.sort(direction.equals("desc") ? order.reversed() : order);
    return found;
  }

  /** The answer of the query: documents, a number or the message of the error. */
  Object answer(List<?> all, Map<String, Object> query) {
    List<Object> found = found(all, query);
    switch ((String) query.get("terminal")) {
      case "count":
        return (double) found.size();
      case "take":
        return found.subList(0, Math.min(found.size(), ((Double) query.get("n")).intValue()));
      case "first":
        return found.isEmpty() ? null : found.get(0);
      case "unique":
        return found.size() == 1
            ? found.get(0)
            : "Expected exactly one result, got " + (found.isEmpty() ? "none" : "multiple");
      default:
        return found;
    }
  }

  private static Comparator<Object> byField(String field) {
    return (left, right) -> ValueOrder.compare(value(left, field), value(right, field));
  }

  private static Doc value(Object document, String path) {
    Doc value = TreeDoc.of(document);
    for (String field : FieldPath.parse(path).segments()) {
      value = value.field(field);
    }
    return value;
  }

  private static boolean inRange(Object document, Object range) {
    if (range == null) {
      return true;
    }
    for (Object item : (List<?>) range) {
      Map<?, ?> constraint = (Map<?, ?>) item;
      Doc actual = value(document, (String) constraint.get("field"));
      int order = ValueOrder.compare(actual, TreeDoc.of(constraint).field("value"));
      if (!holds((String) constraint.get("op"), order)) {
        return false;
      }
    }
    return true;
  }

  private static boolean passesAll(Object document, Object filters) {
    return filters == null
        || ((List<?>) filters).stream().allMatch(filter -> passes(document, (Map<?, ?>) filter));
  }

  private static boolean passes(Object document, Map<?, ?> filter) {
    String operator = (String) filter.get("op");
    List<?> parts = (List<?>) filter.get("of");
    return switch (operator) {
      case "and" -> parts.stream().allMatch(part -> passes(document, (Map<?, ?>) part));
      case "or" -> parts.stream().anyMatch(part -> passes(document, (Map<?, ?>) part));
      case "not" -> !passes(document, (Map<?, ?>) parts.get(0));
      case "neq" -> !compares(document, "eq", filter);
      default -> compares(document, operator, filter);
    };
  }

  private static boolean compares(Object document, String operator, Map<?, ?> filter) {
    Doc left = operand(document, (Map<?, ?>) filter.get("left"));
    Doc right = operand(document, (Map<?, ?>) filter.get("right"));
    if (operator.equals("eq")
        && (isLiteralNull(filter.get("left")) || isLiteralNull(filter.get("right")))) {
      return left.kind() <= Doc.NULL && right.kind() <= Doc.NULL;
    }
    return holds(operator, ValueOrder.compare(left, right));
  }

  private static boolean isLiteralNull(Object operand) {
    Map<?, ?> map = (Map<?, ?>) operand;
    return map.containsKey("value") && map.get("value") == null;
  }

  private static Doc operand(Object document, Map<?, ?> operand) {
    return operand.containsKey("field")
        ? value(document, (String) operand.get("field"))
        : TreeDoc.of(operand).field("value");
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "eq" -> order == 0;
      case "lt" -> order < 0;
      case "lte" -> order <= 0;
      case "gt" -> order > 0;
      default -> order >= 0;
    };
  }
}
