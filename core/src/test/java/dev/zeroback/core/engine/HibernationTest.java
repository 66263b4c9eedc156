package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HibernationTest {
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void create(String project) {
    engine.call("tasks:create", Map.of("project", project, "text", "x"));
  }

  private int subscriber(int queries) {
    int socket = engine.connect();
    for (int i = 0; i < queries; i++) {
      engine.send(
          socket,
          "{'type':'query','id':'q" + i + "','fn':'tasks:list','args':{'project':'P" + i + "'}}");
    }
    engine.take(socket);
    return socket;
  }

  @Test
  void waking_sendsNothingAndRunsNothing() {
    int socket = subscriber(3);
    engine.functions().takeStarted();
    engine.start();
    assertThat(engine.functions().takeStarted()).isEmpty();
    assertThat(engine.take(socket)).isEmpty();
  }

  @Test
  void firstCommitAfterWaking_sendsOnlyWhatDiffers() {
    int socket = subscriber(3);
    engine.start();
    create("P1");
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .startsWith("{'type':'update','id':'q1',");
  }

  @Test
  void moreSubscriptionsThanAnAttachmentHolds_allSurvive() {
    int socket = subscriber(300);
    engine.start();
    create("P7");
    engine.take(socket);
    create("P299");
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .startsWith("{'type':'update','id':'q299',");
  }

  @Test
  void subscriptionEndedAfterWaking_staysEnded() {
    int socket = subscriber(2);
    engine.start();
    engine.send(socket, "{'type':'unsubscribe','id':'q0'}");
    engine.start();
    create("P0");
    assertThat(engine.take(socket)).isEmpty();
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(1);
  }

  @Test
  void identity_survives() {
    int socket = engine.connect(Map.of("sub", "alice"));
    engine.start();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:mine'}");
    assertThat(engine.take(socket))
        .containsExactly("{'type':'result','id':'q','result':{'sub':'alice'}}");
  }
}
