package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageGroupTest {
  private TestEngine engine;
  private int watcher;

  @BeforeEach
  void watch() {
    engine = TodoApp.start();
    watcher = engine.connect();
    subscribe(watcher, "q");
    engine.take(watcher);
    engine.functions().takeStarted();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void subscribe(int socket, String id) {
    engine.send(
        socket, "{'type':'query','id':'" + id + "','fn':'tasks:list','args':{'project':'A'}}");
  }

  private void create(int socket, String text) {
    engine.send(
        socket,
        "{'type':'mutation','id':'"
            + text
            + "','fn':'tasks:create','args':{'project':'A','text':'"
            + text
            + "'}}");
  }

  private void endGroup() {
    engine.engine().endGroup();
    engine.functions().settle();
  }

  @Test
  void queryThatMutationsOfAGroupTouch_runsOnceWhenTheGroupEnds() {
    int writer = engine.connect();
    engine.engine().beginGroup();
    create(writer, "milk");
    create(writer, "bread");
    assertThat(engine.take(watcher)).isEmpty();
    assertThat(engine.take(writer)).isEmpty();
    endGroup();
    assertThat(engine.functions().takeStarted())
        .containsExactly("tasks:create", "tasks:create", "tasks:list");
    List<String> updates = engine.take(watcher);
    assertThat(updates).hasSize(1);
    assertThat(updates.get(0)).contains("'milk'", "'bread'");
    assertThat(engine.take(writer))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("{'type':'mutationResult','id':'milk'"),
            second -> assertThat(second).startsWith("{'type':'mutationResult','id':'bread'"));
  }

  /** A run for the new subscriber alone would leave the other one behind, if it took long. */
  @Test
  void whoSubscribesToAQueryThatWaitsForTheEndOfTheGroup_waitsWithIt() {
    int writer = engine.connect();
    int late = engine.connect();
    engine.engine().beginGroup();
    create(writer, "milk");
    subscribe(late, "late");
    assertThat(engine.take(late)).isEmpty();
    endGroup();
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create", "tasks:list");
    assertThat(engine.take(late))
        .singleElement()
        .asString()
        .startsWith("{'type':'result','id':'late'")
        .contains("'milk'");
    assertThat(engine.take(watcher)).singleElement().asString().contains("'milk'");
  }

  /**
   * Patience with a slow query ends within the group: what the others wait for is not known yet.
   */
  @Test
  void nobodyMovesWithinAGroup_alsoWhenAQueryHasTakenTooLong() {
    int patient = engine.connect();
    engine.send(patient, "{'type':'query','id':'s','fn':'tasks:slow','args':{'project':'A'}}");
    engine.functions().resumeOldest();
    engine.take(patient);
    int writer = engine.connect();
    create(writer, "milk");
    engine.engine().beginGroup();
    create(writer, "bread");
    engine.timer().advance(1_100);
    assertThat(engine.take(watcher)).isEmpty();
    endGroup();
    engine.advance(100);
    assertThat(engine.take(watcher)).singleElement().asString().contains("'milk'", "'bread'");
    assertThat(engine.take(patient))
        .singleElement()
        .asString()
        .contains("takes longer than a second");
  }

  @Test
  void groupThatChangesNothing_isNotNoticed() {
    engine.engine().beginGroup();
    endGroup();
    create(watcher, "milk");
    assertThat(engine.take(watcher)).hasSize(2);
  }
}
