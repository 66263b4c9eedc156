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
 * Live queries of random schemas and random writes: whenever a write changes what a query finds,
 * the write overlaps what the query has read, so that it runs again. The other way round need not
 * hold, and how often it does not is printed. What it then finds, most of it kept from the run
 * before, is what a query that runs for the first time finds.
 */
class ReadSetSoundnessTest {
  private static final String FUNCTIONS =
      "{'run':{'kind':'mutation','visibility':'public','args':{}},"
          + "'ask':{'kind':'query','visibility':'public','args':{'i':{'type':'number'}}}}";

  private static final int QUERIES = 40;
  private static final int WRITES = 25;

  private final int cases = Integer.getInteger("zeroback.cases", 20_000);
  private final long seed = Long.getLong("zeroback.seed", 20260108L);
  private final Random random = new Random(seed);

  /** The queries that ran again, and what they found. */
  private final Map<Integer, String> runAgain = new HashMap<>();

  private int changes;
  private int runs;
  private int needed;

  @Test
  void writeThatChangesAResult_overlapsWhatTheQueryHasRead() {
    int pairs = 0;
    for (; pairs < cases; pairs += QUERIES * WRITES) {
      RandomSchema schema = new RandomSchema(random);
      try (TestEngine engine = new TestEngine(schema.json(), FUNCTIONS)) {
        round(engine, schema);
      }
    }
    System.out.printf(
        "ReadSetSoundnessTest: %d pairs of a query and a write, seed %d: %d results changed; %d"
            + " queries ran again, %.1f%% of them for nothing%n",
        pairs, seed, changes, runs, 100.0 * (runs - needed) / runs);
    assertThat(changes).isGreaterThan(cases / 50);
    // A query that ran again for each write would be sound and useless.
    assertThat(runs).isLessThan(pairs / 2);
  }

  private void round(TestEngine engine, RandomSchema schema) {
    List<String> ids = new ArrayList<>();
    RandomQueries random = new RandomQueries(this.random, schema, ids);
    engine.start();
    SearchDifferentialTest.run(
        engine,
        db -> {
          for (int i = this.random.nextInt(25); i > 0; i--) {
            ids.add(db.insert("things", schema.document()));
          }
        });
    List<Map<String, Object>> queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(random.query());
    }
    engine.functions().define("ask", (db, args) -> ask(db, queries, args));
    int socket = engine.connect();
    for (int i = 0; i < QUERIES; i++) {
      engine.send(socket, "{'type':'query','id':'q" + i + "','fn':'ask','args':{'i':" + i + "}}");
    }
    List<String> before = found(engine, queries);
    for (int write = 0; write < WRITES; write++) {
      runAgain.clear();
      SearchDifferentialTest.run(
          engine,
          db -> {
            for (int i = this.random.nextInt(6) / 3; i >= 0; i--) {
              change(db, schema, ids);
            }
          });
      Map<Integer, String> again = Map.copyOf(runAgain);
      List<String> after = found(engine, queries);
      for (int i = 0; i < QUERIES; i++) {
        boolean changed = !before.get(i).equals(after.get(i));
        changes += changed ? 1 : 0;
        needed += changed && again.containsKey(i) ? 1 : 0;
        assertThat(again.getOrDefault(i, before.get(i)))
            .as("seed %d, %s", seed, queries.get(i))
            .isEqualTo(after.get(i));
      }
      runs += again.size();
      before = after;
    }
  }

  private Object ask(ScriptedFunctions.Context db, List<Map<String, Object>> queries, Object args) {
    int i = ((Number) ((Map<?, ?>) args).get("i")).intValue();
    runAgain.put(i, textOf(db, queries.get(i)));
    return null;
  }

  private void change(ScriptedFunctions.Context db, RandomSchema schema, List<String> ids) {
    if (ids.isEmpty() || random.nextInt(4) == 0) {
      ids.add(db.insert("things", schema.document()));
      return;
    }
    String id = ids.get(random.nextInt(ids.size()));
    switch (random.nextInt(4)) {
      case 0 -> {
        db.delete(id);
        ids.remove(id);
      }
      case 1 -> db.replace(id, schema.document());
      default -> {
        String name = schema.names().get(random.nextInt(schema.names().size()));
        Map<String, Object> patch = new HashMap<>();
        patch.put(name, schema.valueAt(name));
        db.patch(id, patch);
      }
    }
  }

  /** What each query finds now, as text; a cursor says nothing of what was found. */
  private static List<String> found(TestEngine engine, List<Map<String, Object>> queries) {
    List<String> all = new ArrayList<>();
    SearchDifferentialTest.run(
        engine,
        db -> {
          for (Map<String, Object> query : queries) {
            all.add(textOf(db, query));
          }
        });
    return all;
  }

  private static String textOf(ScriptedFunctions.Context db, Map<String, Object> query) {
    try {
      Object answer = db.query(query);
      if (answer instanceof Map<?, ?> page && page.containsKey("isDone")) {
        return TreeDoc.of(page.get("page")) + " " + page.get("isDone");
      }
      return TreeDoc.of(answer).toString();
    } catch (ZerobackException refused) {
      return refused.getMessage();
    }
  }
}
