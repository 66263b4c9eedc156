package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Which documents random searches find, with every tokenizer, against a plain loop over the texts
 * of all documents: among pending writes, and again when they are committed. Only the stems are
 * SQLite's: of a table apart.
 */
class SearchDifferentialTest {
  private static final int SEARCHES = 50;

  private final int cases = Integer.getInteger("zeroback.cases", 6_000);

  private final long seed = Long.getLong("zeroback.seed", 20260104L);
  private final Random random = new Random(seed);

  private final RandomSearches searches = new RandomSearches(random, stems());

  /** What SQLite's own table makes of each word. */
  static Map<String, String> stems() {
    Map<String, String> stems = new HashMap<>();
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement sql = sqlite.createStatement()) {
      sql.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'porter')");
      sql.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'row')");
      for (String word : RandomSearches.wordsAndBeginnings()) {
        sql.execute("DELETE FROM words");
        sql.execute("INSERT INTO words VALUES ('" + word + "')");
        try (ResultSet stem = sql.executeQuery("SELECT term FROM terms")) {
          stems.put(word, stem.getString(1));
        }
      }
    } catch (SQLException impossible) {
      throw new IllegalStateException(impossible);
    }
    return stems;
  }

  @Test
  void search_findsWhatThePlainLoopFinds() {
    System.out.println("SearchDifferentialTest: " + cases + " searches, seed " + seed);
    for (int done = 0; done < cases; done += 2 * SEARCHES) {
      try (TestEngine engine =
          new TestEngine(
              RandomSearches.SCHEMA,
              "{'run':{'kind':'mutation','visibility':'public','args':{}}}")) {
        engine.start();
        List<String> ids = new ArrayList<>();
        run(
            engine,
            db -> {
              for (int i = random.nextInt(20); i > 0; i--) {
                ids.add(db.insert("notes", searches.note()));
              }
            });
        run(
            engine,
            db -> {
              disturb(db, ids);
              searchAll(db);
            });
        run(engine, this::searchAll);
      }
    }
  }

  static void run(TestEngine engine, Consumer<ScriptedFunctions.Context> body) {
    engine
        .functions()
        .define(
            "run",
            (db, args) -> {
              body.accept(db);
              return null;
            });
    engine.call("run", Map.of());
  }

  private void disturb(ScriptedFunctions.Context db, List<String> ids) {
    for (String id : List.copyOf(ids)) {
      switch (random.nextInt(4)) {
        case 0 -> db.delete(id);
        case 1 -> db.replace(id, searches.note());
        case 2 -> db.patch(id, Map.of("stars", 9.0));
        default -> {}
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      db.insert("notes", searches.note());
    }
  }

  private void searchAll(ScriptedFunctions.Context db) {
    List<?> all = (List<?>) db.query(Map.of("table", "notes", "terminal", "collect"));
    for (int i = 0; i < SEARCHES; i++) {
      RandomSearches.Search search = searches.search();
      boolean filtered = random.nextBoolean();
      Map<String, Object> description = new HashMap<>();
      description.put("table", "notes");
      description.put("search", Map.of("field", search.field(), "query", search.query()));
      if (filtered) {
        description.put(
            "filter",
            List.of(
                Map.of(
                    "op", "lt", "left", Map.of("field", "stars"), "right", Map.of("value", 2.0))));
      }
      List<?> expected =
          all.stream()
              .filter(note -> !filtered || (double) ((Map<?, ?>) note).get("stars") < 2)
              .filter(note -> search.meets().test(text(note)))
              .toList();
      String what = "seed " + seed + ", " + search.field() + " <" + search.query() + "> in " + all;
      assertThat(found(db, description)).as(what).containsExactlyInAnyOrderElementsOf(expected);
      description.put("terminal", "count");
      assertThat(db.query(description)).as(what).isEqualTo((double) expected.size());
    }
  }

  /** All documents, in one list or page by page, which gives the same order. */
  private List<Object> found(ScriptedFunctions.Context db, Map<String, Object> description) {
    description.put("terminal", "collect");
    List<Object> found = new ArrayList<>((List<?>) db.query(description));
    description.put("terminal", "paginate");
    description.put("numItems", 1.0 + random.nextInt(4));
    description.remove("cursor");
    assertThat(AllPages.of(db, description)).isEqualTo(found);
    return found;
  }

  /** A field that is absent or empty has no tokens. */
  private static String text(Object note) {
    return ((Map<?, ?>) note).get("words") instanceof String text ? text : "";
  }
}
