package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reads and writes promise, and what they refuse with which words. */
class DatabaseRulesTest {
  private static final String MISSING = "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV";

  private final Docs docs = new TreeDocs();
  private final TestEngine engine =
      new TestEngine(
          "{'tables':{'tasks':{'fields':{'title':{'type':'string'},'points':{'type':'number'},"
              + "'note':{'type':'optional','inner':{'type':'string'}},"
              + "'more':{'type':'optional','inner':{'type':'record','keys':{'type':'string'},"
              + "'values':{'type':'any'}}}},"
              + "'indexes':[{'name':'by_title_points','fields':['title','points']}]},"
              + "'users':{'fields':{}}}}",
          "{'run':{'kind':'mutation','visibility':'public','args':{}}}");

  @BeforeEach
  void start() {
    engine.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Object run(ScriptedFunctions.Handler handler) {
    engine.functions().define("run", handler);
    return engine.call("run", Map.of());
  }

  private String insert(Map<String, ?> fields) {
    return (String) run((db, args) -> db.insert("tasks", fields));
  }

  private void change(Change change) {
    run(
        (db, args) -> {
          change.apply(db);
          return null;
        });
  }

  private interface Change {
    void apply(ScriptedFunctions.Context db);
  }

  private Map<?, ?> get(String id) {
    return (Map<?, ?>) run((db, args) -> db.get(id));
  }

  private Object query(String description) {
    Map<?, ?> query = (Map<?, ?>) TreeDoc.tree(docs.parse(description.replace('\'', '"')));
    Map<String, Object> copy = new HashMap<>();
    query.forEach((key, value) -> copy.put((String) key, value));
    return run((db, args) -> db.query(copy));
  }

  private void assertRefused(ErrorCode code, String message, Change change) {
    Object before = query("{'table':'tasks','terminal':'collect'}");
    assertThatThrownBy(() -> change(change))
        .hasFieldOrPropertyWithValue("code", code)
        .hasMessageContaining(message);
    assertThat(query("{'table':'tasks','terminal':'collect'}")).isEqualTo(before);
  }

  @Test
  void severalWritesOfOneDocumentInOneMutation_allCount() {
    String id =
        (String)
            run(
                (db, args) -> {
                  String made = db.insert("tasks", Map.of("title", "a", "points", 1.0));
                  db.patch(made, Map.of("title", "b"));
                  db.patch(made, Map.of("points", 2.0));
                  db.patch(made, Map.of("note", "c"));
                  return made;
                });
    assertThat(get(id))
        .containsAllEntriesOf(castMap(Map.of("title", "b", "points", 2.0, "note", "c")));
  }

  @SuppressWarnings("unchecked")
  private static <K, V> Map<K, V> castMap(Map<?, ?> map) {
    return (Map<K, V>) map;
  }

  @Test
  void patch_keepsOtherFieldsAndRemovesAnOptionalOneGivenAsUndefined() {
    String id = insert(Map.of("title", "a", "points", 1.0, "note", "n"));
    change(db -> db.patch(id, Map.of("note", Absent.ABSENT)));
    assertThat(get(id)).hasSize(4);
    assertThat(get(id).get("title")).isEqualTo("a");
    assertRefused(
        ErrorCode.EXECUTION_ERROR,
        "tasks.title: A required field cannot be removed",
        db -> db.patch(id, Map.of("title", Absent.ABSENT)));
  }

  @Test
  void replace_keepsIdAndCreationTimeOnly() {
    String id = insert(Map.of("title", "a", "points", 1.0, "note", "n"));
    Object created = get(id).get("_creationTime");
    engine.clock().advance(5_000);
    change(db -> db.replace(id, Map.of("title", "b", "points", 2.0)));
    assertThat(get(id))
        .isEqualTo(Map.of("_id", id, "_creationTime", created, "title", "b", "points", 2.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_id", "_creationTime"})
  void systemFields_areNotWritten(String field) {
    String id = insert(Map.of("title", "a", "points", 1.0));
    Map<String, Object> fields = Map.of("title", "a", "points", 1.0, field, get(id).get(field));
    String message = "tasks." + field + ": Unexpected field: the system sets it, leave it out";
    assertRefused(ErrorCode.EXECUTION_ERROR, message, db -> db.insert("tasks", fields));
    assertRefused(ErrorCode.EXECUTION_ERROR, message, db -> db.replace(id, fields));
    assertRefused(ErrorCode.EXECUTION_ERROR, message, db -> db.patch(id, fields));
  }

  @Test
  void missingDocument_isNullToReadAndAnErrorThatNamesTheIdToWrite() {
    assertThat(get(MISSING)).isNull();
    String message = "Document " + MISSING + " does not exist";
    Map<String, Object> fields = Map.of("title", "a", "points", 1.0);
    assertRefused(ErrorCode.NOT_FOUND, message, db -> db.patch(MISSING, fields));
    assertRefused(ErrorCode.NOT_FOUND, message, db -> db.replace(MISSING, fields));
    assertRefused(ErrorCode.NOT_FOUND, message, db -> db.delete(MISSING));
    String id = insert(fields);
    assertRefused(
        ErrorCode.NOT_FOUND,
        "Document " + id + " does not exist",
        db -> {
          db.delete(id);
          db.delete(id);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks:", "tasks:01HXZ...", "tasks:01arz3ndektsv4rrffq69g5fav"})
  void idOfATableThatIsNoUlid_isOfNoDocument(String id) {
    insert(Map.of("title", "a", "points", 1.0));
    assertThat(run((db, args) -> db.get(id))).isNull();
    assertThat(run((db, args) -> db.get("tasks", id))).isNull();
    assertRefused(ErrorCode.NOT_FOUND, id + " does not exist", db -> db.patch(id, Map.of()));
    assertRefused(ErrorCode.NOT_FOUND, id + " does not exist", db -> db.delete(id));
    assertRefused(ErrorCode.BAD_REQUEST, "not of \"users\"", db -> db.get("users", id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", ":x", "01ARZ3NDEKTSV4RRFFQ69G5FAV"})
  void idOfAWrongForm_isRefused(String id) {
    assertRefused(ErrorCode.BAD_REQUEST, id + " is of no table in the schema", db -> db.get(id));
    assertRefused(ErrorCode.BAD_REQUEST, id + " is of no table in the schema", db -> db.delete(id));
  }

  @Test
  void tableThatIsNotDeclared_isRefused() {
    String id = MISSING.replace("tasks", "nope");
    assertRefused(ErrorCode.BAD_REQUEST, "\"nope\"", db -> db.insert("nope", Map.of()));
    assertRefused(ErrorCode.BAD_REQUEST, id + " is of no table", db -> db.get(id));
    assertRefused(ErrorCode.BAD_REQUEST, id + " is of no table", db -> db.patch(id, Map.of()));
  }

  @Test
  void getFromATable_findsItsDocumentAndRefusesIdsOfOthers() {
    String id = insert(Map.of("title", "a", "points", 1.0));
    assertThat(run((db, args) -> db.get("tasks", id))).isEqualTo(get(id));
    assertThat(run((db, args) -> db.get("tasks", MISSING))).isNull();
    assertRefused(
        ErrorCode.BAD_REQUEST,
        "Id " + id + " is of table \"tasks\", not of \"users\".",
        db -> db.get("users", id));
    assertRefused(ErrorCode.BAD_REQUEST, "\"nope\"", db -> db.get("nope", id));
    assertRefused(ErrorCode.BAD_REQUEST, "not of \"tasks\"", db -> db.get("tasks", "x"));
  }

  @Test
  void namesOfJavaScript_areKeysLikeOthers() {
    Map<String, Object> more =
        Map.of("__proto__", 1.0, "constructor", "c", "toString", List.of(), "hasOwnProperty", true);
    String id = insert(Map.of("title", "a", "points", 1.0, "more", more));
    assertThat(get(id).get("more")).isEqualTo(more);
    assertRefused(
        ErrorCode.EXECUTION_ERROR,
        "tasks.constructor: Unexpected field",
        db -> db.patch(id, Map.of("constructor", 1.0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'index':'nope' | has no index \"nope\". It has: by_id, by_creation_time, by_title_points",
        "'index':'by_title_points','range':[{'op':'eq','field':'points','value':1}] "
            + "| expects field \"title\" here, got \"points\"",
        "'index':'by_title_points','range':[{'op':'gt','field':'title','value':'a'},"
            + "{'op':'eq','field':'title','value':'b'}] | move eq before the range",
        "'index':'by_title_points','range':[{'op':'gt','field':'title','value':'a'},"
            + "{'op':'gte','field':'title','value':'b'}] | two of the same side",
        "'index':'by_title_points','range':[{'op':'gt','field':'title','value':'a'},"
            + "{'op':'lt','field':'points','value':1}] | expects field \"title\" here",
        "'index':'by_title_points','range':[{'op':'eq','field':'title','value':'a'},"
            + "{'op':'eq','field':'points','value':1},{'op':'eq','field':'x','value':1}] "
            + "| all of them are already constrained",
        "'index':'by_id','range':[{'op':'eq','field':'_id','value':'users:01ARZ3NDEKTSV4RRFFQ69G5FAV'}] "
            + "| an id of table \"tasks\"",
        "'index':'by_creation_time','range':[{'op':'gt','field':'_creationTime','value':'now'}] "
            + "| a number of milliseconds",
        "'index':'by_id','range':[{'op':'gt','field':'_id','value':'I'},"
            + "{'op':'gte','field':'_id','value':'I'}] | two of the same side",
        "'index':'by_id','range':[{'op':'eq','field':'_id','value':'I'},"
            + "{'op':'eq','field':'_id','value':'I'}] | all of them are already constrained",
        "'index':'by_creation_time','range':[{'op':'lt','field':'_creationTime','value':5},"
            + "{'op':'eq','field':'_creationTime','value':5}] | move eq before the range",
        "'index':'by_creation_time','range':[{'op':'gt','field':'title','value':5}] "
            + "| expects field \"_creationTime\" here",
        "'order':'up' | takes \"asc\" or \"desc\"",
        "'orderBy':{'field':'a..b'} | is not a field path",
        "'filter':[true] | must return an expression",
        "'filter':[{'op':'eq','left':{'value':1},'right':{'value':1}}] | wrap at least one side",
        "'filter':[{'op':'eq','left':{'field':'title'},'right':{'value':[1]}}] | can be compared with a string",
        "'filter':[{'op':'like','left':{'field':'title'},'right':{'value':1}}] | no filter operator \"like\""
      })
  void misusedQuery_isRefusedSayingWhatIsWrong(String part, String message) {
    assertThatThrownBy(
            () ->
                query(
                    "{'table':'tasks','terminal':'collect',"
                        + part.replace("'I'", "'" + MISSING + "'")
                        + "}"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "'2'", "null", "1e300"})
  void numberThatTakeCannotHave_isRefused(String n) {
    assertThatThrownBy(() -> query("{'table':'tasks','terminal':'take','n':" + n + "}"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining("whole number of at least 0");
  }

  @Test
  void madeUpIdWithTheTimeOfAnother_findsNothing() {
    String id = insert(Map.of("title", "a", "points", 1.0));
    String similar = id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
    String byId =
        "{'table':'tasks','index':'by_id','range':[{'op':'eq','field':'_id','value':'%s'}],"
            + "'terminal':'count'}";
    assertThat(query(byId.formatted(id))).isEqualTo(1.0);
    assertThat(query(byId.formatted(similar))).isEqualTo(0.0);
    assertThat(get(similar)).isNull();
  }
}
