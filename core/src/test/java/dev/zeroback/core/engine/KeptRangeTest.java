package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A live query that runs again has in memory what its ranges hold. */
class KeptRangeTest {
  private TestEngine engine;
  private int socket;
  private String milk;
  private String bread;

  @BeforeEach
  void subscribe() {
    engine = TodoApp.start();
    milk = create("A", "milk");
    bread = create("A", "bread");
    socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:list','args':{'project':'A'}}");
    // What a first run finds is not kept: most live queries never run again.
    rename(milk, "milk 1");
    engine.take(socket);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private String create(String project, String text) {
    return (String) engine.call("tasks:create", Map.of("project", project, "text", text));
  }

  private void rename(String id, String text) {
    engine.call("tasks:rename", Map.of("id", id, "text", text));
  }

  /** The texts of the list that the subscriber was sent last. */
  private List<String> shown() {
    List<String> frames = engine.take(socket);
    return Pattern.compile("'text':'([^']*)'")
        .matcher(frames.get(frames.size() - 1))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void documentThatChangesInPlace_isShownWithoutAnotherLookAtTheTable() {
    int before = engine.sql().calls();
    rename(bread, "rye");
    assertThat(shown()).containsExactly("milk 1", "rye");
    rename(milk, "milk 2");
    assertThat(shown()).containsExactly("milk 2", "rye");
    // Each mutation has written its document; the first has also read it, the other's had been read
    // before.
    assertThat(engine.sql().calls() - before).isEqualTo(3);
  }

  @Test
  void documentsThatComeAndGo_areShownWithoutAnotherLookAtTheTable() {
    rename(milk, "milk 1.1");
    engine.take(socket);
    int before = engine.sql().calls();
    create("A", "tea");
    assertThat(shown()).containsExactly("milk 1.1", "bread", "tea");
    engine.call("tasks:remove", Map.of("id", milk));
    assertThat(shown()).containsExactly("bread", "tea");
    create("B", "elsewhere");
    assertThat(engine.sql().calls() - before).isEqualTo(3);
  }

  @Test
  void documentsThatComeAndGo_areShown() {
    String tea = create("A", "tea");
    assertThat(shown()).containsExactly("milk 1", "bread", "tea");
    engine.call("tasks:remove", Map.of("id", milk));
    assertThat(shown()).containsExactly("bread", "tea");
    engine.call("tasks:move", Map.of("id", bread, "project", "B"));
    assertThat(shown()).containsExactly("tea");
    engine.call("tasks:move", Map.of("id", bread, "project", "A"));
    assertThat(shown()).containsExactly("bread", "tea");
    rename(tea, "green tea");
    assertThat(shown()).containsExactly("bread", "green tea");
  }

  @Test
  void manyDocumentsThatComeAtOnce_haveTheTableReadAgain() {
    engine
        .functions()
        .define(
            "tasks:fail",
            (db, args) -> {
              for (int i = 0; i < 40; i++) {
                db.insert("tasks", Map.of("project", "A", "text", "new " + i));
              }
              return Absent.ABSENT;
            });
    rename(milk, "milk 2");
    engine.take(socket);
    int before = engine.sql().calls();
    engine.call("tasks:fail", Map.of());
    assertThat(shown()).hasSize(42).startsWith("milk 2", "bread", "new 0").endsWith("new 39");
    assertThat(engine.sql().calls() - before).isEqualTo(41);
  }

  @Test
  void changeOfAnotherRange_changesNothing() {
    String elsewhere = create("B", "elsewhere");
    rename(elsewhere, "still elsewhere");
    rename(milk, "milk 2");
    assertThat(shown()).containsExactly("milk 2", "bread");
  }

  @Test
  void queryThatNobodyWatchesForAWhile_missesNothing() {
    engine.send(socket, "{'type':'unsubscribe','id':'q'}");
    rename(milk, "milk 2");
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:list','args':{'project':'A'}}");
    assertThat(shown()).containsExactly("milk 2", "bread");
    rename(bread, "rye");
    assertThat(shown()).containsExactly("milk 2", "rye");
  }

  @Test
  @SuppressWarnings("unchecked") // a list of documents
  void whatAHandlerDoesToItsDocuments_isItsOwn() {
    engine
        .functions()
        .define(
            "tasks:list",
            (db, args) -> {
              var found =
                  (List<Map<String, Object>>)
                      db.query(Map.of("table", "tasks", "terminal", "collect"));
              found.forEach(document -> document.merge("text", "!", (text, mark) -> text + "!"));
              return found;
            });
    rename(milk, "milk 2");
    rename(milk, "milk 3");
    engine.take(socket);
    rename(milk, "milk 4");
    assertThat(shown()).containsExactly("milk 4!", "bread!");
  }
}
