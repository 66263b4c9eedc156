package dev.zeroback.core.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random documents and queries of one table, as data. */
final class RandomQueries {
  /** Field d may hold anything; the others are of kinds that SQL can compare. */
  static final String SCHEMA =
      "{'tables':{'things':{'fields':{'a':S,'b':S,'c':S,'d':{'type':'optional','inner':{'type':'any'}}},"
              .replace(
                  "S",
                  "{'type':'optional','inner':{'type':'union','members':[{'type':'null'},{'type':'int64'},"
                      + "{'type':'number'},{'type':'boolean'},{'type':'string'}]}}")
          + "'indexes':[{'name':'by_a','fields':['a']},{'name':'by_a_b','fields':['a','b']},"
          + "{'name':'by_d','fields':['d']}]}}}";

  private static final Object[] SCALARS = {
    null,
    1.0,
    2.0,
    -1.0,
    0.5,
    -0.0,
    0.0,
    1e21,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    true,
    false,
    "",
    "a",
    "b",
    "1",
    "true",
    "null",
    "\uE000",
    "\uD83D\uDE00",
    "it's \"quoted\"",
    1L,
    2L,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE
  };

  private static final Object[] STRUCTURES = {
    new byte[] {},
    new byte[] {1},
    new byte[] {-1, 0},
    List.of(),
    List.of(1.0),
    List.of(1L, "a"),
    Arrays.asList(null, 9.0),
    Map.of(),
    Map.of("x", 1.0),
    Map.of("x", "a", "y", List.of())
  };

  private static final List<String> OPERATORS = List.of("eq", "neq", "lt", "lte", "gt", "gte");

  private final Random random;
  private final List<String> ids;

  /**
   * @param ids of documents, which index by_id is asked for; may grow
   */
  RandomQueries(Random random, List<String> ids) {
    this.random = random;
    this.ids = ids;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new HashMap<>();
    for (String name : List.of("a", "b", "c")) {
      if (random.nextInt(8) > 0) {
        fields.put(name, scalar());
      }
    }
    if (random.nextInt(8) > 0) {
      fields.put("d", anything());
    }
    return fields;
  }

  Object scalar() {
    return SCALARS[random.nextInt(SCALARS.length)];
  }

  private Object anything() {
    return random.nextBoolean() ? scalar() : STRUCTURES[random.nextInt(STRUCTURES.length)];
  }

  Map<String, Object> query() {
    Map<String, Object> query = new HashMap<>();
    query.put("table", "things");
    query.put("order", random.nextBoolean() ? "asc" : "desc");
    String index =
        List.of("", "by_a", "by_a_b", "by_d", "by_creation_time", "by_id").get(random.nextInt(6));
    if (!index.isEmpty()) {
      query.put("index", index);
      query.put("range", range(index));
    }
    if (random.nextBoolean()) {
      query.put("filter", List.of(filter(2)));
    }
    if (random.nextInt(3) == 0) {
      String field = List.of("a", "b", "c", "d", "_id", "_creationTime").get(random.nextInt(6));
      // SQL does not sort structures: only the index of d has their order.
      if (!field.equals("d") || index.isEmpty() || index.equals("by_d")) {
        query.put(
            "orderBy", Map.of("field", field, "direction", random.nextBoolean() ? "asc" : "desc"));
      }
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

  private List<Map<String, Object>> range(String index) {
    switch (index) {
      case "by_a":
        return range(List.of("a"));
      case "by_a_b":
        return range(List.of("a", "b"));
      case "by_d":
        return range(List.of("d"));
      default:
        return range(List.of(index.equals("by_id") ? "_id" : "_creationTime"));
    }
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
    constraint.put(
        "value",
        switch (field) {
          case "_id" -> id();
          case "_creationTime" ->
              QueryDifferentialTest.START_MILLIS + random.nextInt(60) - 5 + 0.5 * random.nextInt(2);
          case "d" -> anything();
          default -> scalar();
        });
    return constraint;
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
        filter.put("left", Map.of("field", scalarField()));
        filter.put("right", Map.of("field", scalarField()));
      }
      default -> {
        filter.put("op", OPERATORS.get(random.nextInt(6)));
        Map<String, Object> value = new HashMap<>();
        if (random.nextInt(12) != 0) {
          value.put("value", scalar());
        }
        boolean fieldFirst = random.nextBoolean();
        filter.put(
            fieldFirst ? "left" : "right",
            Map.of("field", List.of("a", "b", "c", "d", "d.x", "missing").get(random.nextInt(6))));
        filter.put(fieldFirst ? "right" : "left", value);
      }
    }
    return filter;
  }

  private String scalarField() {
    return List.of("a", "b", "c", "_id", "_creationTime").get(random.nextInt(5));
  }

  /** Enough equalities of one field that they are read as a list, and some others. */
  private List<Map<String, Object>> equalities(String operator) {
    List<Map<String, Object>> all = new ArrayList<>();
    String field = List.of("a", "b", "d").get(random.nextInt(3));
    for (int i = random.nextInt(30); i >= 0; i--) {
      Map<String, Object> value = new HashMap<>();
      value.put("value", scalar());
      all.add(Map.of("op", operator, "left", Map.of("field", field), "right", value));
    }
    return all;
  }
}
