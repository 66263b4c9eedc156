package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * FTS5 checks itself against the documents: its integrity check fails when they are not in step.
 */
class SearchTablesTest {
  private static final String[] WORDS = {"fix", "bug", "the", "roof", "東京タワー", "it's", ""};

  private final Random random = new Random(11);
  private final TestEngine engine =
      new TestEngine(
          schema(
              "{'name':'s','searchField':'text'},{'name':'s_data','searchField':'other.text','tokenize':'trigram'}"),
          "{'run':{'kind':'mutation','visibility':'public','args':{}}}");

  @AfterEach
  void close() {
    engine.close();
  }

  private static String schema(String searchIndexes) {
    return "{'tables':{'notes':{'fields':{'text':{'type':'optional','inner':{'type':'any'}},"
        + "'other':{'type':'optional','inner':{'type':'any'}},'count':{'type':'number'}},"
        + "'indexes':[{'name':'by_count','fields':['count']}],'searchIndexes':["
        + searchIndexes
        + "]}}}";
  }

  private Object run(ScriptedFunctions.Handler handler) {
    engine.functions().define("run", handler);
    return engine.call("run", Map.of());
  }

  private void assertInStep(String index) {
    String table = "\"f_notes." + index + ".text\"";
    engine
        .sql()
        .prepare("INSERT INTO " + table + " (" + table + ", rank) VALUES ('integrity-check', 1)")
        .run();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    SqlStorage.Rows rows =
        engine
            .sql()
            .prepare(
                "SELECT name FROM sqlite_schema WHERE name LIKE 'f!_%' ESCAPE '!' ORDER BY name")
            .query();
    while (rows.next()) {
      names.add(rows.text(0));
    }
    return names;
  }

  private double totalChanges() {
    SqlStorage.Rows rows = engine.sql().prepare("SELECT total_changes()").query();
    rows.next();
    return rows.number(0);
  }

  private Map<String, Object> randomFields() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("count", (double) random.nextInt(5));
    switch (random.nextInt(5)) {
      case 0 -> {}
      case 1 -> fields.put("text", random.nextInt(3) == 0 ? null : List.of("fix"));
      default -> fields.put("text", randomText());
    }
    if (random.nextBoolean()) {
      fields.put("other", Map.of("text", randomText()));
    }
    return fields;
  }

  private String randomText() {
    String text = "";
    for (int i = random.nextInt(4); i > 0; i--) {
      text += WORDS[random.nextInt(WORDS.length)] + (random.nextInt(9) == 0 ? "\0" : " ");
    }
    return text;
  }

  @Test
  void randomWrites_keepTheIndexInStep() {
    engine.start();
    List<String> ids = new ArrayList<>();
    for (int round = 0; round < 200; round++) {
      run(
          (db, args) -> {
            for (int i = random.nextInt(6); i >= 0; i--) {
              String id = ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
              switch (id == null ? 0 : random.nextInt(5)) {
                case 0, 1 -> ids.add(db.insert("notes", randomFields()));
                case 2 -> db.patch(id, randomFields());
                case 3 -> db.replace(id, randomFields());
                default -> {
                  db.delete(id);
                  ids.remove(id);
                }
              }
            }
            return null;
          });
      assertInStep("s");
      assertInStep("s_data");
    }
  }

  @Test
  void idReusedInOneTransaction_keepsTheIndexInStep() {
    engine.start();
    String id = (String) run((db, args) -> db.insert("notes", Map.of("text", "one", "count", 1.0)));
    engine
        .sql()
        .transaction(
            () -> {
              SqlStorage.Rows row = engine.sql().prepare("SELECT rid, doc FROM t_notes").query();
              row.next();
              double rid = row.number(0);
              String doc = row.text(1);
              for (String word : List.of("two", "three", "two")) {
                engine.sql().prepare("DELETE FROM t_notes WHERE rid = ?").bind(rid).run();
                engine
                    .sql()
                    .prepare("INSERT INTO t_notes (rid, doc, k_by_count) VALUES (?, ?, '')")
                    .bind(rid)
                    .bind(doc.replace("one", word))
                    .run();
              }
            });
    assertInStep("s");
    assertThat(run((db, args) -> db.get(id)).toString()).contains("two");
  }

  @Test
  void patchThatLeavesTheText_writesNothingToTheIndex() {
    engine.start();
    String id =
        (String) run((db, args) -> db.insert("notes", Map.of("text", "fix it", "count", 1.0)));
    double before = totalChanges();
    run(
        (db, args) -> {
          db.patch(id, Map.of("other", 1.0));
          return null;
        });
    assertThat(totalChanges() - before).isEqualTo(1);
  }

  @Test
  void changedSearchIndex_isBuiltAnew_andADroppedOneGoes() {
    engine.start();
    run(
        (db, args) -> {
          for (int i = 0; i < 50; i++) {
            db.insert("notes", randomFields());
          }
          return null;
        });
    for (String declared :
        List.of(
            "{'name':'s','searchField':'other.text'}",
            "{'name':'s','searchField':'other.text','tokenize':'porter'}",
            "{'name':'S','searchField':'other.text','tokenize':'porter'}",
            "{'name':'s','searchField':'text','tokenize':'trigram','filterFields':['count']}")) {
      engine.deploy(schema(declared));
      assertThat(names()).contains("f_notes." + (declared.contains("'S'") ? "S" : "s") + ".text");
      assertThat(names()).noneMatch(name -> name.startsWith("f_notes.s_data"));
      run((db, args) -> db.insert("notes", randomFields()));
      assertInStep("s");
    }
    engine.deploy(schema(""));
    assertThat(names()).isEmpty();
    run((db, args) -> db.insert("notes", randomFields()));
  }

  @Test
  void unchangedSearchIndex_isNotBuiltAgain() {
    engine.start();
    run((db, args) -> db.insert("notes", Map.of("text", "fix", "count", 1.0)));
    double before = totalChanges();
    engine.start();
    assertThat(totalChanges()).isEqualTo(before);
    engine.deploy(
        schema(
            "{'name':'s','searchField':'text','filterFields':['count']},{'name':'s_data','searchField':'other.text','tokenize':'trigram'}"));
    assertThat(totalChanges() - before).as("the record of the schema").isLessThanOrEqualTo(2);
  }
}
