package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mutations as transactions: all or nothing, and none of them lost. */
class MutationTest {
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private String create(String text) {
    return (String) engine.call("tasks:create", Map.of("project", "A", "text", text));
  }

  private double count() {
    return ((Number) engine.call("tasks:count", Map.of())).doubleValue();
  }

  @Test
  void mutationThatThrows_leavesNoTrace() {
    assertThatThrownBy(() -> engine.call("tasks:fail", Map.of())).hasMessage("on purpose");
    assertThat(count()).isZero();
  }

  @Test
  void slowMutationThatLosesItsRead_runsAgainAndLosesNoUpdate() {
    String id = create("a");
    int socket = engine.connect();
    String slow =
        "{'type':'mutation','id':'%s','fn':'tasks:appendSlowly','args':{'id':'"
            + id
            + "','text':'%s'}}";
    engine.send(socket, String.format(slow, "m1", "b"));
    engine.send(socket, String.format(slow, "m2", "c"));
    while (!engine.functions().waiting().isEmpty()) {
      engine.functions().resumeOldest();
      engine.timer().advance(100);
      engine.functions().settle();
    }
    assertThat(TodoApp.text(engine.call("tasks:get", Map.of("id", id)), "text")).isEqualTo("abc");
    assertThat(engine.take(socket))
        .hasSize(2)
        .allMatch(frame -> frame.startsWith("{'type':'mutationResult'"));
  }

  @Test
  void mutationThatKeepsLosing_getsTheRightOfWay() {
    String id = create("a");
    int socket = engine.connect();
    String append =
        "{'type':'mutation','id':'%s','fn':'tasks:appendSlowly','args':{'id':'"
            + id
            + "','text':'%s'}}";
    engine.send(socket, String.format(append, "slow", "S"));
    StringBuilder expected = new StringBuilder("a");
    for (int i = 0; i < 10; i++) {
      engine.send(socket, String.format(append, "fast" + i, i));
      expected.append(i);
      engine.functions().resumeNewest();
      if (!engine.functions().waiting().isEmpty()) {
        engine.functions().resumeOldest();
      }
      engine.timer().advance(100);
      engine.functions().settle();
    }
    while (!engine.functions().waiting().isEmpty()) {
      engine.functions().resumeOldest();
      engine.timer().advance(100);
      engine.functions().settle();
    }
    assertThat(engine.take(socket))
        .hasSize(11)
        .allMatch(frame -> frame.startsWith("{'type':'mutationResult'"));
    String text = TodoApp.text(engine.call("tasks:get", Map.of("id", id)), "text");
    assertThat(text.chars().sorted().toArray())
        .isEqualTo(expected.append("S").chars().sorted().toArray());
  }

  @Test
  void mutationWhoseResultCannotBeSent_leavesNoTrace() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'mutation','id':'m','fn':'tasks:insertAndReturnDate'}");
    assertThat(engine.take(socket)).singleElement().asString().contains("execution_error");
    assertThat(count()).isZero();
  }

  @Test
  void manyMutationsOfOneDocument_allSucceedWhoeverIsResumedFirst() {
    String id = create("");
    int socket = engine.connect();
    Random random = new Random(20260103L);
    for (int i = 0; i < 40; i++) {
      engine.send(
          socket,
          "{'type':'mutation','id':'m"
              + i
              + "','fn':'tasks:appendSlowly','args':{'id':'"
              + id
              + "','text':'x'}}");
    }
    for (int step = 0; step < 5_000 && !engine.functions().waiting().isEmpty(); step++) {
      if (random.nextBoolean()) {
        engine.functions().resumeNewest();
      } else {
        engine.functions().resumeOldest();
      }
      engine.timer().advance(random.nextInt(3));
      engine.functions().settle();
    }
    assertThat(engine.take(socket))
        .hasSize(40)
        .allMatch(frame -> frame.startsWith("{'type':'mutationResult'"));
    assertThat(TodoApp.text(engine.call("tasks:get", Map.of("id", id)), "text")).hasSize(40);
  }

  @Test
  void everySqlCallThatFailsDuringACommit_leavesAllOrNothing() {
    engine
        .functions()
        .define(
            "tasks:create",
            (db, args) -> {
              for (String text : List.of("first", "second")) {
                db.insert("tasks", Map.of("project", "A", "text", text));
              }
              return null;
            });
    int refusals = 0;
    for (int nth = 1; nth <= 3; nth++) {
      double before = count();
      engine.sql().failAtCall(nth);
      try {
        engine.call("tasks:create", Map.of("project", "A", "text", "torn"));
        engine.sql().failAtCall(0);
        assertThat(count()).isEqualTo(before + 2);
      } catch (RuntimeException refused) {
        engine.sql().failAtCall(0);
        assertThat(count()).isEqualTo(before);
        refusals++;
      }
    }
    assertThat(refusals).isGreaterThanOrEqualTo(2);
  }
}
