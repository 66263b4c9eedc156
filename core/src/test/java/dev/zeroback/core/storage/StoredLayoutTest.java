package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.FakeClock;
import dev.zeroback.core.testkit.GoldenFile;
import dev.zeroback.core.testkit.JsonText;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that an earlier version wrote, {@code layouts/1.db.gz}, in the hands of this one. What
 * that version answered is in {@code layouts/1.json}.
 *
 * <p>Neither is to be written anew when this test fails: databases of that layout are in use. A new
 * layout gets files of its own; {@code -Dzeroback.bless=true} makes those that are missing.
 */
class StoredLayoutTest {
  private static final Path DATABASE = Path.of("src/test/resources/layouts/1.db.gz");
  private static final String ANSWERS = "layouts/1.json";
  private static final String SESSION = "0123456789abcdef0123456789abcdef";
  private static final double HOUR = 3_600_000;

  private static final String OPTIONAL_ANY = "{'type':'optional','inner':{'type':'any'}}";
  private static final String SCHEMA =
      "{'tables':{'users':{'fields':{'email':{'type':'string'}},"
          + "'indexes':[{'name':'by_email','fields':['email'],'unique':true}]},"
          + "'notes':{'fields':{'title':{'type':'string'},'body':A,'nested':A},"
              .replace("A", OPTIONAL_ANY)
          + "'indexes':[{'name':'by_title','fields':['title']},"
          + "{'name':'by_body_title','fields':['body','title']},"
          + "{'name':'by_inner','fields':['nested.inner']}],"
          + "'searchIndexes':[{'name':'words','searchField':'title'},"
          + "{'name':'stems','searchField':'body','tokenize':'porter'},"
          + "{'name':'parts','searchField':'nested.inner','tokenize':'trigram'}]}}}";

  private static final String FUNCTIONS =
      "{'run':{'kind':'mutation','visibility':'public','args':{}},"
          + "'add':{'kind':'mutation','visibility':'public','args':{'email':{'type':'string'}}}}";

  private static final List<Object> BODIES =
      Arrays.asList(
          null,
          1.0,
          -0.0,
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          7L,
          Long.MAX_VALUE,
          true,
          "runs",
          "running fast",
          "\uD83D\uDE00 \uE000",
          new byte[] {0, -1},
          List.of(1.0, "a"),
          Map.of("key", 5L));

  private final TestEngine engine = new TestEngine(SCHEMA, FUNCTIONS);

  @BeforeEach
  void start() {
    engine
        .functions()
        .define(
            "add",
            (db, args) -> db.insert("users", Map.of("email", ((Map<?, ?>) args).get("email"))));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void databaseOfThisLayout_isServedAsItWas() throws IOException {
    if (Boolean.getBoolean("zeroback.bless") && !Files.exists(DATABASE)) {
      write();
    }
    engine.sql().load(unzipped());
    List<String> stored = StoredTables.of(engine.sql());
    engine.clock().advance(HOUR / 2);
    engine.start();
    assertThat(StoredTables.of(engine.sql()))
        .as("documents stay as they are")
        .containsAll(stored.stream().filter(line -> line.startsWith("t_")).toList());
    assertThat(answers()).isEqualTo(new GoldenFile(ANSWERS).read());
    assertMutationIsKnown();
    assertThatThrownBy(() -> run((db, args) -> db.insert("users", Map.of("email", "b@x.org"))))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNIQUE_VIOLATION);
    assertNewDocumentsJoinTheOld();
    engine.advance(HOUR);
    assertThat(emails()).as("the job that was waiting has run").contains("job@x.org");
    assertThat(engine.errors()).isEmpty();
  }

  /** Makes the two files of a new layout. */
  private void write() throws IOException {
    engine.start();
    run(StoredLayoutTest::fill);
    int socket = engine.connect();
    engine.send(socket, hello());
    engine.send(socket, add());
    new GoldenFile(ANSWERS).expect(answers());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(engine.sql().save());
    }
    Files.write(DATABASE, bytes.toByteArray());
    engine.disconnect(socket);
  }

  private static Object fill(ScriptedFunctions.Context db, Object args) {
    for (String email : List.of("b@x.org", "a@x.org")) {
      db.insert("users", Map.of("email", email));
    }
    for (int i = 0; i < BODIES.size(); i++) {
      Map<String, Object> note = new TreeMap<>();
      note.put("title", "note " + i % 5);
      note.put("body", BODIES.get(i));
      if (i % 3 > 0) {
        note.put("nested", Map.of("inner", i % 3 == 1 ? "東京タワー" : (Object) (double) i));
      }
      db.insert("notes", note);
    }
    db.insert("notes", Map.of("title", "without a body"));
    db.schedule(FakeClock.START_MILLIS + HOUR, "add", Map.of("email", "job@x.org"));
    return null;
  }

  private static byte[] unzipped() throws IOException {
    try (GZIPInputStream zip =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(DATABASE)))) {
      return zip.readAllBytes();
    }
  }

  private Object run(ScriptedFunctions.Handler handler) {
    engine.functions().define("run", handler);
    return engine.call("run", Map.of());
  }

  /** What the documents are asked, with the answers, as JSON. */
  private String answers() {
    Map<String, Object> answers = new TreeMap<>();
    run(
        (db, args) -> {
          for (String index :
              List.of("by_creation_time", "by_id", "by_title", "by_body_title", "by_inner")) {
            answers.put(index, db.query(notes("index", index)));
          }
          for (List<String> search :
              List.of(
                  List.of("title", "note 3"),
                  List.of("body", "run"),
                  List.of("nested.inner", "京タワ"))) {
            answers.put(
                "search " + search,
                db.query(notes("search", Map.of("field", search.get(0), "query", search.get(1)))));
          }
          answers.put("pages", pages(db));
          return null;
        });
    answers.put("users", emails());
    return JsonText.of(answers) + "\n";
  }

  /** Page ends are sealed with a key that the database holds. */
  private static Object pages(ScriptedFunctions.Context db) {
    List<Object> cursors = new ArrayList<>();
    Map<String, Object> query = notes("index", "by_body_title");
    query.put("terminal", "paginate");
    query.put("numItems", 6.0);
    Map<?, ?> page;
    do {
      page = (Map<?, ?>) db.query(query);
      cursors.add(page.get("continueCursor"));
      query.put("cursor", page.get("continueCursor"));
    } while (page.get("isDone").equals(false));
    return cursors;
  }

  private static Map<String, Object> notes(String part, Object value) {
    Map<String, Object> query = new TreeMap<>();
    query.put("table", "notes");
    query.put(part, value);
    query.put("terminal", "collect");
    return query;
  }

  private List<Object> emails() {
    Object users =
        run(
            (db, args) ->
                db.query(Map.of("table", "users", "index", "by_email", "terminal", "collect")));
    return ((List<?>) users).stream().<Object>map(user -> ((Map<?, ?>) user).get("email")).toList();
  }

  private static String hello() {
    return "{'type':'hello','protocol':2,'session':'" + SESSION + "','capabilities':['hash']}";
  }

  private static String add() {
    return "{'type':'mutation','id':'m1','fn':'add','args':{'email':'sent@x.org'},'seq':1,'ack':0}";
  }

  private void assertMutationIsKnown() {
    int socket = engine.connect();
    engine.send(socket, hello());
    assertThat(engine.take(socket)).singleElement().asString().contains("'known':true,'applied':1");
    engine.send(socket, add());
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m1'");
    assertThat(emails()).filteredOn("sent@x.org"::equals).hasSize(1);
  }

  private void assertNewDocumentsJoinTheOld() {
    String id = (String) run((db, args) -> db.insert("notes", Map.of("title", "newest note")));
    run(
        (db, args) -> {
          List<?> byTime = (List<?>) db.query(notes("index", "by_creation_time"));
          assertThat(((Map<?, ?>) byTime.get(byTime.size() - 1)).get("_id")).isEqualTo(id);
          assertThat(
                  (List<?>) db.query(notes("search", Map.of("field", "title", "query", "newest"))))
              .hasSize(1);
          return null;
        });
  }
}
