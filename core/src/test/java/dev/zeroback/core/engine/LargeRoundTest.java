package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit whose effects together are larger than what may wait in memory to be told. */
class LargeRoundTest {
  private static final int QUICK = 9;
  private static final String MEGABYTE = "x".repeat(900_000);

  private TestEngine engine;

  private final List<Integer> clients = new ArrayList<>();

  /** The first of them, which has a slow query beside its large one. */
  private int slow;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
    for (int project = 0; project <= QUICK; project++) {
      engine.call("tasks:create", Map.of("project", "" + project, "text", MEGABYTE));
      int client = client();
      watch(client, "tasks:list", project);
      clients.add(client);
    }
    slow = clients.get(0);
    watch(slow, "tasks:slow", 0);
    engine.functions().resumeOldest();
    clients.forEach(engine::take);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private int client() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    return socket;
  }

  private void watch(int client, String function, int project) {
    engine.send(
        client,
        "{'type':'query','id':'%s','fn':'%s','args':{'project':'%d'}}"
            .formatted(function + project, function, project));
  }

  private void createInEachProject() {
    int writer = engine.connect();
    engine.engine().beginGroup();
    for (int project = 0; project <= QUICK; project++) {
      engine.send(
          writer,
          "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'%d','text':'new'}}"
              .formatted(project));
    }
    engine.engine().endGroup();
    engine.functions().settle();
  }

  @Test
  void whoWaitsForNothingMore_isToldBeforeAllIsKnown_andEachInOneTransition() {
    createInEachProject();
    List<String> told = new ArrayList<>();
    for (int client : clients) {
      told.addAll(engine.take(client));
    }
    assertThat(told).hasSizeBetween(QUICK / 2, QUICK);
    assertThat(told)
        .allSatisfy(
            transition ->
                assertThat(transition).contains("'type':'updates'", MEGABYTE, "'text':'new'"));
    engine.functions().resumeOldest();
    assertThat(engine.take(slow))
        .singleElement()
        .asString()
        .contains("'id':'tasks:slow0','result':2", MEGABYTE, "'text':'new'");
    for (int client : clients) {
      told.addAll(engine.take(client));
    }
    assertThat(told).hasSize(QUICK);
  }

  /** Four large queries each: were they to run in turn, neither would be ready before the other. */
  @Test
  void queriesOfAClient_runOneAfterTheOther_soThatItIsToldSoon() {
    clients.forEach(engine.engine()::onClose);
    int first = client();
    slow = client();
    watch(slow, "tasks:slow", QUICK);
    engine.functions().resumeOldest();
    for (int project = 0; project < 8; project++) {
      watch(project % 2 == 0 ? first : slow, "tasks:list", project);
    }
    engine.take(first);
    engine.take(slow);
    createInEachProject();
    assertThat(engine.take(first)).hasSize(1);
    assertThat(engine.take(slow)).isEmpty();
    engine.functions().resumeOldest();
    assertThat(engine.take(slow)).hasSize(1);
    assertThat(engine.take(first)).isEmpty();
  }
}
