package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random queries over random documents, in SQL and merged with pending writes, against a plain loop
 * over all documents.
 */
class QueryDifferentialTest {
  private static final String SCHEMA =
      "{'tables':{'things':{'fields':{'a':{'type':'any'},'b':{'type':'any'},'c':{'type':'any'}},"
          + "'indexes':[{'name':'by_a','fields':['a']},{'name':'by_a_b','fields':['a','b']}]}}}";

  private static final String FUNCTIONS =
      "{'read':{'kind':'query','visibility':'public','args':{}},"
          + "'write':{'kind':'mutation','visibility':'public','args':{}},"
          + "'check':{'kind':'mutation','visibility':'public','args':{}}}";

  private static final Object[] VALUES = {
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

  private static final int ROUNDS = 170;
  private static final int QUERIES = 120;

  private final long seed = Long.getLong("zeroback.seed", 20260102L);
  private final Random random = new Random(seed);

  @Test
  void plannedSql_findsWhatThePlainLoopFinds() {
    System.out.println("QueryDifferentialTest: " + ROUNDS * QUERIES + " queries, seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (TestEngine engine = new TestEngine(SCHEMA, FUNCTIONS)) {
        runRound(engine, round);
      }
    }
  }

  private void runRound(TestEngine engine, int round) {
    List<String> ids = new ArrayList<>();
    engine.functions().define("read", (db, args) -> null);
    engine
        .functions()
        .define(
            "write",
            (db, args) -> {
              for (int i = random.nextInt(25); i > 0; i--) {
                ids.add(db.insert("things", randomFields()));
              }
              return null;
            });
    engine
        .functions()
        .define(
            "check",
            (db, args) -> {
              if (random.nextBoolean()) {
                disturb(db, ids);
              }
              List<?> all = (List<?>) db.query(Map.of("table", "things", "terminal", "collect"));
              for (int i = 0; i < QUERIES; i++) {
                Map<String, Object> description = randomQuery();
                Object actual = db.query(description);
                assertThat(TreeDoc.of(actual))
                    .as("seed %d, round %d, query %s over %s", seed, round, description, all)
                    .matches(doc -> ValueOrder.equal(doc, TreeDoc.of(expected(all, description))));
              }
              return null;
            });
    engine.start();
    engine.call("write", Map.of());
    engine.call("check", Map.of());
  }

  /** Writes that stay pending while the queries run. */
  private void disturb(ScriptedFunctions.Context db, List<String> ids) {
    for (String id : List.copyOf(ids)) {
      switch (random.nextInt(4)) {
        case 0 -> db.delete(id);
        case 1 -> db.replace(id, randomFields());
        case 2 -> {
          Map<String, Object> patch = new HashMap<>();
          patch.put("a", randomValue());
          db.patch(id, patch);
        }
        default -> {}
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      db.insert("things", randomFields());
    }
  }

  private Map<String, Object> randomFields() {
    Map<String, Object> fields = new HashMap<>();
    for (String name : List.of("a", "b", "c")) {
      fields.put(name, randomValue());
    }
    return fields;
  }

  private Object randomValue() {
    return VALUES[random.nextInt(VALUES.length)];
  }

  private Map<String, Object> randomQuery() {
    Map<String, Object> query = new HashMap<>();
    query.put("table", "things");
    query.put("order", random.nextBoolean() ? "asc" : "desc");
    String index = List.of("", "by_a", "by_a_b", "by_creation_time").get(random.nextInt(4));
    if (!index.isEmpty()) {
      query.put("index", index);
      query.put(
          "range",
          index.startsWith("by_a") ? randomRange(index.equals("by_a") ? 1 : 2) : List.of());
    }
    if (random.nextBoolean()) {
      query.put("filter", List.of(randomFilter(2)));
    }
    switch (random.nextInt(3)) {
      case 0 -> query.put("terminal", "collect");
      case 1 -> query.put("terminal", "count");
      default -> {
        query.put("terminal", "take");
        query.put("n", (double) random.nextInt(6));
      }
    }
    return query;
  }

  private List<Map<String, Object>> randomRange(int fields) {
    List<Map<String, Object>> range = new ArrayList<>();
    int equalities = random.nextInt(fields + 1);
    for (int i = 0; i < equalities; i++) {
      range.add(constraint("eq", i));
    }
    if (equalities < fields) {
      if (random.nextBoolean()) {
        range.add(constraint(random.nextBoolean() ? "gt" : "gte", equalities));
      }
      if (random.nextBoolean()) {
        range.add(constraint(random.nextBoolean() ? "lt" : "lte", equalities));
      }
    }
    return range;
  }

  private Map<String, Object> constraint(String operator, int field) {
    Map<String, Object> constraint = new HashMap<>();
    constraint.put("op", operator);
    constraint.put("field", field == 0 ? "a" : "b");
    constraint.put("value", randomValue());
    return constraint;
  }

  private Map<String, Object> randomFilter(int depth) {
    String operator =
        List.of("eq", "neq", "lt", "lte", "gt", "gte", "and", "or", "not")
            .get(random.nextInt(depth == 0 ? 6 : 9));
    Map<String, Object> filter = new HashMap<>();
    filter.put("op", operator);
    if (operator.equals("not")) {
      filter.put("of", List.of(randomFilter(depth - 1)));
    } else if (operator.equals("and") || operator.equals("or")) {
      filter.put("of", List.of(randomFilter(depth - 1), randomFilter(depth - 1)));
    } else {
      Map<String, Object> value = new HashMap<>();
      if (random.nextInt(12) != 0) {
        value.put("value", randomValue());
      }
      boolean fieldFirst = random.nextBoolean();
      filter.put(
          fieldFirst ? "left" : "right",
          Map.of("field", List.of("a", "b", "c", "missing").get(random.nextInt(4))));
      filter.put(fieldFirst ? "right" : "left", value);
    }
    return filter;
  }

  private Object expected(List<?> all, Map<String, Object> query) {
    List<Object> found = new ArrayList<>();
    for (Object document : all) {
      if (inRange(document, query.get("range")) && passesAll(document, query.get("filter"))) {
        found.add(document);
      }
    }
    String index = (String) query.getOrDefault("index", "");
    Comparator<Object> order = Comparator.comparing(document -> id(document));
    if (index.equals("by_a_b")) {
      order = byField("b").thenComparing(order);
    }
    if (index.startsWith("by_a")) {
      order = byField("a").thenComparing(order);
    }
    found.sort(query.get("order").equals("desc") ? order.reversed() : order);
    return switch ((String) query.get("terminal")) {
      case "count" -> (double) found.size();
      case "take" -> found.subList(0, Math.min(found.size(), ((Double) query.get("n")).intValue()));
      default -> found;
    };
  }

  private static Comparator<Object> byField(String field) {
    return (left, right) -> ValueOrder.compare(value(left, field), value(right, field));
  }

  private static Doc value(Object document, String field) {
    return TreeDoc.of(document).field(field);
  }

  private static boolean inRange(Object document, Object range) {
    if (range == null) {
      return true;
    }
    for (Object item : (List<?>) range) {
      Map<?, ?> constraint = (Map<?, ?>) item;
      int order =
          ValueOrder.compare(
              value(document, (String) constraint.get("field")),
              TreeDoc.of(constraint.get("value")));
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

  private static String id(Object document) {
    return (String) ((Map<?, ?>) document).get("_id");
  }
}
