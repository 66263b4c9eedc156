package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.testkit.GoldenFile;
import dev.zeroback.core.testkit.JsonText;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random queries and searches with their answers, which {@link QueryDifferentialTest} and {@link
 * SearchDifferentialTest} hold against a plain loop, in {@code vectors/queries.json}: the compiled
 * engine replays them under workerd.
 *
 * <p>A round begins with an empty database. It inserts documents, then asks while writes are
 * pending, and again when they are committed; both answers are the same. Documents are told by
 * their numbers, in the order in which they were inserted.
 */
class QueryVectorsTest {
  private static final int ROUNDS = 20;
  private static final int QUERIES = 80;
  private static final int SEARCHES = 30;

  private final Random random = new Random(20260107);

  @Test
  void everyQuery_hasItsAnswer() {
    RandomSearches searches = new RandomSearches(random, SearchDifferentialTest.stems());
    List<Object> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      List<String> ids = new ArrayList<>();
      RandomSchema schema = new RandomSchema(random);
      RandomQueries queries = new RandomQueries(random, schema, ids);
      rounds.add(
          new Round("things", schema.json(), ids, schema::document).play(queries::query, QUERIES));
      rounds.add(
          new Round("notes", RandomSearches.SCHEMA, new ArrayList<>(), searches::note)
              .play(() -> description(searches.search()), SEARCHES));
    }
    assertThat(ROUNDS * (QUERIES + SEARCHES)).isGreaterThanOrEqualTo(2_000);
    StringBuilder text = new StringBuilder("{\"rounds\":[\n");
    for (int i = 0; i < rounds.size(); i++) {
      text.append(rounds.get(i)).append(i + 1 < rounds.size() ? ",\n" : "\n]}\n");
    }
    new GoldenFile("vectors/queries.json").expect(text.toString());
  }

  private Map<String, Object> description(RandomSearches.Search search) {
    Map<String, Object> description = new HashMap<>();
    description.put("table", "notes");
    description.put("search", Map.of("field", search.field(), "query", search.query()));
    if (random.nextInt(3) == 0) {
      Map<String, Object> few = new HashMap<>();
      few.put("op", "lt");
      few.put("left", Map.of("field", "stars"));
      few.put("right", Map.of("value", 2.0));
      description.put("filter", List.of(few));
    }
    switch (random.nextInt(4)) {
      case 0 -> description.put("terminal", "count");
      case 1 -> {
        description.put("terminal", "take");
        description.put("n", (double) random.nextInt(4));
      }
      case 2 -> {
        description.put("terminal", "paginate");
        description.put("numItems", 1.0 + random.nextInt(4));
      }
      default -> description.put("terminal", "collect");
    }
    return description;
  }

  /** One round, as it is written to the file. */
  private final class Round {
    private final String table;
    private final String schema;
    private final List<String> ids;
    private final Supplier<Map<String, Object>> fields;
    private final List<Object> documents = new ArrayList<>();
    private final List<Object> writes = new ArrayList<>();
    private final List<List<Object>> cases = new ArrayList<>();

    Round(String table, String schema, List<String> ids, Supplier<Map<String, Object>> fields) {
      this.table = table;
      this.schema = schema;
      this.ids = ids;
      this.fields = fields;
    }

    String play(Supplier<Map<String, Object>> query, int count) {
      try (TestEngine engine =
          new TestEngine(schema, "{'run':{'kind':'mutation','visibility':'public','args':{}}}")) {
        engine.start();
        for (int i = 3 + random.nextInt(12); i > 0; i--) {
          double pause = random.nextInt(3);
          Map<String, Object> document = fields.get();
          SearchDifferentialTest.run(engine, db -> ids.add(db.insert(table, document)));
          engine.clock().advance(pause);
          documents.add(List.of(pause, document));
        }
        SearchDifferentialTest.run(
            engine,
            db -> {
              disturb(db);
              for (int i = 0; i < count; i++) {
                Map<String, Object> asked = query.get();
                List<Object> vector = new ArrayList<>();
                vector.add(asked);
                vector.add(ask(db, asked));
                cases.add(vector);
              }
            });
        SearchDifferentialTest.run(
            engine, db -> cases.forEach(it -> assertThat(asked(db, it)).isEqualTo(it.get(1))));
      }
      return "{\"table\":\""
          + table
          + "\",\"schema\":"
          + schema.replace('\'', '"')
          + ",\"ids\":"
          + json(ids)
          + ",\"documents\":"
          + json(documents)
          + ",\"writes\":"
          + json(writes)
          + ",\"cases\":[\n"
          + String.join(",\n", cases.stream().map(QueryVectorsTest::json).toList())
          + "]}";
    }

    @SuppressWarnings("unchecked")
    private Object asked(ScriptedFunctions.Context db, List<Object> vector) {
      return ask(db, (Map<String, Object>) vector.get(0));
    }

    private void disturb(ScriptedFunctions.Context db) {
      for (int i = 0; i < ids.size(); i++) {
        int choice = random.nextInt(5);
        if (choice == 0) {
          db.delete(ids.get(i));
          writes.add(List.of("delete", (double) i));
        } else if (choice == 1) {
          Map<String, Object> document = fields.get();
          db.replace(ids.get(i), document);
          writes.add(List.of("replace", (double) i, document));
        }
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        Map<String, Object> document = fields.get();
        ids.add(db.insert(table, document));
        writes.add(List.of("insert", document));
      }
    }

    /**
     * The answer with numbers for documents; of a page all pages together, of an error its text.
     */
    private Object ask(ScriptedFunctions.Context db, Map<String, Object> query) {
      try {
        return numbered(
            query.get("terminal").equals("paginate") ? AllPages.of(db, query) : db.query(query));
      } catch (ZerobackException refused) {
        return refused.getMessage();
      }
    }

    private Object numbered(Object answer) {
      if (answer instanceof List<?> list) {
        return list.stream().map(this::numbered).toList();
      }
      return answer instanceof Map<?, ?> document
          ? (Object) (double) ids.indexOf(document.get("_id"))
          : answer;
    }
  }

  /** JSON with the members of objects in the order of their names, which is the same every time. */
  private static String json(Object tree) {
    return JsonText.of(sorted(tree));
  }

  private static Object sorted(Object tree) {
    if (tree instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      IntStream.range(0, list.size()).forEach(i -> all.add(sorted(list.get(i))));
      return all;
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> all = new TreeMap<>();
      map.forEach((name, value) -> all.put((String) name, sorted(value)));
      return all;
    }
    return tree;
  }
}
