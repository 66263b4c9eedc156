package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
  private static final String SCHEMA =
      "{'tables':{'tasks':{'fields':{'title':{'type':'string'},'state':{'type':'string'},"
          + "'note':{'type':'optional','inner':{'type':'any'}},'by':{'type':'any'}},"
          + "'indexes':[{'name':'by_state','fields':['state']},"
          + "{'name':'by_by','fields':['by'],'unique':true}],"
          + "'searchIndexes':[{'name':'title','searchField':'title','filterFields':['state']},"
          + "{'name':'title_data','searchField':'note','tokenize':'trigram'},"
          + "{'name':'Porter','searchField':'by.words','tokenize':'porter'}]}}}";

  private final TestEngine engine =
      new TestEngine(
              SCHEMA,
              "{'run':{'kind':'mutation','visibility':'public','args':{}},"
                  + "'watch':{'kind':'query','visibility':'public','args':{}}}")
          .start();

  private int made;

  @AfterEach
  void close() {
    engine.close();
  }

  private Object run(Function<ScriptedFunctions.Context, Object> body) {
    engine.functions().define("run", (db, args) -> body.apply(db));
    return engine.call("run", Map.of());
  }

  private Map<String, Object> task(String title) {
    return new HashMap<>(Map.of("title", title, "state", "open", "by", (double) made++));
  }

  private void insert(String... titles) {
    run(
        db -> {
          for (String title : titles) {
            db.insert("tasks", task(title));
          }
          return null;
        });
  }

  private static Map<String, Object> search(String field, String query, Object... more) {
    Map<String, Object> description = new HashMap<>();
    description.put("table", "tasks");
    description.put("search", Map.of("field", field, "query", query));
    description.put("terminal", "collect");
    for (int i = 0; i < more.length; i += 2) {
      description.put((String) more[i], more[i + 1]);
    }
    return description;
  }

  private static List<String> titles(Object documents) {
    return ((List<?>) documents)
        .stream().map(task -> (String) ((Map<?, ?>) task).get("title")).toList();
  }

  private List<String> found(String query) {
    return titles(run(db -> db.query(search("title", query))));
  }

  private static String onlyId(ScriptedFunctions.Context db, String query) {
    return (String) ((Map<?, ?>) db.query(search("title", query, "terminal", "unique"))).get("_id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fix bug               | 0 2",
        "FIX                   | 0 1 2",
        "\"fix bug\"           | 0",
        "fi*                   | 0 1 2",
        "bug OR lamp           | 0 2 3",
        "fix NOT bug           | 1",
        "fix AND NOT (bug)     | 1",
        "(lamp OR roof) fix    | 1",
        "NEAR(fix bug, 0)      | 0",
        "NEAR(fix bug, 9)      | 0 2",
        "cafe                  | 3",
        "foo-bar               | 4",
        "bar-foo               | ''",
        "it's                  | 4",
        "a.b                   | 4",
        "fix 🎉                | 0 1 2",
        "🎉                    | ''",
        "\"fix                 | 0 1 2"
      })
  void query_findsWhatItMeans(String query, String expected) {
    List<String> all =
        List.of(
            "Fix bug",
            "fix the roof",
            "Fix that nasty bug",
            "Lamp for the café",
            "it's foo-bar a.b");
    insert(all.toArray(new String[0]));
    assertThat(found(query).stream().map(all::indexOf).sorted().map(String::valueOf).toList())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void mostRelevant_comesFirst_whateverTheOrder() {
    insert("bug and much else that is said about other things", "bug bug", "a bug");
    List<String> expected =
        List.of("bug bug", "a bug", "bug and much else that is said about other things");
    assertThat(found("bug")).isEqualTo(expected);
    assertThat(titles(run(db -> db.query(search("title", "bug", "order", "desc")))))
        .isEqualTo(expected);
  }

  @Test
  void everyTerminal_takesItsShare() {
    insert("bug one", "bug two", "bug three");
    run(
        db -> {
          assertThat(db.query(search("title", "bug", "terminal", "count"))).isEqualTo(3.0);
          assertThat(titles(db.query(search("title", "bug", "terminal", "take", "n", 2.0))))
              .containsExactly("bug one", "bug two");
          assertThat(db.query(search("title", "bug", "terminal", "take", "n", 0.0)))
              .isEqualTo(List.of());
          assertThat(db.query(search("title", "two", "terminal", "unique")))
              .hasFieldOrPropertyWithValue("title", "bug two");
          assertThat(db.query(search("title", "bug", "terminal", "first")))
              .hasFieldOrPropertyWithValue("title", "bug one");
          assertThat(db.query(search("title", "none", "terminal", "first"))).isNull();
          assertThat(db.query(search("title", " - ", "terminal", "count"))).isEqualTo(0.0);
          assertThat(db.query(search("title", ""))).isEqualTo(List.of());
          return null;
        });
  }

  @Test
  void filter_narrowsTheSearch() {
    run(
        db -> {
          for (String state : List.of("open", "done", "open")) {
            Map<String, Object> task = task("fix " + state);
            task.put("state", state);
            db.insert("tasks", task);
          }
          return null;
        });
    Object open =
        List.of(
            Map.of("op", "eq", "left", Map.of("field", "state"), "right", Map.of("value", "open")));
    run(
        db -> {
          assertThat(titles(db.query(search("title", "fix", "filter", open))))
              .containsExactly("fix open", "fix open");
          assertThat(db.query(search("title", "fix", "filter", open, "terminal", "count")))
              .isEqualTo(2.0);
          assertThat(db.query(search("title", "", "filter", open))).isEqualTo(List.of());
          return null;
        });
  }

  @Test
  void pagesTogether_areTheWholeAnswer() {
    for (int i = 0; i < 25; i++) {
      insert("bug " + "x ".repeat(i % 7) + i);
    }
    run(
        db -> {
          Object whole = db.query(search("title", "bug"));
          for (double size : new double[] {1, 7, 24, 25, 26}) {
            List<Object> pages = new ArrayList<>();
            Map<?, ?> page = Map.of();
            do {
              Map<String, Object> next =
                  search("title", "bug", "terminal", "paginate", "numItems", size);
              next.put("cursor", page.get("continueCursor"));
              page = (Map<?, ?>) db.query(next);
              pages.addAll((List<?>) page.get("page"));
            } while (page.get("isDone").equals(false));
            assertThat(pages).as("pages of %s", size).isEqualTo(whole);
          }
          return null;
        });
  }

  @Test
  void pinnedPage_endsWhereTheNextOneBegins() {
    insert("bug 0", "bug 1", "bug 2", "bug 3", "bug 4");
    run(
        db -> {
          String first = (String) page(db, 2.0, null).get("continueCursor");
          String second = (String) page(db, 2.0, first).get("continueCursor");
          Map<?, ?> pinned = page(db, 5.0, "[null,\"" + first + "\"]");
          assertThat(titles(pinned.get("page"))).containsExactly("bug 0", "bug 1");
          assertThat(pinned).hasFieldOrPropertyWithValue("continueCursor", first);
          pinned = page(db, 1.0, "[\"" + first + "\",\"" + second + "\"]");
          assertThat(titles(pinned.get("page"))).containsExactly("bug 2", "bug 3");
          assertThat(pinned).hasFieldOrPropertyWithValue("isDone", false);
          assertThat(titles(page(db, 9.0, second).get("page"))).containsExactly("bug 4");
          assertThat(titles(page(db, 1.0, "[\"" + second + "\",\"" + first + "\"]").get("page")))
              .isEmpty();
          return null;
        });
  }

  private static Map<?, ?> page(ScriptedFunctions.Context db, double size, Object cursor) {
    return (Map<?, ?>)
        db.query(
            search("title", "bug", "terminal", "paginate", "numItems", size, "cursor", cursor));
  }

  @Test
  void cursorOfAnotherSearch_isRefused() {
    insert("bug 1", "bug 2");
    run(
        db -> {
          Object cursor =
              ((Map<?, ?>)
                      db.query(search("title", "bug", "terminal", "paginate", "numItems", 1.0)))
                  .get("continueCursor");
          assertThatThrownBy(
                  () ->
                      db.query(
                          search(
                              "title",
                              "bu*",
                              "terminal",
                              "paginate",
                              "numItems",
                              1.0,
                              "cursor",
                              cursor)))
              .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CURSOR);
          return null;
        });
  }

  @Test
  void mutation_findsWhatItHasWritten_andLeavesNoTraceOfLooking() {
    insert("old bug", "gone bug", "untouched bug");
    assertThatThrownBy(
            () ->
                run(
                    db -> {
                      db.patch(onlyId(db, "old"), Map.of("title", "patched bug"));
                      db.delete(onlyId(db, "gone"));
                      String added = db.insert("tasks", task("new bug"));
                      db.delete(db.insert("tasks", task("fleeting bug")));
                      assertThat(titles(db.query(search("title", "bug"))))
                          .containsExactlyInAnyOrder("patched bug", "untouched bug", "new bug");
                      assertThat(db.query(search("title", "bug", "terminal", "count")))
                          .isEqualTo(3.0);
                      db.replace(added, task("newer bug"));
                      assertThat(titles(db.query(search("title", "new*"))))
                          .containsExactly("newer bug");
                      throw new IllegalStateException("never mind");
                    }))
        .hasMessageContaining("never mind");
    assertThat(found("bug")).containsExactlyInAnyOrder("old bug", "gone bug", "untouched bug");
  }

  @Test
  void searchAmongWritesThatViolateAUniqueIndex_saysSo() {
    insert("bug");
    assertThatThrownBy(
            () ->
                run(
                    db -> {
                      made--;
                      db.insert("tasks", task("another bug"));
                      return db.query(search("title", "bug"));
                    }))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNIQUE_VIOLATION);
    assertThat(found("bug")).containsExactly("bug");
  }

  @Test
  void trigrams_findPartsOfWordsAndTextWithoutBlanks() {
    run(
        db -> {
          for (Object note :
              List.of("東京タワーに行きました", "京都と大阪", "Substring in C++", "東京", 7.0, List.of("東京タワー"))) {
            Map<String, Object> task = task(String.valueOf(note));
            task.put("note", note);
            db.insert("tasks", task);
          }
          return null;
        });
    run(
        db -> {
          assertThat(titles(db.query(search("note", "タワー")))).containsExactly("東京タワーに行きました");
          assertThat(titles(db.query(search("note", "東京")))).containsExactly("東京タワーに行きました", "東京");
          assertThat(titles(db.query(search("note", "東京 行きま")))).containsExactly("東京タワーに行きました");
          assertThat(titles(db.query(search("note", "京")))).hasSize(3);
          assertThat(titles(db.query(search("note", "STRING c++"))))
              .containsExactly("Substring in C++");
          assertThat(titles(db.query(search("note", "IN")))).containsExactly("Substring in C++");
          assertThat(db.query(search("note", "京", "terminal", "count"))).isEqualTo(3.0);
          assertThat(titles(db.query(search("note", "東 京 ".repeat(200))))).hasSize(2);
          assertThatThrownBy(() -> db.query(search("note", "京 OR 大阪")))
              .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_SEARCH);
          return null;
        });
  }

  @Test
  void nestedFieldWithPorter_findsStems() {
    run(
        db -> {
          Map<String, Object> task = task("x");
          task.put("by", Map.of("words", "she was running"));
          db.insert("tasks", task);
          return null;
        });
    assertThat(titles(run(db -> db.query(search("by.words", "runs"))))).containsExactly("x");
  }

  @Test
  void misuse_isRefusedWithWhatToDo() {
    assertThatThrownBy(() -> run(db -> db.query(search("state", "x"))))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessage(
            "Table \"tasks\" has no search index on field \"state\". Searchable fields: title, note,"
                + " by.words. Declare .searchIndex(name, { searchField: \"state\" }) in schema.ts.");
    assertThatThrownBy(() -> run(db -> db.query(search("title", "x", "index", "by_state"))))
        .hasMessageContaining("cannot be combined with .withIndex()");
    Map<String, String> byTitle = Map.of("field", "title", "direction", "asc");
    assertThatThrownBy(() -> run(db -> db.query(search("title", "x", "orderBy", byTitle))))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining("cannot be combined with .orderBy()");
    assertThatThrownBy(
            () ->
                run(
                    db ->
                        db.query(
                            search(
                                "title", "x", "search", Map.of("field", "title", "query", 5.0)))))
        .hasMessageContaining("takes the name of a field and a string");
  }
}
