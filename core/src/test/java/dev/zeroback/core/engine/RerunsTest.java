package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit that makes more live queries stale than run at a time. */
class RerunsTest {
  private static final int AT_A_TIME = 8;
  private static final int QUERIES = 2 * AT_A_TIME + 4;

  private TestEngine engine;
  private int writer;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
    writer = engine.connect();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** A client with live queries of the projects 0, 1, 2 and so on, all answered. */
  private int watch(String function, int queries) {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    for (int i = 0; i < queries; i++) {
      engine.send(
          socket,
          "{'type':'query','id':'q%d','fn':'%s','args':{'project':'%d'}}"
              .formatted(i, function, i));
    }
    endAll();
    engine.take(socket);
    engine.functions().takeStarted();
    return socket;
  }

  private void endAll() {
    while (!engine.functions().waiting().isEmpty()) {
      engine.functions().resumeOldest();
    }
  }

  /** One commit after which all of these queries are stale. */
  private void touch(int queries) {
    engine.engine().beginGroup();
    for (int i = 0; i < queries; i++) {
      engine.send(
          writer,
          "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'%d','text':'x'}}"
              .formatted(i));
    }
    engine.functions().takeStarted();
    engine.engine().endGroup();
  }

  @Test
  void afterOneHasEndedAnotherBegins_andAllAreToldTogether() {
    int socket = watch("tasks:list", QUERIES);
    touch(QUERIES);
    assertThat(engine.functions().takeStarted()).hasSize(AT_A_TIME);
    engine.functions().settle();
    assertThat(engine.functions().takeStarted()).hasSize(QUERIES - AT_A_TIME);
    String told = String.join("", engine.take(socket));
    for (int i = 0; i < QUERIES; i++) {
      assertThat(told).containsOnlyOnce("{'id':'q" + i + "','result':[{");
    }
    assertThat(told).containsOnlyOnce("'type':'updates'");
  }

  @Test
  void thoseThatWaitForSomethingOutside_holdUpOthersUntilTheEventEnds() {
    int socket = watch("tasks:slow", QUERIES);
    touch(QUERIES);
    engine.functions().settle();
    List<Integer> begun = new ArrayList<>();
    while (begun.size() < 3) {
      begun.add(engine.functions().waiting().size());
      engine.timer().fireNext();
      engine.functions().settle();
    }
    assertThat(begun).containsExactly(AT_A_TIME, 2 * AT_A_TIME, QUERIES);
    assertThat(engine.take(socket)).isEmpty();
    endAll();
    assertThat(engine.take(socket)).singleElement().asString().contains("'q0'", "'q19'");
  }

  @Test
  void theEndOfOneFromAnEventBefore_doesNotLetMoreBegin() {
    watch("tasks:slow", QUERIES);
    touch(QUERIES);
    engine.functions().settle();
    engine.timer().fireNext();
    engine.functions().settle();
    engine.functions().resumeOldest();
    assertThat(engine.functions().waiting()).hasSize(2 * AT_A_TIME - 1);
    engine.functions().resumeNewest();
    assertThat(engine.functions().waiting()).hasSize(2 * AT_A_TIME - 1);
  }

  @Test
  void oneThatNobodyWatchesAnyMoreWhenItsTurnComes_isNotWaitedFor() {
    int socket = watch("tasks:slow", AT_A_TIME + 1);
    touch(AT_A_TIME + 1);
    engine.functions().settle();
    engine.send(socket, "{'type':'unsubscribe','id':'q" + AT_A_TIME + "'}");
    endAll();
    assertThat(engine.functions().takeStarted()).hasSize(AT_A_TIME);
    assertThat(engine.take(socket)).singleElement().asString().contains("'q0'", "'q7'");
  }

  @Test
  void socketThatCloses_leavesNothingToWaitFor() {
    int socket = watch("tasks:slow", QUERIES);
    int other = watch("tasks:list", 1);
    touch(QUERIES);
    engine.functions().settle();
    engine.engine().onClose(socket);
    engine.timer().advance(0);
    engine.functions().settle();
    endAll();
    assertThat(engine.take(other)).singleElement().asString().contains("'id':'q0','result':[{");
  }

  @Test
  void newcomerToOneThatWaitsForItsTurn_hasItRunAtOnce() {
    int socket = watch("tasks:slow", AT_A_TIME);
    int last = watch("tasks:list", AT_A_TIME + 1);
    touch(AT_A_TIME + 1);
    engine.functions().settle();
    int newcomer = engine.connect();
    engine.send(
        newcomer,
        "{'type':'query','id':'n','fn':'tasks:list','args':{'project':'" + AT_A_TIME + "'}}");
    engine.timer().advance(0);
    engine.functions().settle();
    endAll();
    assertThat(engine.functions().takeStarted()).hasSize(AT_A_TIME + AT_A_TIME + 1);
    assertThat(engine.take(newcomer)).singleElement().asString().contains("'id':'n','result':[{");
    assertThat(engine.take(socket)).singleElement().asString().contains("'q0'", "'q7'");
    assertThat(engine.take(last)).singleElement().asString().contains("'q0'", "'q8'");
  }
}
