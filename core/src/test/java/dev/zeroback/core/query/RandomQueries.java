package dev.zeroback.core.query;

import dev.zeroback.core.testkit.Absent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random queries of the table of a {@link RandomSchema}, as data. */
final class RandomQueries {
  private static final List<String> OPERATORS = List.of("eq", "neq", "lt", "lte", "gt", "gte");

  private final Random random;
  private final RandomSchema schema;
  private final List<String> ids;

  /**
   * @param ids of documents, which index by_id is asked for; may grow
   */
  RandomQueries(Random random, RandomSchema schema, List<String> ids) {
    this.random = random;
    this.schema = schema;
    this.ids = ids;
  }

  Map<String, Object> query() {
    Map<String, Object> query = new HashMap<>();
    query.put("table", "things");
    query.put("order", random.nextBoolean() ? "asc" : "desc");
    if (random.nextInt(6) > 0) {
      String index = schema.index();
      query.put("index", index);
      query.put("range", range(schema.pathsOf(index)));
    }
    if (random.nextBoolean()) {
      query.put("filter", filters());
    }
    if (random.nextInt(3) == 0) {
      query.put(
          "orderBy",
          Map.of("field", orderedPath(query), "direction", random.nextBoolean() ? "asc" : "desc"));
    }
    switch (random.nextInt(6)) {
      case 0 -> query.put("terminal", "collect");
      case 1 -> query.put("terminal", "count");
      case 2 -> query.put("terminal", "first");
      case 3 -> query.put("terminal", "unique");
      case 4 -> {
        query.put("terminal", "paginate");
        query.put("numItems", 1.0 + random.nextInt(9));
      }
      default -> {
        query.put("terminal", "take");
        query.put("n", (double) random.nextInt(6));
      }
    }
    return query;
  }

  /**
   * A field that the query can be ordered by: SQL orders no structures, an index of one field does.
   */
  private String orderedPath(Map<String, Object> query) {
    List<String> indexed = schema.pathsOf((String) query.getOrDefault("index", "by_id"));
    return indexed.size() == 1 && random.nextBoolean() ? indexed.get(0) : schema.scalarPath();
  }

  private List<Map<String, Object>> filters() {
    List<Map<String, Object>> filters = new ArrayList<>(List.of(filter(2)));
    if (random.nextInt(4) == 0) {
      filters.add(filter(1));
    }
    return filters;
  }

  private List<Map<String, Object>> range(List<String> fields) {
    List<Map<String, Object>> range = new ArrayList<>();
    int equalities = random.nextInt(fields.size() + 1);
    for (int i = 0; i < equalities; i++) {
      range.add(constraint("eq", fields.get(i)));
    }
    if (equalities < fields.size()) {
      if (random.nextBoolean()) {
        range.add(constraint(random.nextBoolean() ? "gt" : "gte", fields.get(equalities)));
      }
      if (random.nextBoolean()) {
        range.add(constraint(random.nextBoolean() ? "lt" : "lte", fields.get(equalities)));
      }
    }
    return range;
  }

  private Map<String, Object> constraint(String operator, String field) {
    Map<String, Object> constraint = new HashMap<>();
    constraint.put("op", operator);
    constraint.put("field", field);
    Object value = valueFor(field);
    if (value != Absent.ABSENT) {
      constraint.put("value", value);
    }
    return constraint;
  }

  /** One that the field may have or, now and then, any other. */
  private Object valueFor(String field) {
    return switch (field) {
      case "_id" -> id();
      case "_creationTime" ->
          QueryDifferentialTest.START_MILLIS + random.nextInt(60) - 5 + 0.5 * random.nextInt(2);
      default -> random.nextInt(4) > 0 ? schema.valueAt(field) : RandomType.scalar(random);
    };
  }

  /** An id of a document or, now and then, one whose last digit no document has. */
  private String id() {
    if (ids.isEmpty()) {
      return "things:01ARZ3NDEKTSV4RRFFQ69G5FAV";
    }
    String id = ids.get(random.nextInt(ids.size()));
    return random.nextInt(4) > 0
        ? id
        : id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
  }

  private Map<String, Object> filter(int depth) {
    Map<String, Object> filter = new HashMap<>();
    switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 1 -> {
        filter.put("op", "not");
        filter.put("of", List.of(filter(depth - 1)));
      }
      case 2 -> {
        filter.put("op", random.nextBoolean() ? "and" : "or");
        filter.put("of", List.of(filter(depth - 1), filter(depth - 1)));
      }
      case 3 -> {
        boolean all = random.nextBoolean();
        filter.put("op", all ? "and" : "or");
        filter.put("of", equalities(all ? "neq" : "eq"));
      }
      case 4 -> {
        filter.put("op", OPERATORS.get(random.nextInt(6)));
        filter.put("left", Map.of("field", schema.scalarPath()));
        filter.put("right", Map.of("field", schema.scalarPath()));
      }
      default -> {
        filter.put("op", OPERATORS.get(random.nextInt(6)));
        String field = schema.path();
        Map<String, Object> value = literal(field);
        String asked =
            switch (random.nextInt(12)) {
              case 0, 1 -> schema.declares(field + ".x") ? field + ".x" : field;
              case 2 -> "_creationTime";
              default -> field;
            };
        boolean fieldFirst = random.nextBoolean();
        filter.put(fieldFirst ? "left" : "right", Map.of("field", asked));
        filter.put(fieldFirst ? "right" : "left", value);
      }
    }
    return filter;
  }

  /** A value to compare a field with: no structure, or nothing, which is {@code undefined}. */
  private Map<String, Object> literal(String field) {
    Map<String, Object> literal = new HashMap<>();
    Object value = valueFor(field);
    if (value instanceof byte[] || value instanceof List || value instanceof Map) {
      value = RandomType.scalar(random);
    }
    if (value != Absent.ABSENT) {
      literal.put("value", value);
    }
    return literal;
  }

  /** Enough equalities of one field that they are read as a list, and some others. */
  private List<Map<String, Object>> equalities(String operator) {
    List<Map<String, Object>> all = new ArrayList<>();
    String field = schema.path();
    for (int i = random.nextInt(30); i >= 0; i--) {
      all.add(Map.of("op", operator, "left", Map.of("field", field), "right", literal(field)));
    }
    return all;
  }
}
