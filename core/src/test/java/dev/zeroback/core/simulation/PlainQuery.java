package dev.zeroback.core.simulation;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A query as a loop over all documents of its table. */
final class PlainQuery {
  private static final Map<String, List<String>> INDEXES =
      Map.of("by_a", List.of("a"), "by_a_b", List.of("a", "b"), "by_name", List.of("name"));

  private final Map<String, ?> query;

  private PlainQuery(Map<String, ?> query) {
    this.query = query;
  }

  /**
   * The answer to {@code query}.
   *
   * @param after the last document of the page before; {@code null} for the first page
   */
  static Object run(PlainDatabase database, Map<String, ?> query, Map<String, ?> after) {
    return new PlainQuery(query).over(database, after);
  }

  private Object over(PlainDatabase database, Map<String, ?> after) {
    Comparator<Map<String, ?>> order = order();
    List<Object> found = new ArrayList<>();
    List<Map<String, Object>> all = database.all((String) query.get("table"));
    all.sort(order);
    for (Map<String, Object> document : all) {
      if ((after == null || order.compare(document, after) > 0) && matches(document)) {
        found.add(document);
      }
    }
    return end(found);
  }

  private Object end(List<Object> found) {
    switch ((String) query.get("terminal")) {
      case "count":
        return (double) found.size();
      case "take":
        return found.subList(0, Math.min(found.size(), number("n")));
      case "first":
        return found.isEmpty() ? null : found.get(0);
      case "unique":
        return found.size() == 1
            ? found.get(0)
            : found.isEmpty() ? Failure.NONE_FOUND : Failure.SEVERAL_FOUND;
      case "paginate":
        int size = Math.min(found.size(), number("numItems"));
        Map<String, Object> page = new HashMap<>();
        page.put("page", found.subList(0, size));
        page.put("isDone", size == found.size());
        return page;
      default:
        return found;
    }
  }

  private int number(String field) {
    return ((Number) query.get(field)).intValue();
  }

  private Comparator<Map<String, ?>> order() {
    Comparator<Map<String, ?>> order =
        Comparator.comparing(document -> (String) document.get("_id"));
    Map<String, Object> orderBy = PlainDatabase.map(query.get("orderBy"));
    List<String> fields =
        orderBy != null
            ? List.of((String) orderBy.get("field"))
            : INDEXES.getOrDefault(String.valueOf(query.get("index")), List.of());
    for (int i = fields.size() - 1; i >= 0; i--) {
      order = byField(fields.get(i)).thenComparing(order);
    }
    Object direction = orderBy != null ? orderBy.get("direction") : query.get("order");
    return "desc".equals(direction) ? order.reversed() : order;
  }

  private static Comparator<Map<String, ?>> byField(String field) {
    return (left, right) -> ValueOrder.compare(value(left, field), value(right, field));
  }

  private static Doc value(Map<String, ?> document, String field) {
    return TreeDoc.of(document).field(field);
  }

  private boolean matches(Map<String, ?> document) {
    Map<String, ?> search = PlainDatabase.map(query.get("search"));
    if (search != null
        && !(document.get((String) search.get("field")) instanceof String text
            && List.of(text.split(" ")).contains((String) search.get("query")))) {
      return false;
    }
    for (String part : List.of("range", "filter")) {
      if (query.get(part) instanceof List<?> conditions) {
        for (Object condition : conditions) {
          if (!holds(document, PlainDatabase.map(condition))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * A condition of a range, {@code {op, field, value}}, or of a filter, {@code {op, left, right}}.
   */
  private static boolean holds(Map<String, ?> document, Map<String, ?> condition) {
    Map<String, ?> left = PlainDatabase.map(condition.get("left"));
    Map<String, ?> operand = left == null ? condition : PlainDatabase.map(condition.get("right"));
    String field = (String) (left == null ? condition : left).get("field");
    int order = ValueOrder.compare(value(document, field), TreeDoc.of(operand.get("value")));
    return switch ((String) condition.get("op")) {
      case "eq" -> order == 0;
      case "neq" -> order != 0;
      case "lt" -> order < 0;
      case "lte" -> order <= 0;
      case "gt" -> order > 0;
      default -> order >= 0;
    };
  }
}
