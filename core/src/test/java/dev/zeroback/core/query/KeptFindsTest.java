package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Queries of every kind that stay live for thousands of writes to few documents, so that what is
 * kept of them grows, shrinks, overflows its limit and runs dry again and again.
 */
class KeptFindsTest {
  private static final String SCHEMA =
      "{'tables':{'things':{'fields':{'a':{'type':'number'},'b':{'type':'any'}},"
          + "'indexes':[{'name':'by_a','fields':['a']}]}}}";
  private static final String FUNCTIONS =
      "{'run':{'kind':'mutation','visibility':'public','args':{}},"
          + "'ask':{'kind':'query','visibility':'public','args':{'i':{'type':'number'}}}}";
  private static final int WRITES = 500;
  private static final int MOST_DOCUMENTS = 14;

  private final long seed = Long.getLong("zeroback.seed", 20261130L);
  private final Random random = new Random(seed);
  private final List<String> ids = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();

  private static final List<Map<String, Object>> QUERIES = queries();

  private static List<Map<String, Object>> queries() {
    List<Map<String, Object>> queries = new ArrayList<>();
    Object within =
        List.of(
            Map.of("op", "gte", "field", "a", "value", 1.0),
            Map.of("op", "lt", "field", "a", "value", 5.0));
    Map<String, Object> isTwo =
        Map.of("op", "eq", "left", Map.of("field", "b"), "right", Map.of("value", 2.0));
    for (Map<String, Object> part :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("index", "by_a", "range", within),
            Map.of("filter", List.of(isTwo)),
            Map.of("index", "by_a", "range", within, "filter", List.of(isTwo)),
            Map.of("orderBy", Map.of("field", "b", "direction", "asc")),
            Map.of(
                "index",
                "by_a",
                "range",
                within,
                "orderBy",
                Map.of("field", "b", "direction", "desc")))) {
      for (String order : List.of("asc", "desc")) {
        for (Map<String, Object> end :
            List.<Map<String, Object>>of(
                Map.of("terminal", "collect"),
                Map.of("terminal", "count"),
                Map.of("terminal", "first"),
                Map.of("terminal", "unique"),
                Map.of("terminal", "take", "n", 4.0),
                Map.of("terminal", "paginate", "numItems", 3.0))) {
          Map<String, Object> query = new HashMap<>(part);
          query.putAll(end);
          query.put("table", "things");
          query.put("order", order);
          queries.add(query);
        }
      }
    }
    return queries;
  }

  @Test
  void liveQuery_findsWhatAFreshOneFinds() {
    System.out.printf(
        "KeptFindsTest: %d queries, %d writes, seed %d%n", QUERIES.size(), WRITES, seed);
    try (TestEngine engine = new TestEngine(SCHEMA, FUNCTIONS)) {
      engine.start();
      engine
          .functions()
          .define(
              "ask",
              (db, args) -> {
                int i = ((Number) ((Map<?, ?>) args).get("i")).intValue();
                shown.set(i, answer(db, QUERIES.get(i)));
                return shown.get(i);
              });
      int socket = engine.connect();
      for (int i = 0; i < QUERIES.size(); i++) {
        shown.add(null);
        engine.send(socket, "{'type':'query','id':'q" + i + "','fn':'ask','args':{'i':" + i + "}}");
      }
      for (int write = 0; write < WRITES; write++) {
        SearchDifferentialTest.run(engine, this::change);
        SearchDifferentialTest.run(
            engine,
            db -> {
              for (int i = 0; i < QUERIES.size(); i++) {
                assertThat(shown.get(i))
                    .as("seed %d, %s", seed, QUERIES.get(i))
                    .isEqualTo(answer(db, QUERIES.get(i)));
              }
            });
        engine.take(socket);
      }
    }
  }

  /** One to three changes, now and then more than are followed one by one. */
  private void change(ScriptedFunctions.Context db) {
    int changes = random.nextInt(50) == 0 ? 40 : 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      boolean comes = ids.isEmpty() || ids.size() < MOST_DOCUMENTS && random.nextInt(3) == 0;
      if (comes) {
        ids.add(db.insert("things", Map.of("a", number(7), "b", value())));
      } else if (random.nextInt(3) == 0) {
        db.delete(ids.remove(random.nextInt(ids.size())));
      } else {
        boolean moves = random.nextBoolean();
        String id = ids.get(random.nextInt(ids.size()));
        db.patch(id, moves ? Map.of("a", number(7)) : Map.of("b", value()));
      }
    }
  }

  private double number(int bound) {
    return random.nextInt(bound);
  }

  /** Now and then one that SQL cannot order. */
  private Object value() {
    return random.nextInt(40) == 0 ? List.of() : (Object) number(4);
  }

  private static String answer(ScriptedFunctions.Context db, Map<String, Object> query) {
    try {
      return TreeDoc.of(db.query(query)).toString();
    } catch (ZerobackException refused) {
      return refused.getMessage();
    }
  }
}
