package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which writes run a live search again: of open notes with "bug", the two most relevant. */
class LiveSearchTest {
  private static final String SCHEMA =
      "{'tables':{'notes':{'fields':{'title':T,'body':T,'state':T},'indexes':[],"
              .replace("T", "{'type':'optional','inner':{'type':'string'}}")
          + "'searchIndexes':[{'name':'title','searchField':'title'},"
          + "{'name':'body','searchField':'body'}]}}}";

  private static final Map<String, Object> SEARCH =
      Map.of(
          "table",
          "notes",
          "search",
          Map.of("field", "title", "query", "bug"),
          "filter",
          List.of(
              Map.of(
                  "op", "eq", "left", Map.of("field", "state"), "right", Map.of("value", "open"))),
          "terminal",
          "take",
          "n",
          2.0);

  private final TestEngine engine =
      new TestEngine(
              SCHEMA,
              "{'run':{'kind':'mutation','visibility':'public','args':{}},"
                  + "'watch':{'kind':'query','visibility':'public','args':{}}}")
          .start();

  private final List<String> ids = new ArrayList<>();
  private int socket;
  private int runs;

  @BeforeEach
  void watch() {
    insert("bug", "open");
    insert("bug and more", "open");
    insert("bug and much more", "open");
    insert("bug and even much more", "closed");
    insert(null, "open");
    engine
        .functions()
        .define(
            "watch",
            (db, args) -> {
              runs++;
              return db.query(SEARCH);
            });
    socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'watch'}");
    assertThat(String.join("", engine.take(socket))).contains("'bug'", "'bug and more'");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void insert(String title, String state) {
    Map<String, Object> note = new HashMap<>(Map.of("state", state));
    if (title != null) {
      note.put("title", title);
    }
    SearchDifferentialTest.run(engine, db -> ids.add(db.insert("notes", note)));
  }

  private void patch(int note, String field, String value) {
    SearchDifferentialTest.run(engine, db -> db.patch(ids.get(note), Map.of(field, value)));
  }

  private void delete(int note) {
    SearchDifferentialTest.run(engine, db -> db.delete(ids.get(note)));
  }

  private int runsAgain() {
    int again = runs;
    runs = 0;
    return again;
  }

  @Test
  void textThatComesChangesOrGoes_runsItAgain() {
    runsAgain();
    insert("nothing of the kind", "open");
    patch(5, "title", "something else");
    delete(5);
    patch(4, "title", "a late title");
    assertThat(runsAgain()).isEqualTo(4);
    assertThat(engine.take(socket)).as("an equal result is not sent").isEmpty();
    insert("bug bug", "open");
    assertThat(String.join("", engine.take(socket))).contains("'bug bug'");
  }

  @Test
  void writeThatLeavesTextsAsTheyAre_runsItOnlyForWhatItShows() {
    runsAgain();
    patch(2, "body", "not shown");
    patch(3, "state", "archived");
    patch(4, "state", "closed");
    insert(null, "open");
    delete(4);
    assertThat(runsAgain()).isZero();
    patch(1, "body", "shown");
    assertThat(String.join("", engine.take(socket))).contains("'body':'shown'");
  }

  @Test
  void documentThatPassesTheFilterNow_comes_andOneThatDoesNotGoes() {
    patch(0, "state", "closed");
    assertThat(String.join("", engine.take(socket)))
        .contains("'bug and more'", "'bug and much more'");
    patch(0, "state", "open");
    assertThat(String.join("", engine.take(socket))).contains("'title':'bug'");
    runsAgain();
    patch(3, "state", "open");
    assertThat(runsAgain()).isEqualTo(1);
  }

  @Test
  void afterAnEviction_theFirstWriteRunsIt_andLaterOnesOnlyIfTheyMatter() {
    engine.start();
    patch(2, "body", "not shown");
    assertThat(runsAgain()).isGreaterThan(0);
    patch(2, "body", "still not shown");
    assertThat(runsAgain()).isZero();
    patch(1, "body", "shown");
    assertThat(String.join("", engine.take(socket))).contains("'body':'shown'");
  }
}
