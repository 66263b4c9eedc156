package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.JsonText;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final Object[] VALUES = {
    null, 1.0, 2L, Double.NaN, -0.0, 0.0, true, false, "a", "b", "", Long.MAX_VALUE
  };

  private final Random random = new Random(7);
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine =
        new TestEngine(
            "{'tables':{'things':{'fields':{'a':{'type':'optional','inner':{'type':'any'}},"
                + "'b':{'type':'optional','inner':{'type':'any'}}},"
                + "'indexes':[{'name':'by_a','fields':['a']}]}}}",
            "{'run':{'kind':'mutation','visibility':'public','args':{}}}");
    engine.functions().define("run", (db, args) -> null);
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private Object run(Function<ScriptedFunctions.Context, Object> body) {
    engine.functions().define("run", (db, args) -> body.apply(db));
    return engine.call("run", Map.of());
  }

  private static Map<String, Object> query(String index, String orderBy, boolean descending) {
    Map<String, Object> query = new HashMap<>();
    query.put("table", "things");
    query.put("order", descending ? "desc" : "asc");
    if (index != null) {
      query.put("index", index);
    }
    if (orderBy != null) {
      query.put("orderBy", Map.of("field", orderBy, "direction", descending ? "desc" : "asc"));
    }
    return query;
  }

  private static Map<String, Object> with(Map<String, Object> query, Object... more) {
    Map<String, Object> result = new HashMap<>(query);
    for (int i = 0; i < more.length; i += 2) {
      result.put((String) more[i], more[i + 1]);
    }
    return result;
  }

  private static Map<?, ?> page(
      ScriptedFunctions.Context db, Map<String, Object> query, Object cursor, double size) {
    return (Map<?, ?>)
        db.query(with(query, "terminal", "paginate", "cursor", cursor, "numItems", size));
  }

  private static List<Object> allPages(
      ScriptedFunctions.Context db, Map<String, Object> query, double size) {
    List<Object> documents = new ArrayList<>();
    Object cursor = null;
    do {
      Map<?, ?> page = page(db, query, cursor, size);
      documents.addAll((List<?>) page.get("page"));
      cursor = page.get("continueCursor");
      assertThat(page.get("isDone")).isEqualTo(cursor == null);
    } while (cursor != null);
    return documents;
  }

  private static List<Map<String, Object>> everyOrder() {
    List<Map<String, Object>> queries = new ArrayList<>();
    for (boolean descending : new boolean[] {false, true}) {
      queries.add(query(null, null, descending));
      queries.add(query("by_a", null, descending));
      queries.add(query(null, "a", descending));
      queries.add(query(null, "b", descending));
      queries.add(query(null, "_creationTime", descending));
      queries.add(query("by_a", "b", descending));
    }
    return queries;
  }

  private void insert(ScriptedFunctions.Context db, int count) {
    for (int i = 0; i < count; i++) {
      Map<String, Object> fields = new HashMap<>();
      for (String name : List.of("a", "b")) {
        if (random.nextInt(5) > 0) {
          fields.put(name, VALUES[random.nextInt(VALUES.length)]);
        }
      }
      db.insert("things", fields);
    }
  }

  @Test
  void pagesTogether_areTheWholeAnswer_committedOrPending() {
    run(
        db -> {
          insert(db, 60);
          return null;
        });
    run(
        db -> {
          List<?> before =
              (List<?>) db.query(with(query(null, null, false), "terminal", "collect"));
          for (int i = 0; i < before.size(); i += 4) {
            String id = (String) ((Map<?, ?>) before.get(i)).get("_id");
            db.delete(id);
          }
          for (int i = 1; i < before.size(); i += 4) {
            String id = (String) ((Map<?, ?>) before.get(i)).get("_id");
            db.replace(id, Map.of("a", 1.0, "b", "moved"));
          }
          insert(db, 15);
          for (Map<String, Object> query : everyOrder()) {
            Object whole = db.query(with(query, "terminal", "collect"));
            for (double size : new double[] {1, 2, 7, 60, 61, 1000}) {
              assertThat(allPages(db, query, size)).as("%s by %s", query, size).isEqualTo(whole);
            }
          }
          return null;
        });
    run(
        db -> {
          for (Map<String, Object> query : everyOrder()) {
            Object whole = db.query(with(query, "terminal", "collect"));
            assertThat(allPages(db, query, 7)).as("%s", query).isEqualTo(whole);
          }
          return null;
        });
  }

  @Test
  void writesBetweenPages_neitherRepeatNorHideDocuments() {
    run(
        db -> {
          insert(db, 40);
          for (Map<String, Object> query : everyOrder()) {
            List<?> whole = (List<?>) db.query(with(query, "terminal", "collect"));
            Map<?, ?> first = page(db, query, null, 10);
            List<Object> seen = new ArrayList<>((List<?>) first.get("page"));
            db.delete((String) ((Map<?, ?>) whole.get(9)).get("_id"));
            db.delete((String) ((Map<?, ?>) whole.get(0)).get("_id"));
            seen.addAll((List<?>) page(db, query, first.get("continueCursor"), 1000).get("page"));
            assertThat(seen).as("%s", query).isEqualTo(whole);
            insert(db, 2);
          }
          return null;
        });
  }

  /** The cursor of a page that is pinned between two others. */
  private static String pinned(Object start, Object end) {
    return JsonText.of(Arrays.asList(start, end));
  }

  @Test
  void pinnedPages_holdAllThatLiesBetweenTheirCursors() {
    run(
        db -> {
          insert(db, 40);
          for (Map<String, Object> query : everyOrder()) {
            Object one = page(db, query, null, 10).get("continueCursor");
            Object two = page(db, query, one, 10).get("continueCursor");
            List<?> before = (List<?>) db.query(with(query, "terminal", "collect"));
            for (int i : new int[] {0, 9, 10, 19}) {
              db.delete((String) ((Map<?, ?>) before.get(i)).get("_id"));
            }
            insert(db, 30);

            Map<?, ?> first = page(db, query, pinned(null, one), 10);
            Map<?, ?> second = page(db, query, pinned(one, two), 10);
            List<Object> seen = new ArrayList<>((List<?>) first.get("page"));
            seen.addAll((List<?>) second.get("page"));
            seen.addAll((List<?>) page(db, query, two, 1000).get("page"));
            assertThat(seen)
                .as("%s", query)
                .isEqualTo(db.query(with(query, "terminal", "collect")));
            assertThat(first.get("continueCursor")).isEqualTo(one);
            assertThat(second.get("continueCursor")).isEqualTo(two);
            assertThat(first.get("isDone")).isEqualTo(false);
          }
          return null;
        });
  }

  @Test
  void pinnedPageThatHasGrownTooLong_endsEarlier() {
    run(
        db -> {
          insert(db, 3);
          Map<String, Object> query = query(null, null, true);
          Object end = page(db, query, null, 1).get("continueCursor");
          insert(db, 1_005);
          Map<?, ?> page = page(db, query, pinned(null, end), 1);
          assertThat((List<?>) page.get("page")).hasSize(1_000);
          Object next = page.get("continueCursor");
          assertThat((List<?>) page(db, query, pinned(next, end), 1).get("page")).hasSize(6);
          return null;
        });
  }

  @Test
  void pinnedPages_coverEverythingOnceWhateverIsWritten() {
    run(
        db -> {
          insert(db, 40);
          return null;
        });
    for (Map<String, Object> query : everyOrder()) {
      List<Object> cursors = new ArrayList<>();
      run(
          db -> {
            cursors.add(null);
            do {
              cursors.add(
                  page(db, query, cursors.get(cursors.size() - 1), 7).get("continueCursor"));
            } while (cursors.get(cursors.size() - 1) != null);
            disturb(db);
            assertThat(pinned(db, query, cursors))
                .as("pending, %s", query)
                .isEqualTo(db.query(with(query, "terminal", "collect")));
            return null;
          });
      run(
          db -> {
            assertThat(pinned(db, query, cursors))
                .as("committed, %s", query)
                .isEqualTo(db.query(with(query, "terminal", "collect")));
            return null;
          });
    }
  }

  private void disturb(ScriptedFunctions.Context db) {
    List<?> all = (List<?>) db.query(with(query(null, null, false), "terminal", "collect"));
    for (int i = 0; i < all.size(); i += 3) {
      db.delete((String) ((Map<?, ?>) all.get(i)).get("_id"));
    }
    for (int i = 1; i < all.size(); i += 5) {
      if (i % 3 != 0) {
        db.replace((String) ((Map<?, ?>) all.get(i)).get("_id"), Map.of("a", (double) i));
      }
    }
    insert(db, 25);
  }

  /** The documents of all pages between neighbouring cursors. */
  private static List<Object> pinned(
      ScriptedFunctions.Context db, Map<String, Object> query, List<Object> cursors) {
    List<Object> documents = new ArrayList<>();
    for (int i = 0; i + 1 < cursors.size(); i++) {
      Object end = cursors.get(i + 1);
      Map<?, ?> page =
          end == null
              ? page(db, query, cursors.get(i), 1000)
              : page(db, query, span(cursors.get(i), end), 1);
      assertThat(page.get("continueCursor")).isEqualTo(end);
      assertThat(page.get("isDone")).isEqualTo(end == null);
      documents.addAll((List<?>) page.get("page"));
    }
    return documents;
  }

  private static Object span(Object cursor, Object end) {
    return new TreeDocs().stringify(TreeDoc.of(Arrays.asList(cursor, end)));
  }

  @Test
  void endOfAnotherQuery_isRefusedAndOneBeforeTheBeginningFindsNothing() {
    run(
        db -> {
          insert(db, 10);
          Map<String, Object> query = query("by_a", null, false);
          Object first = page(db, query, null, 3).get("continueCursor");
          Object second = page(db, query, first, 3).get("continueCursor");
          assertThat((List<?>) page(db, query, span(second, first), 3).get("page")).isEmpty();
          assertThatThrownBy(() -> page(db, query("by_a", null, true), span(null, first), 3))
              .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CURSOR);
          for (String wrong :
              List.of("[]", "[null]", "[1,2]", "[null,\"x\"]", "[", "[\"x\",null]")) {
            assertThatThrownBy(() -> page(db, query, wrong, 3))
                .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CURSOR);
          }
          return null;
        });
  }

  @Test
  void cursorOfAnotherQuery_orDamaged_isRefused() {
    run(
        db -> {
          insert(db, 10);
          Map<String, Object> query = query("by_a", null, false);
          String cursor = (String) page(db, query, null, 3).get("continueCursor");
          char last = cursor.charAt(cursor.length() - 1);
          String damaged = cursor.substring(0, cursor.length() - 1) + (char) (last + 1);
          for (Object wrong :
              Arrays.asList(
                  "",
                  "x",
                  5.0,
                  damaged,
                  cursor + " ",
                  "[",
                  "[]",
                  "[null]",
                  "[null,null]",
                  JsonText.of(List.of(5.0, cursor)),
                  pinned(null, damaged),
                  pinned(damaged, cursor))) {
            assertThatThrownBy(() -> page(db, query, wrong, 3))
                .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CURSOR);
          }
          for (Map<String, Object> other :
              List.of(
                  query("by_a", null, true),
                  query(null, null, false),
                  with(query, "range", List.of(Map.of("op", "gte", "field", "a", "value", "a"))))) {
            assertThatThrownBy(() -> page(db, other, cursor, 3))
                .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CURSOR);
          }
          assertThat(page(db, query, cursor, 1000)).isNotNull();
          return null;
        });
  }

  /** Both objects hold the same documents under the same ids; only their secrets differ. */
  @Test
  void cursorOfAnotherObject_isRefused() {
    Map<String, Object> query = query("by_a", null, false);
    Object[] foreign = new Object[1];
    run(
        db -> {
          insert(db, 10);
          foreign[0] = page(db, query, null, 3).get("continueCursor");
          assertThat(page(db, query, foreign[0], 3)).isNotNull();
          return null;
        });
    engine.close();
    start();
    run(
        db -> {
          insert(db, 11);
          assertThat(page(db, query, null, 3).get("continueCursor")).isNotEqualTo(foreign[0]);
          assertThatThrownBy(() -> page(db, query, foreign[0], 3))
              .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CURSOR);
          return null;
        });
  }

  @Test
  void pageSize_outsideOneToThousand_isRefused() {
    run(
        db -> {
          for (double size : new double[] {0, -1, 1.5, 1001, Double.NaN}) {
            assertThatThrownBy(() -> page(db, query(null, null, false), null, size))
                .hasMessageContaining("from 1 to 1,000");
          }
          return null;
        });
  }

  @Test
  void orderByArrayWithoutIndex_isRefused() {
    run(
        db -> {
          db.insert("things", Map.of("b", List.of(1.0)));
          assertThatThrownBy(() -> db.query(with(query(null, "b", false), "terminal", "collect")))
              .hasMessageContaining("only an index can order");
          return null;
        });
  }
}
