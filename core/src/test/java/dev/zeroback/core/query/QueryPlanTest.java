package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.storage.DocumentStore;
import dev.zeroback.core.storage.SchemaStore;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.SeededEntropy;
import dev.zeroback.core.testkit.TreeDocs;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.Keys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What SQLite makes of the planned SQL: every index shape is searched, none is sorted or scanned.
 */
class QueryPlanTest {
  private final Docs docs = new TreeDocs();
  private final JdbcSqlStorage sql = new JdbcSqlStorage(docs);
  private final RecordedSql recorded = new RecordedSql();
  private final Keys keys = new Keys(new JvmNatives());
  private Schema schema;
  private Queries queries;

  @BeforeEach
  void start() {
    schema =
        Schema.decode(
            parse(
                "{'tables':{'things':{'fields':{'a':{'type':'any'},'b':{'type':'any'}},'indexes':["
                    + "{'name':'by_a','fields':['a']},{'name':'by_a_b','fields':['a','b']},"
                    + "{'name':'by_b','fields':['b'],'unique':true},"
                    + "{'name':'by_nested','fields':['b.c.d']},"
                    + "{'name':'by_b_a_nested','fields':['b','a','b.c.d']}]}}}"));
    new SchemaStore(sql, docs, keys).start(schema);
    queries =
        new Queries(
            recorded,
            docs,
            new JvmNatives(),
            new SeededEntropy(1),
            schema,
            keys,
            new DocumentStore(sql, docs),
            200_000);
  }

  @AfterEach
  void stop() {
    sql.close();
  }

  private Doc parse(String json) {
    return docs.parse(json.replace('\'', '"'));
  }

  private List<String> plan(String description) {
    queries.run(parse("{'table':'things'," + description + "}"), table -> null, new ReadSet());
    return recorded.steps;
  }

  @Test
  void declaredIndex_isSearchedInItsOrder() {
    for (String index : List.of("by_a", "by_a_b", "by_b")) {
      String field = index.equals("by_b") ? "b" : "a";
      for (String range :
          List.of(
              "[]",
              "[{'op':'eq','field':'F','value':1}]",
              "[{'op':'gt','field':'F','value':1}]",
              "[{'op':'gte','field':'F','value':1},{'op':'lt','field':'F','value':5}]",
              "[{'op':'lte','field':'F','value':'x'}]")) {
        for (String end :
            List.of(
                "'terminal':'collect'",
                "'terminal':'take','n':3",
                "'terminal':'count'",
                "'order':'desc','terminal':'first'",
                "'order':'desc','terminal':'paginate','numItems':2")) {
          assertThat(
                  plan("'index':'" + index + "','range':" + range.replace("F", field) + "," + end))
              .as("%s %s %s", index, range, end)
              .filteredOn(QueryPlanTest::readsTheTable)
              .singleElement()
              .asString()
              .matches(
                  "SEARCH t_things USING (COVERING )?INDEX i_things\\."
                      + index
                      + " \\(k_.*>\\? AND k_.*<\\?\\)");
        }
      }
    }
  }

  @Test
  void everyFieldOfAnIndex_narrowsItsSearch() {
    String eq = "{'op':'eq','field':'%s','value':1}";
    String up = "{'op':'gte','field':'%s','value':1},{'op':'lt','field':'%s','value':7}";
    for (String[] shape :
        new String[][] {
          {"by_nested", eq.formatted("b.c.d")},
          {"by_nested", up.formatted("b.c.d", "b.c.d")},
          {"by_b", eq.formatted("b")},
          {"by_a_b", eq.formatted("a") + "," + eq.formatted("b")},
          {"by_a_b", eq.formatted("a") + "," + up.formatted("b", "b")},
          {"by_b_a_nested", eq.formatted("b") + "," + up.formatted("a", "a")},
          {
            "by_b_a_nested",
            eq.formatted("b") + "," + eq.formatted("a") + "," + up.formatted("b.c.d", "b.c.d")
          }
        }) {
      for (String more :
          List.of(
              "'terminal':'collect'",
              "'terminal':'count'",
              "'filter':[{'op':'eq','left':{'field':'a'},'right':{'value':1}}],'terminal':'collect'",
              "'filter':[{'op':'eq','left':{'field':'a'},'right':{'value':1}}],'terminal':'count'",
              "'order':'desc','terminal':'first'")) {
        assertSearched(shape[0], "'index':'" + shape[0] + "','range':[" + shape[1] + "]," + more);
      }
    }
  }

  @Test
  void laterAndPinnedPages_areSearchedFromTheirPlace() {
    for (int i = 0; i < 9; i++) {
      String id = "things:01JGFJJZ0" + i + "00FX4T0SXZJ9FJRW";
      String text = "{\"_id\":\"" + id + "\",\"a\":1,\"b\":" + i + "}";
      SqlStorage.Statement insert =
          sql.prepare("INSERT INTO t_things VALUES (?, ?, ?, ?, ?, ?, ?)")
              .bind(DocumentId.parse(id).rid())
              .bind(text);
      for (Index declared : schema.userTable("things").indexes()) {
        insert.bind(declared.key(keys, docs.parse(text)));
      }
      insert.run();
    }
    String page = "'index':'by_a_b','order':'%s','terminal':'paginate','numItems':2";
    for (String order : List.of("asc", "desc")) {
      String query = page.formatted(order);
      String first = continuation(query);
      String second = continuation(query + ",'cursor':'" + first + "'");
      assertSearched("by_a_b", query + ",'cursor':'" + first + "'");
      String pinned = "'[\\'" + first + "\\',\\'" + second + "\\']'";
      assertSearched("by_a_b", query + ",'cursor':" + pinned);
    }
  }

  private String continuation(String query) {
    return queries
        .run(parse("{'table':'things'," + query + "}"), table -> null, new ReadSet())
        .field("continueCursor")
        .string();
  }

  private void assertSearched(String index, String description) {
    assertThat(plan(description))
        .as(description)
        .filteredOn(QueryPlanTest::readsTheTable)
        .singleElement()
        .asString()
        .matches(
            "SEARCH t_things USING (COVERING )?INDEX i_things\\."
                + index
                + " \\((k_|\\(k_).*>.*\\?.* AND .*<.*\\)");
  }

  @Test
  void idAndCreationTime_areSearchedByRow() {
    String id = "'things:01ARZ3NDEKTSV4RRFFQ69G5FAV'";
    for (String constraint :
        List.of(
            "'index':'by_id','range':[{'op':'eq','field':'_id','value':" + id + "}]",
            "'index':'by_creation_time','range':[{'op':'gt','field':'_creationTime','value':5}]")) {
      assertThat(plan(constraint + ",'order':'desc','terminal':'collect'"))
          .filteredOn(QueryPlanTest::readsTheTable)
          .singleElement()
          .asString()
          .startsWith("SEARCH t_things USING INTEGER PRIMARY KEY (rowid>?");
    }
  }

  @Test
  void orderByAnIndexedField_sortsNothing() {
    assertThat(plan("'orderBy':{'field':'a','direction':'desc'},'terminal':'take','n':3"))
        .filteredOn(QueryPlanTest::readsTheTable)
        .singleElement()
        .asString()
        .contains("USING INDEX i_things.by_a ");
  }

  @Test
  void sameShapeWithOtherValues_isTheSameText() {
    plan("'index':'by_a','range':[{'op':'eq','field':'a','value':1}],'terminal':'take','n':3");
    int made = recorded.made;
    plan("'index':'by_a','range':[{'op':'eq','field':'a','value':'x'}],'terminal':'take','n':9");
    assertThat(recorded.made).isEqualTo(made);
  }

  /** Documents are read as one array, from a subquery that is scanned as it comes. */
  private static boolean readsTheTable(String step) {
    return !step.equals("CO-ROUTINE (subquery-1)") && !step.equals("SCAN (subquery-1)");
  }

  /** Asks for the plan of each statement before it runs, and counts how many were made. */
  private final class RecordedSql implements SqlStorage {
    private List<String> steps = List.of();
    private int made;

    @Override
    public Statement prepare(String text) {
      made++;
      return new RecordedStatement(sql.prepare("EXPLAIN QUERY PLAN " + text), sql.prepare(text));
    }

    @Override
    public void transaction(Runnable body) {
      sql.transaction(body);
    }
  }

  private final class RecordedStatement implements SqlStorage.Statement {
    private final SqlStorage.Statement plan;
    private final SqlStorage.Statement statement;

    RecordedStatement(SqlStorage.Statement plan, SqlStorage.Statement statement) {
      this.plan = plan;
      this.statement = statement;
    }

    @Override
    public SqlStorage.Statement bind(String value) {
      plan.bind(value);
      statement.bind(value);
      return this;
    }

    @Override
    public SqlStorage.Statement bind(double number) {
      plan.bind(number);
      statement.bind(number);
      return this;
    }

    @Override
    public SqlStorage.Rows query() {
      recorded.steps = new ArrayList<>();
      SqlStorage.Rows rows = plan.query();
      while (rows.next()) {
        recorded.steps.add(rows.text(3));
      }
      return statement.query();
    }

    @Override
    public void run() {
      statement.run();
    }
  }
}
