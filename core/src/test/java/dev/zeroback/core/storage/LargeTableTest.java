package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.value.DocumentId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeTableTest {
  private static final int DOCUMENTS = 100_000;
  private static final String FIELDS = "'n':{'type':'number'},'name':{'type':'string'}";

  private static String schema(String fields, String indexes) {
    return "{'tables':{'things':{'fields':{" + fields + "},'indexes':[" + indexes + "]}}}";
  }

  @Test
  void newIndexesOverManyDocuments_areBuiltInOneStartWithFewInMemory() {
    try (TestEngine engine =
        new TestEngine(
            schema(FIELDS, ""), "{'run':{'kind':'query','visibility':'public','args':{}}}")) {
      engine.start();
      fill(engine);
      long start = System.nanoTime();
      engine.deploy(
          schema(
              FIELDS.replace("number", "any"),
              "{'name':'by_n','fields':['n']},{'name':'by_name','fields':['name'],'unique':true}"));
      Duration built = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("LargeTableTest: two indexes of " + DOCUMENTS + " in " + built);
      assertThat(built).isLessThan(Duration.ofSeconds(60));
      assertThat(engine.sql().mostRows()).isLessThan(100);

      engine
          .functions()
          .define(
              "run",
              (db, args) ->
                  db.query(
                      Map.of(
                          "table",
                          "things",
                          "index",
                          "by_n",
                          "order",
                          "desc",
                          "terminal",
                          "first")));
      assertThat((Map<?, ?>) engine.call("run", Map.of()))
          .extracting("n")
          .isEqualTo((double) (DOCUMENTS - 1));

      start = System.nanoTime();
      engine.deploy(schema(FIELDS, ""));
      Duration checked = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("LargeTableTest: a narrowed type checked in " + checked);
      assertThat(checked).isLessThan(Duration.ofSeconds(60));
      assertThat(engine.sql().mostRows()).isLessThan(100);
    }
  }

  /** Documents as the engine stores them. */
  private static void fill(TestEngine engine) {
    String id = DocumentId.mint("things", 1_000_000_000d, bits -> 0).text();
    engine
        .sql()
        .prepare(
            "INSERT INTO t_things (rid, doc) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1"
                + " FROM n WHERE i < ?) SELECT 1000000000 + i, json_object('_id', '"
                + id
                + "', '_creationTime', 488281, 'n', i, 'name', 'thing ' || i) FROM n")
        .bind(DOCUMENTS - 1)
        .run();
  }
}
