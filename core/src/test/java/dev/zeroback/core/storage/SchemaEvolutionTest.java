package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One deployment after another over the same database. */
class SchemaEvolutionTest {
  private static final String TASKS =
      tasks(
          "'title':{'type':'string'},'points':{'type':'optional','inner':{'type':'number'}}",
          "{'name':'by_title','fields':['title']}");

  private final TestEngine engine =
      new TestEngine(TASKS, "{'run':{'kind':'mutation','visibility':'public','args':{}}}");

  @AfterEach
  void close() {
    engine.close();
  }

  private static String tasks(String fields, String indexes) {
    return "{'tables':{'tasks':{'fields':{" + fields + "},'indexes':[" + indexes + "]}}}";
  }

  private Object run(ScriptedFunctions.Handler handler) {
    engine.functions().define("run", handler);
    return engine.call("run", Map.of());
  }

  private String insert(Map<String, ?> fields) {
    return (String) run((db, args) -> db.insert("tasks", fields));
  }

  private Object get(String id) {
    return run((db, args) -> db.get(id));
  }

  /** Titles of the tasks in the order of an index. */
  private List<Object> titlesBy(String index) {
    List<?> found =
        (List<?>)
            run(
                (db, args) ->
                    db.query(Map.of("table", "tasks", "index", index, "terminal", "collect")));
    return found.stream().<Object>map(task -> ((Map<?, ?>) task).get("title")).toList();
  }

  private double totalChanges() {
    SqlStorage.Rows rows = engine.sql().prepare("SELECT total_changes()").query();
    rows.next();
    return rows.number(0);
  }

  private void assertRefused(String schema, String... parts) {
    List<String> before = StoredTables.of(engine.sql());
    assertThatThrownBy(() -> engine.deploy(schema))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNAVAILABLE)
        .hasMessageContainingAll(parts);
    assertThat(StoredTables.of(engine.sql())).isEqualTo(before);
  }

  @Test
  void unchangedSchema_writesNothing() {
    engine.start();
    insert(Map.of("title", "a"));
    List<String> before = StoredTables.of(engine.sql());
    double changes = totalChanges();
    int calls = engine.sql().calls();
    engine.start();
    assertThat(engine.sql().calls() - calls).isLessThan(11);
    assertThat(totalChanges()).isEqualTo(changes);
    assertThat(StoredTables.of(engine.sql())).isEqualTo(before);
  }

  @Test
  void widenedTypes_areNotComparedWithTheDocuments() {
    engine.start();
    insert(Map.of("title", "a"));
    double changes = totalChanges();
    engine.deploy(
        tasks(
                "'title':{'type':'union','members':[{'type':'string'},{'type':'null'}]},"
                    + "'points':{'type':'any'},'more':{'type':'optional','inner':{'type':'any'}}",
                "{'name':'by_title','fields':['title']}")
            .replace(
                "'points':{'type':'any'}", "'points':{'type':'optional','inner':{'type':'any'}}"));
    assertThat(engine.sql().mostRows()).isLessThan(5);
    // The record of the schema, nothing else.
    assertThat(totalChanges() - changes).isLessThanOrEqualTo(2);
    assertThat(titlesBy("by_title")).containsExactly("a");
  }

  @Test
  void newIndex_holdsTheDocumentsThatAreThere() {
    engine.start();
    for (int i = 0; i < 50; i++) {
      insert(Map.of("title", "t" + (i * 37 % 50 + 100), "points", (double) i % 7));
    }
    engine.deploy(
        TASKS.replace(
            "]}}}",
            ",{'name':'by_points','fields':['points','title']},{'name':'unique_title','fields':['title'],'unique':true}]}}}"));
    insert(Map.of("title", "s"));
    assertThat(titlesBy("by_points"))
        .hasSize(51)
        .startsWith("s", "t100", "t104", "t109")
        .isNotEqualTo(titlesBy("by_title"));
    assertThat(titlesBy("unique_title")).isEqualTo(titlesBy("by_title"));
  }

  @Test
  void changedIndex_isBuiltAnew() {
    engine.start();
    insert(Map.of("title", "a", "points", 2.0));
    insert(Map.of("title", "b", "points", 1.0));
    engine.deploy(TASKS.replace("'fields':['title']", "'fields':['points']"));
    assertThat(titlesBy("by_title")).containsExactly("b", "a");
  }

  @Test
  void indexThatComesBack_holdsWhatWasWrittenMeanwhile() {
    engine.start();
    String first = insert(Map.of("title", "b"));
    engine.deploy(TASKS.replace("{'name':'by_title','fields':['title']}", ""));
    insert(Map.of("title", "a"));
    run(
        (db, args) -> {
          db.patch(first, Map.of("title", "c"));
          return null;
        });
    engine.deploy(TASKS.replace("by_title", "By_Title"));
    assertThat(titlesBy("By_Title")).containsExactly("a", "c");
  }

  @Test
  void removedFieldsAndTables_keepTheirDataAndComeBack() {
    engine.start();
    String id = insert(Map.of("title", "a", "points", 5.0));
    engine.deploy(tasks("'title':{'type':'string'}", ""));
    run(
        (db, args) -> {
          db.patch(id, Map.of("title", "b"));
          return null;
        });
    assertThat(((Map<?, ?>) get(id)).get("points")).isEqualTo(5.0);
    engine.deploy("{'tables':{}}");
    assertThatThrownBy(() -> get(id)).hasMessageContaining("is of no table in the schema");
    engine.deploy(TASKS);
    assertThat(titlesBy("by_title")).containsExactly("b");
    assertThat(((Map<?, ?>) get(id)).get("points")).isEqualTo(5.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'title':{'type':'number'} | field \"title\": documents that do not fit: 3 "
            + "| Expected number, got string \"a\"",
        "'title':{'type':'string'},'points':{'type':'number'} | \"points\": documents that do not fit: 2"
            + " | Missing required field",
        "'title':{'type':'string'},'points':{'type':'optional','inner':{'type':'null'}} "
            + "| \"points\": documents that do not fit: 1 | got number 5",
        "'title':{'type':'string'},'new':{'type':'boolean'} | \"new\": documents that do not fit: 3"
            + " | Missing required field",
        "'title':{'type':'literal','value':'a'} | \"title\": documents that do not fit: 2 | \"a\""
      })
  void narrowedType_isRefusedWithTableFieldCountAndExample(
      String fields, String field, String reason) {
    engine.start();
    String first = insert(Map.of("title", "a", "points", 5.0));
    String second = insert(Map.of("title", "b"));
    insert(Map.of("title", "c"));
    assertRefused(tasks(fields, ""), "Table \"tasks\"", field, reason);
    assertThatThrownBy(() -> engine.deploy(tasks(fields, "")))
        .message()
        .containsAnyOf(first, second);
  }

  @Test
  void narrowedTypeThatAllDocumentsFit_isServed() {
    engine.start();
    insert(Map.of("title", "a"));
    engine.deploy(tasks("'title':{'type':'literal','value':'a'}", ""));
    assertThatThrownBy(() -> insert(Map.of("title", "b"))).hasMessageContaining("\"a\"");
  }

  @Test
  void severalFaults_areReportedTogether() {
    engine.start();
    insert(Map.of("title", "a"));
    insert(Map.of("title", "a"));
    assertRefused(
        tasks(
            "'title':{'type':'string'},'points':{'type':'number'}",
            "{'name':'one','fields':['title'],'unique':true}"),
        "field \"points\"",
        "unique index \"one\"");
  }

  @Test
  void removedFieldThatComesBackWithAnotherType_isCompared() {
    engine.start();
    insert(Map.of("title", "a", "points", 5.0));
    engine.deploy(tasks("'title':{'type':'string'}", ""));
    assertRefused(
        tasks(
            "'title':{'type':'string'},'points':{'type':'optional','inner':{'type':'string'}}", ""),
        "field \"points\"",
        "Expected string, got number 5");
  }

  @Test
  void uniqueIndexOverDuplicates_isRefusedWithValuesCountAndExample() {
    engine.start();
    String first = insert(Map.of("title", "a", "points", 1.0));
    insert(Map.of("title", "a", "points", 1.0));
    insert(Map.of("title", "a", "points", 1.0));
    insert(Map.of("title", "b", "points", 1.0));
    insert(Map.of("title", "b", "points", 1.0));
    insert(Map.of("title", "b", "points", 2.0));
    assertRefused(
        TASKS.replace("]}}}", ",{'name':'one','fields':['title','points'],'unique':true}]}}}"),
        "Table \"tasks\", unique index \"one\": documents with values of another one: 5",
        "for example " + first + " and 2 more with title = \"a\", points = 1");
  }

  @Test
  void tableThatDiffersFromAFormerOneInCaseOnly_isRefused() {
    engine.start();
    List<String> before = StoredTables.of(engine.sql());
    assertThatThrownBy(() -> engine.deploy(TASKS.replace("'tasks'", "'Tasks'")))
        .hasMessageContaining("upper and lower case");
    assertThat(StoredTables.of(engine.sql())).isEqualTo(before);
  }

  @Test
  void manyRenamedIndexes_fitTheColumnsOfATable() {
    engine.start();
    insert(Map.of("title", "a"));
    for (int i = 0; i < 120; i++) {
      engine.deploy(TASKS.replace("by_title", "by_title" + i));
    }
    insert(Map.of("title", "b"));
    assertThat(titlesBy("by_title119")).containsExactly("a", "b");
  }

  @Test
  void failingStatement_rollsBackWholeAndTheNextStartCompletes() {
    String next =
        "{'tables':{'tasks':{'fields':{'title':{'type':'any'}},"
            + "'indexes':[{'name':'by_title','fields':['title'],'unique':true},"
            + "{'name':'more','fields':['title']}]},"
            + "'people':{'fields':{'name':{'type':'string'}},"
            + "'indexes':[{'name':'by_name','fields':['name']}]}}}";
    List<String> expected = null;
    int failures = 0;
    for (int nth = 1; ; nth++) {
      try (TestEngine other =
          new TestEngine(TASKS, "{'run':{'kind':'mutation','visibility':'public','args':{}}}")) {
        other.functions().define("run", (db, args) -> db.insert("tasks", Map.of("title", "a")));
        other.start();
        other.call("run", Map.of());
        List<String> before = StoredTables.of(other.sql());
        other.sql().failAtCall(nth);
        boolean failed = false;
        try {
          other.deploy(next);
        } catch (SqlStorage.SqlException interrupted) {
          failed = true;
          other.sql().failAtCall(0);
          assertThat(StoredTables.of(other.sql())).as("call %d", nth).isIn(before, expected);
          other.deploy(next);
        }
        other.sql().failAtCall(0);
        List<String> after = StoredTables.of(other.sql());
        expected = expected == null ? after : expected;
        assertThat(after).as("call %d", nth).isEqualTo(expected);
        if (!failed) {
          break;
        }
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(10);
  }
}
