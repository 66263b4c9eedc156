package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Live queries that take their time, and commits that come meanwhile. */
class RoundsTest {
  /** After this time a round takes in no more commits. */
  private static final double CLOSED_AFTER_MILLIS = 20;

  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void watch(int socket, String id, String function, String project) {
    engine.send(
        socket,
        "{'type':'query','id':'%s','fn':'%s','args':{'project':'%s'}}"
            .formatted(id, function, project));
  }

  /** A client that has been answered a slow query and a quick one. */
  private int watcherOf(String slowProject, String quickProject) {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    watch(socket, "slow", "tasks:slow", slowProject);
    watch(socket, "quick", "tasks:list", quickProject);
    engine.functions().resumeOldest();
    engine.take(socket);
    return socket;
  }

  private void create(String project) {
    engine.call("tasks:create", Map.of("project", project, "text", "x"));
  }

  /** A re-run of the slow query of that project is under way in a round that is closed. */
  private void beginClosedRound(String project) {
    create(project);
    engine.timer().advance(CLOSED_AFTER_MILLIS);
  }

  @Test
  void commitAfterTheRoundWasClosed_isToldAfterIt() {
    int socket = watcherOf("A", "B");
    beginClosedRound("A");
    create("B");
    assertThat(engine.take(socket)).isEmpty();
    engine.functions().resumeOldest();
    assertThat(engine.take(socket))
        .satisfiesExactly(
            first -> assertThat(first).contains("'id':'slow','result':1").doesNotContain("quick"),
            then -> assertThat(then).contains("'id':'quick','result':[{").doesNotContain("slow"));
  }

  @Test
  void answerThatALaterCommitHasChanged_takesItIntoTheRound() {
    int socket = watcherOf("A", "B");
    beginClosedRound("A");
    create("B");
    create("A");
    engine.functions().resumeOldest();
    assertThat(engine.take(socket)).isEmpty();
    engine.timer().advance(0);
    engine.functions().settle();
    engine.functions().resumeOldest();
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("'id':'slow','result':2")
        .contains("'id':'quick','result':[{");
  }

  @Test
  void newcomer_isAnsweredWhileARoundWaits() {
    watcherOf("A", "B");
    beginClosedRound("A");
    int newcomer = engine.connect();
    watch(newcomer, "q", "tasks:list", "C");
    assertThat(engine.take(newcomer)).containsExactly("{'type':'result','id':'q','result':[]}");
  }

  @Test
  void newcomer_isAnsweredWhatACommitAfterTheClosedRoundHasMade() {
    watcherOf("A", "B");
    beginClosedRound("A");
    create("C");
    int newcomer = engine.connect();
    watch(newcomer, "q", "tasks:list", "C");
    assertThat(engine.take(newcomer)).singleElement().asString().contains("'project':'C'");
    create("C");
    engine.functions().resumeOldest();
    assertThat(engine.take(newcomer)).singleElement().asString().contains("'type':'update'");
  }

  @Test
  void newcomerToAQueryThatHasBecomeStaleSinceTheRoundWasClosed_isNotAnsweredByThatRound() {
    int watcher = watcherOf("A", "B");
    create("A");
    create("B");
    engine.timer().advance(CLOSED_AFTER_MILLIS);
    create("B");
    int newcomer = engine.connect();
    watch(newcomer, "q", "tasks:list", "B");
    assertThat(engine.take(newcomer)).isEmpty();
    engine.functions().resumeOldest();
    assertThat(engine.take(newcomer)).singleElement().asString().contains("},{");
    assertThat(engine.take(watcher))
        .satisfiesExactly(
            first ->
                assertThat(first).contains("'id':'slow'", "'id':'quick'").doesNotContain("},{'_id"),
            then -> assertThat(then).contains("'id':'quick'", "},{'_id"));
  }

  @Test
  void newcomerWhoseAnswerCameJustBeforeTheRoundWasClosed_isAnsweredThen() {
    watcherOf("A", "B");
    create("A");
    int newcomer = engine.connect();
    watch(newcomer, "q", "tasks:list", "C");
    engine.timer().advance(CLOSED_AFTER_MILLIS);
    assertThat(engine.take(newcomer)).containsExactly("{'type':'result','id':'q','result':[]}");
  }

  @Test
  void resultOfAMutationInTheNextRound_followsItsEffects() {
    watcherOf("A", "D");
    int socket = engine.connect();
    watch(socket, "q", "tasks:list", "B");
    engine.take(socket);
    beginClosedRound("A");
    engine.send(
        socket,
        "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'B','text':'x'}}");
    assertThat(engine.take(socket)).isEmpty();
    engine.functions().resumeOldest();
    assertThat(engine.take(socket))
        .satisfiesExactly(
            update -> assertThat(update).contains("'type':'update'"),
            result -> assertThat(result).contains("'type':'mutationResult'"));
  }

  @Test
  void evictionBeforeTheNextRound_losesNothing() {
    int socket = watcherOf("A", "B");
    beginClosedRound("A");
    create("B");
    engine.functions().takeStarted();
    engine.start();
    create("C");
    engine.functions().resumeOldest();
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("'id':'slow','result':1")
        .contains("'id':'quick','result':[{");
  }

  @Test
  void queryThatIsLate_isNotWaitedForAgainUntilItIsAnswered() {
    int socket = watcherOf("A", "B");
    create("A");
    engine.timer().advance(Awaited.PATIENCE_MILLIS);
    assertThat(engine.take(socket)).singleElement().asString().contains("unavailable");
    create("A");
    create("B");
    assertThat(engine.take(socket)).singleElement().asString().contains("'id':'quick'");
  }

  /** Each takes 30 ms, and every 20 ms one of them has to run again. */
  @Test
  void slowQueriesThatOverlap_areAllToldSoon() {
    List<String> projects = List.of("A", "B", "C", "D");
    List<Integer> sockets = new ArrayList<>();
    for (String project : projects) {
      int socket = engine.connect();
      watch(socket, "q", "tasks:slow", project);
      engine.functions().resumeOldest();
      engine.take(socket);
      sockets.add(socket);
    }
    ArrayDeque<Double> dueAt = new ArrayDeque<>();
    int[] told = new int[projects.size()];
    for (int tick = 0; tick < 400; tick++) {
      if (tick % 4 == 0) {
        create(projects.get(tick / 4 % projects.size()));
      }
      engine.timer().advance(5);
      engine.functions().settle();
      while (dueAt.size() < engine.functions().waiting().size()) {
        dueAt.addLast(engine.clock().nowMillis() + 30);
      }
      while (!dueAt.isEmpty() && dueAt.peekFirst() <= engine.clock().nowMillis()) {
        dueAt.removeFirst();
        engine.functions().resumeOldest();
      }
      for (int i = 0; i < told.length; i++) {
        List<String> frames = engine.take(sockets.get(i));
        assertThat(frames).allSatisfy(frame -> assertThat(frame).contains("'type':'update'"));
        told[i] += frames.size();
      }
    }
    assertThat(told).containsOnly(24, 25);
  }
}
