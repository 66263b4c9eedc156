package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbered mutations that write one document: that and the session's record are one statement. */
class JoinedWriteTest {
  private static final String RUN = "{'run':{'kind':'mutation','visibility':'public','args':{}}}";

  private final TestEngine engine =
      new TestEngine(users("{'name':'by_email','fields':['email'],'unique':true}"), RUN);

  private int socket;
  private int seq;

  @BeforeEach
  void start() {
    engine.start();
    socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    engine.take(socket);
    // With the first of its records the engine learns when to forget sessions.
    run((db, args) -> null);
    run((db, args) -> null);
    assertThat(applied()).isEqualTo("2.0");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static String users(String indexes) {
    return "{'tables':{'users':{'fields':{'email':{'type':'string'},'team':{'type':'number'}},"
        + "'indexes':[INDEXES],'searchIndexes':[{'name':'words','searchField':'email'}]}}}"
            .replace("INDEXES", indexes);
  }

  /** Runs a numbered mutation and returns the first frame that answers it. */
  private String run(ScriptedFunctions.Handler handler) {
    engine.functions().define("run", handler);
    seq++;
    engine.send(
        socket,
        "{'type':'mutation','id':'m','fn':'run','args':{},'seq':"
            + seq
            + ",'ack':"
            + (seq - 1)
            + '}');
    return engine.take(socket).get(0);
  }

  private String insert(String email) {
    String frame = run((db, args) -> db.insert("users", Map.of("email", email, "team", 1.0)));
    assertThat(frame).contains("'type':'mutationResult'");
    return frame.replaceAll(".*'result':'([^']*)'.*", "$1");
  }

  private Object stored(String id) {
    Object[] found = new Object[1];
    engine.functions().define("run", (db, args) -> found[0] = db.get(id));
    engine.call("run", Map.of());
    return found[0];
  }

  /** What a statement gives in its first column. */
  private List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    SqlStorage.Rows rows = engine.sql().prepare(sql).query();
    while (rows.next()) {
      texts.add(rows.text(0));
    }
    return texts;
  }

  private String applied() {
    return texts("SELECT CAST(applied AS TEXT) FROM _zb_session").get(0);
  }

  private int callsOf(Runnable work) {
    int before = engine.sql().calls();
    work.run();
    return engine.sql().calls() - before;
  }

  @Test
  void writeOfOneDocument_isOneStatementFromTheSecondOnAndKeepsItsRecord() {
    String id = insert("a@b.c");
    assertThat(callsOf(() -> insert("d@e.f"))).isEqualTo(1);
    assertThat(applied()).isEqualTo("4.0");

    run((db, args) -> patch(db, id, Map.of("team", 2.0)));
    assertThat(callsOf(() -> run((db, args) -> patch(db, id, Map.of("team", 3.0))))).isEqualTo(1);
    run((db, args) -> patch(db, id, Map.of("email", "g@h.i")));
    assertThat(callsOf(() -> run((db, args) -> patch(db, id, Map.of("email", "j@k.l")))))
        .isEqualTo(1);
    assertThat(stored(id)).asString().contains("email=j@k.l", "team=3.0");
    assertThat(applied()).isEqualTo("8.0");
    assertThat(texts("SELECT text FROM \"users_words.view\"".replace("users_words", searchTable())))
        .containsExactly("j@k.l", "d@e.f");

    run((db, args) -> delete(db, id));
    assertThat(stored(id)).isNull();
    assertThat(applied()).isEqualTo("9.0");
  }

  private String searchTable() {
    return texts("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'").get(0);
  }

  private static Object patch(ScriptedFunctions.Context db, String id, Map<String, ?> fields) {
    db.patch(id, fields);
    return null;
  }

  private static Object delete(ScriptedFunctions.Context db, String id) {
    db.delete(id);
    return null;
  }

  @Test
  void writeThatChangesSeveralKeys_isATransactionAndLeavesNoViewBehind() {
    engine.deploy(
        users("{'name':'by_email','fields':['email']},{'name':'by_team','fields':['team']}"));
    String id = insert("a@b.c");
    List<String> before = texts("SELECT name FROM sqlite_master");
    run((db, args) -> patch(db, id, Map.of("email", "d@e.f", "team", 2.0)));
    assertThat(stored(id)).asString().contains("email=d@e.f", "team=2.0");
    assertThat(applied()).isEqualTo("4.0");
    assertThat(texts("SELECT name FROM sqlite_master")).isEqualTo(before);
  }

  @Test
  void mutationThatWritesNothing_keepsItsRecord() {
    assertThat(run((db, args) -> 7.0)).contains("'result':7");
    assertThat(applied()).isEqualTo("3.0");
  }

  @Test
  void valueThatIsTaken_isRefusedByNameAndLeavesNoRecord() {
    insert("a@b.c");
    String id = insert("d@e.f");
    for (ScriptedFunctions.Handler taken :
        List.<ScriptedFunctions.Handler>of(
            (db, args) -> db.insert("users", Map.of("email", "a@b.c", "team", 1.0)),
            (db, args) -> patch(db, id, Map.of("email", "a@b.c")))) {
      assertThat(run(taken)).contains("unique_violation", "email = \\'a@b.c\\'");
      assertThat(texts("SELECT doc FROM t_users")).hasSize(2);
      assertThat(applied()).isEqualTo("4.0");
      seq--;
    }
    assertThat(stored(id)).asString().contains("email=d@e.f");
  }

  @Test
  void statementThatTheDatabaseRefuses_writesNothing() {
    String id = insert("a@b.c");
    run((db, args) -> patch(db, id, Map.of("team", 2.0)));
    engine.sql().failAtCall(1);
    assertThat(run((db, args) -> patch(db, id, Map.of("team", 3.0)))).contains("unavailable");
    engine.sql().failAtCall(0);
    assertThat(stored(id)).asString().contains("team=2.0");
    assertThat(applied()).isEqualTo("4.0");
  }

  @Test
  void firstWriteThatFailsHalfWay_isMadeUpForByTheNext() {
    engine
        .functions()
        .define("run", (db, args) -> db.insert("users", Map.of("email", "d@e.f", "team", 1.0)));
    engine.call("run", Map.of());
    for (int failing = 1; failing <= 3; failing++) {
      engine.sql().failAtCall(failing);
      assertThat(run((db, args) -> db.insert("users", Map.of("email", "a@b.c", "team", 1.0))))
          .contains("unavailable");
      engine.sql().failAtCall(0);
      seq--;
    }
    insert("a@b.c");
    assertThat(texts("SELECT doc FROM t_users")).hasSize(2);
    assertThat(applied()).isEqualTo("3.0");
  }

  @Test
  void objectThatWakes_findsTheStatementOfTheOneBefore() {
    insert("a@b.c");
    List<String> before = texts("SELECT sql FROM sqlite_master");
    engine.start();
    insert("d@e.f");
    assertThat(texts("SELECT sql FROM sqlite_master")).isEqualTo(before);
    assertThat(applied()).isEqualTo("4.0");
  }

  @Test
  void schemaThatChangesTheIndexes_isBroughtUpAndWrittenTo() {
    String id = insert("a@b.c");
    engine.deploy(users("{'name':'by_team','fields':['team']}"));
    insert("a@b.c");
    run((db, args) -> patch(db, id, Map.of("team", 5.0)));
    assertThat(stored(id)).asString().contains("team=5.0");
    engine.deploy(users(""));
    run((db, args) -> patch(db, id, Map.of("team", 6.0)));
    assertThat(stored(id)).asString().contains("team=6.0");
    assertThat(applied()).isEqualTo("6.0");
  }

  @Test
  void searchIndexOfAnyName_keepsItsViewWhenTheSchemaChanges() {
    String views = "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'f%'";
    engine.deploy(users("").replace("'words'", "'joined'"));
    List<String> before = texts(views);
    engine.deploy(users("{'name':'by_team','fields':['team']}").replace("'words'", "'joined'"));
    assertThat(texts(views)).isEqualTo(before).isNotEmpty();
  }

  /**
   * An engine takes the triggers that it finds for its own: whoever changes what they do has to
   * change {@link JoinedStatements#INFIX} as well.
   */
  @Test
  void triggers_areThoseOfTheirName() {
    insert("a@b.c");
    assertThat(texts("SELECT sql FROM sqlite_master WHERE name LIKE '%.joined.+.insert'"))
        .containsExactly(
            "CREATE TRIGGER \"t_users.joined.+.insert\" INSTEAD OF INSERT ON \"t_users.joined.+\" BEGIN"
                + " INSERT INTO \"t_users\" (rid, doc, \"k_by_email\") VALUES (new.p0, new.p1, new.p2);"
                + " INSERT INTO _zb_session (id, identity, applied, outcomes, touched)"
                + " VALUES (new.p3, new.p4, new.p5, new.p6, new.p7)"
                + " ON CONFLICT (id) DO UPDATE SET applied = excluded.applied,"
                + " outcomes = excluded.outcomes, touched = excluded.touched; END");
  }
}
