package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one socket's live queries may take of everybody's memory. */
class LiveQueryLimitTest {
  /**
   * Three short ones of 500 bytes and {@code ["q1","tasks:list",{"project":"A"}} each, not four.
   */
  private static final String THREE = "{'liveQueryBytes':1600}";

  private TestEngine engine;
  private int socket;

  @BeforeEach
  void start() {
    engine = TodoApp.start().deployLimits(THREE);
    socket = engine.connect();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private String subscribe(String id, String project) {
    engine.send(
        socket,
        "{'type':'query','id':'%s','fn':'tasks:list','args':{'project':'%s'}}"
            .formatted(id, project));
    return String.join("", engine.take(socket));
  }

  private void subscribeToThree() {
    for (int i = 1; i <= 3; i++) {
      assertThat(subscribe("q" + i, "A")).contains("'result':[]");
    }
  }

  private static void assertRefused(String answer, String id) {
    assertThat(answer)
        .contains("'type':'error','id':'" + id + "','code':'too_large'")
        .contains("limits.liveQueryBytes");
  }

  @Test
  void oneMore_isRefused_andTheOthersLiveOn() {
    subscribeToThree();
    assertRefused(subscribe("q4", "A"), "q4");
    engine.call("tasks:create", Map.of("project", "A", "text", "a"));
    String update = String.join("", engine.take(socket));
    assertThat(update).contains("'q1'", "'q2'", "'q3'").doesNotContain("'q4'");
  }

  @Test
  void oneMore_hasRoom_whenAnotherHasEndedOrIsReplaced() {
    subscribeToThree();
    assertThat(subscribe("q3", "B")).contains("'result':[]");
    engine.send(socket, "{'type':'unsubscribe','id':'q1'}");
    assertThat(subscribe("q4", "A")).contains("'result':[]");
    assertRefused(subscribe("q5", "A"), "q5");
  }

  @Test
  void argumentsCount() {
    assertThat(subscribe("q1", "x".repeat(1_200))).contains("'result':[]");
    assertRefused(subscribe("q2", "A"), "q2");
    engine.send(socket, "{'type':'unsubscribe','id':'q1'}");
    assertThat(subscribe("q2", "A")).contains("'result':[]");
  }

  @Test
  void everySocketHasRoomOfItsOwn() {
    subscribeToThree();
    socket = engine.connect();
    subscribeToThree();
  }

  @Test
  void whatSurvivesAnEviction_counts() {
    subscribeToThree();
    engine.start();
    assertRefused(subscribe("q4", "A"), "q4");
    engine.start();
    engine.send(socket, "{'type':'unsubscribe','id':'q1'}");
    assertThat(subscribe("q4", "A")).contains("'result':[]");
    assertRefused(subscribe("q5", "A"), "q5");
  }
}
