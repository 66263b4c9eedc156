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
 * Random live searches and random writes: after each write a live search shows what one that runs
 * for the first time finds, in its order, and a write that changes no text runs few searches.
 */
class SearchRelevanceTest {
  private static final String FUNCTIONS =
      "{'run':{'kind':'mutation','visibility':'public','args':{}},"
          + "'ask':{'kind':'query','visibility':'public','args':{'i':{'type':'number'}}}}";

  private static final int SEARCHES = 30;
  private static final int WRITES = 30;

  private final int cases = Integer.getInteger("zeroback.cases", 20_000);
  private final long seed = Long.getLong("zeroback.seed", 20261130L);
  private final Random random = new Random(seed);

  private final RandomSearches searches =
      new RandomSearches(random, SearchDifferentialTest.stems());

  private final List<String> ids = new ArrayList<>();
  private final List<Map<String, Object>> live = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();

  private int runs;

  /** Runs for writes that leave all texts as they are, and how many there could have been. */
  private int textlessRuns;

  private int textlessPairs;

  @Test
  void liveSearch_showsWhatAFreshOneFinds() {
    int done = 0;
    for (; done < cases; done += SEARCHES * WRITES) {
      try (TestEngine engine = new TestEngine(RandomSearches.SCHEMA, FUNCTIONS)) {
        round(engine);
      }
    }
    System.out.printf(
        "SearchRelevanceTest: %d pairs of a search and a write, seed %d; of %d whose write changes no"
            + " text %.1f%% ran again%n",
        done, seed, textlessPairs, 100.0 * textlessRuns / textlessPairs);
    assertThat(textlessRuns).isBetween(textlessPairs / 50, textlessPairs / 3);
  }

  private void round(TestEngine engine) {
    ids.clear();
    live.clear();
    shown.clear();
    engine.start();
    engine
        .functions()
        .define(
            "ask",
            (db, args) -> {
              int i = ((Number) ((Map<?, ?>) args).get("i")).intValue();
              runs++;
              shown.set(i, answer(db, live.get(i)));
              return shown.get(i);
            });
    SearchDifferentialTest.run(
        engine,
        db -> {
          for (int i = 5 + random.nextInt(20); i > 0; i--) {
            ids.add(db.insert("notes", searches.note()));
          }
        });
    int socket = engine.connect();
    for (int i = 0; i < SEARCHES; i++) {
      live.add(search());
      shown.add(null);
      engine.send(socket, "{'type':'query','id':'q" + i + "','fn':'ask','args':{'i':" + i + "}}");
    }
    for (int write = 0; write < WRITES; write++) {
      runs = 0;
      boolean textless = !ids.isEmpty() && random.nextBoolean();
      SearchDifferentialTest.run(engine, textless ? this::changeStars : this::change);
      if (textless) {
        textlessRuns += runs;
        textlessPairs += SEARCHES;
      }
      SearchDifferentialTest.run(engine, this::checkAll);
      engine.take(socket);
    }
  }

  private Map<String, Object> search() {
    RandomSearches.Search search = searches.search();
    Map<String, Object> description = new HashMap<>();
    description.put("table", "notes");
    description.put("search", Map.of("field", search.field(), "query", search.query()));
    if (random.nextBoolean()) {
      Map<String, Object> two = Map.of("value", 2.0);
      description.put(
          "filter", List.of(Map.of("op", "lt", "left", Map.of("field", "stars"), "right", two)));
    }
    switch (random.nextInt(6)) {
      case 0 -> description.put("terminal", "collect");
      case 1 -> description.put("terminal", "count");
      case 2 -> description.put("terminal", "first");
      case 3 -> description.put("terminal", "unique");
      case 4 -> {
        description.put("terminal", "paginate");
        description.put("numItems", 1.0 + random.nextInt(3));
      }
      default -> {
        description.put("terminal", "take");
        description.put("n", (double) random.nextInt(4));
      }
    }
    return description;
  }

  private void changeStars(ScriptedFunctions.Context db) {
    db.patch(anId(), Map.of("stars", (double) random.nextInt(4)));
  }

  private void change(ScriptedFunctions.Context db) {
    switch (ids.isEmpty() ? 0 : random.nextInt(4)) {
      case 0 -> ids.add(db.insert("notes", searches.note()));
      case 1 -> db.delete(ids.remove(random.nextInt(ids.size())));
      case 2 -> db.replace(anId(), searches.note());
      default -> {
        String text = (String) searches.note().getOrDefault("words", "");
        db.patch(anId(), Map.of(List.of("words", "stems", "parts").get(random.nextInt(3)), text));
      }
    }
  }

  private String anId() {
    return ids.get(random.nextInt(ids.size()));
  }

  private void checkAll(ScriptedFunctions.Context db) {
    for (int i = 0; i < live.size(); i++) {
      assertThat(shown.get(i))
          .as("seed %d, %s", seed, live.get(i))
          .isEqualTo(answer(db, live.get(i)));
    }
  }

  private static String answer(ScriptedFunctions.Context db, Map<String, Object> search) {
    try {
      return TreeDoc.of(db.query(search)).toString();
    } catch (ZerobackException notUnique) {
      return notUnique.getMessage();
    }
  }
}
