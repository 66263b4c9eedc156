package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random queries of random schemas against a plain loop over all documents: over committed
 * documents, merged with pending writes, and again when those are committed.
 */
class QueryDifferentialTest {
  static final double START_MILLIS = 1_735_689_600_000d;

  private static final String FUNCTIONS =
      "{'run':{'kind':'mutation','visibility':'public','args':{}}}";

  private static final int QUERIES = 120;

  private final int cases = Integer.getInteger("zeroback.cases", 20_400);
  private final long seed = Long.getLong("zeroback.seed", 20260102L);
  private final Random random = new Random(seed);

  /** Queries that found something. */
  private int fruitful;

  /** A query that was answered while writes were pending. */
  private record Answered(Map<String, Object> query, Object answer) {}

  @Test
  void plannedSql_findsWhatThePlainLoopFinds() {
    System.out.println("QueryDifferentialTest: " + cases + " queries, seed " + seed);
    for (int done = 0; done < cases; done += QUERIES) {
      RandomSchema schema = new RandomSchema(random);
      try (TestEngine engine = new TestEngine(schema.json(), FUNCTIONS)) {
        round(engine, schema);
      }
    }
    assertThat(fruitful).isGreaterThan(cases / 3);
  }

  private void round(TestEngine engine, RandomSchema schema) {
    List<String> ids = new ArrayList<>();
    RandomQueries queries = new RandomQueries(random, schema, ids);
    NaiveQueries naive = new NaiveQueries(schema);
    engine.start();
    for (int i = random.nextInt(25); i > 0; i--) {
      run(engine, db -> ids.add(db.insert("things", schema.document())));
      engine.clock().advance(random.nextInt(3));
    }
    List<Answered> answered = new ArrayList<>();
    run(
        engine,
        db -> {
          if (random.nextBoolean()) {
            disturb(db, schema, ids);
          }
          List<?> all = (List<?>) db.query(Map.of("table", "things", "terminal", "collect"));
          for (int i = 0; i < QUERIES; i++) {
            Map<String, Object> query = queries.query();
            Object answer = ask(db, query);
            assertSame(answer, naive.answer(all, query), query, all);
            answered.add(new Answered(query, answer));
            fruitful += naive.found(all, query).isEmpty() ? 0 : 1;
          }
        });
    run(
        engine,
        db -> {
          for (Answered before : answered) {
            assertSame(ask(db, before.query()), before.answer(), before.query(), "committed");
          }
        });
  }

  private interface Body {
    void run(ScriptedFunctions.Context db);
  }

  private static void run(TestEngine engine, Body body) {
    engine
        .functions()
        .define(
            "run",
            (db, args) -> {
              body.run(db);
              return null;
            });
    engine.call("run", Map.of());
  }

  private void assertSame(Object actual, Object expected, Object query, Object documents) {
    assertThat(TreeDoc.of(actual))
        .as("seed %d, query %s over %s", seed, query, documents)
        .matches(answer -> ValueOrder.equal(answer, TreeDoc.of(expected)));
  }

  /** The answer; of a page all pages together, of an error its message. */
  private static Object ask(ScriptedFunctions.Context db, Map<String, Object> query) {
    if (query.get("terminal").equals("paginate")) {
      return AllPages.of(db, query);
    }
    try {
      return db.query(query);
    } catch (ZerobackException refused) {
      return refused.getMessage();
    }
  }

  /** Writes that stay pending while the queries run. */
  private void disturb(ScriptedFunctions.Context db, RandomSchema schema, List<String> ids) {
    for (String id : List.copyOf(ids)) {
      switch (random.nextInt(4)) {
        case 0 -> db.delete(id);
        case 1 -> db.replace(id, schema.document());
        case 2 -> {
          Map<String, Object> patch = new HashMap<>();
          String name = schema.names().get(random.nextInt(schema.names().size()));
          patch.put(name, schema.valueAt(name));
          db.patch(id, patch);
        }
        default -> {}
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      ids.add(db.insert("things", schema.document()));
    }
  }
}
