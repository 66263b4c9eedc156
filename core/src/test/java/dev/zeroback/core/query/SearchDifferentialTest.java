package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which documents random searches find, against a plain loop over the words of all documents: among
 * pending writes, and again when they are committed.
 */
class SearchDifferentialTest {
  private static final String SCHEMA =
      "{'tables':{'notes':{'fields':{'text':{'type':'optional','inner':{'type':'string'}},"
          + "'stars':{'type':'number'}},"
          + "'searchIndexes':[{'name':'search_text','searchField':'text'}]}}}";

  private static final String[] WORDS = {"fix", "fixed", "bug", "bugs", "roof", "lamp"};
  private static final int ROUNDS = 60;
  private static final int SEARCHES = 50;

  private final long seed = Long.getLong("zeroback.seed", 20260104L);
  private final Random random = new Random(seed);

  /** What is searched for, and whether the words of a document meet it. */
  private record Search(String query, Predicate<List<String>> meets) {}

  @Test
  void search_findsWhatThePlainLoopFinds() {
    System.out.println(
        "SearchDifferentialTest: " + 2 * ROUNDS * SEARCHES + " searches, seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (TestEngine engine =
          new TestEngine(SCHEMA, "{'run':{'kind':'mutation','visibility':'public','args':{}}}")) {
        engine.start();
        List<String> ids = new ArrayList<>();
        run(
            engine,
            db -> {
              for (int i = random.nextInt(20); i > 0; i--) {
                ids.add(db.insert("notes", fields()));
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

  private static void run(TestEngine engine, Consumer<ScriptedFunctions.Context> body) {
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
        case 1 -> db.replace(id, fields());
        case 2 -> db.patch(id, Map.of("stars", 9.0));
        default -> {}
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      db.insert("notes", fields());
    }
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("stars", (double) random.nextInt(3));
    if (random.nextInt(6) > 0) {
      fields.put(
          "text",
          random
              .ints(random.nextInt(7), 0, WORDS.length)
              .mapToObj(i -> WORDS[i])
              .collect(Collectors.joining(" ")));
    }
    return fields;
  }

  private void searchAll(ScriptedFunctions.Context db) {
    List<?> all = (List<?>) db.query(Map.of("table", "notes", "terminal", "collect"));
    for (int i = 0; i < SEARCHES; i++) {
      Search search = search(3);
      boolean filtered = random.nextBoolean();
      Map<String, Object> description = new HashMap<>();
      description.put("table", "notes");
      description.put("search", Map.of("field", "text", "query", search.query()));
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
              .filter(note -> search.meets().test(words(note)))
              .toList();
      String what = "seed " + seed + ", search <" + search.query() + "> in " + all;
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
    List<Object> paged = new ArrayList<>();
    Map<?, ?> page;
    do {
      page = (Map<?, ?>) db.query(description);
      paged.addAll((List<?>) page.get("page"));
      description.put("cursor", page.get("continueCursor"));
    } while (page.get("isDone").equals(false));
    assertThat(paged).isEqualTo(found);
    return found;
  }

  private static List<String> words(Object note) {
    Object text = ((Map<?, ?>) note).get("text");
    return text == null || text.equals("") ? List.of() : List.of(((String) text).split(" "));
  }

  private Search search(int depth) {
    switch (random.nextInt(depth == 0 ? 3 : 8)) {
      case 0 -> {
        String word = word();
        return new Search(word, words -> words.contains(word));
      }
      case 1 -> {
        String start = word().substring(0, 3);
        return new Search(
            start + "*", words -> words.stream().anyMatch(word -> word.startsWith(start)));
      }
      case 2 -> {
        List<String> phrase = List.of(word(), word());
        return new Search("\"" + String.join(" ", phrase) + "\"", words -> holds(words, phrase));
      }
      case 3 -> {
        Search inner = search(depth - 1);
        return new Search("(" + inner.query() + ")", inner.meets());
      }
      default -> {
        Search left = search(depth - 1);
        Search right = search(depth - 1);
        return switch (random.nextInt(4)) {
          case 0 -> joined(left, " ", right, left.meets().and(right.meets()));
          case 1 -> joined(left, " AND ", right, left.meets().and(right.meets()));
          case 2 -> joined(left, " OR ", right, left.meets().or(right.meets()));
          default ->
              joined(
                  left,
                  random.nextBoolean() ? " NOT " : " AND NOT ",
                  right,
                  left.meets().and(right.meets().negate()));
        };
      }
    }
  }

  private static Search joined(
      Search left, String operator, Search right, Predicate<List<String>> meets) {
    return new Search("(" + left.query() + ")" + operator + "(" + right.query() + ")", meets);
  }

  private static boolean holds(List<String> words, List<String> phrase) {
    for (int i = 0; i + phrase.size() <= words.size(); i++) {
      if (words.subList(i, i + phrase.size()).equals(phrase)) {
        return true;
      }
    }
    return false;
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
