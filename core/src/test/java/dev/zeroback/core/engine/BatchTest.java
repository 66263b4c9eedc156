package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes together in one message to a client that takes several frames in one. */
class BatchTest {
  private TestEngine engine;
  private int writer;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
    writer = connect("batch");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private int connect(String capability) {
    int socket = engine.connect();
    engine.send(
        socket, "{'type':'hello','protocol':2,'capabilities':['hash','" + capability + "']}");
    engine.take(socket);
    return socket;
  }

  private void create(int socket, int seq) {
    engine.send(
        socket,
        "{'type':'mutation','id':'m"
            + seq
            + "','fn':'tasks:create','args':{'project':'A','text':'milk'},'seq':"
            + seq
            + ",'ack':0}");
  }

  private void watch(int socket, String function) {
    engine.send(
        socket, "{'type':'query','id':'q','fn':'tasks:" + function + "','args':{'project':'A'}}");
  }

  @Test
  void resultAndTheTransitionThatShowsIt_areOneMessage() {
    create(writer, 1);
    assertThat(engine.take(writer))
        .singleElement()
        .asString()
        .matches(
            "\\[\\{'type':'mutationResult','id':'m1',.*},\\{'type':'updates',.*'items':\\[]}]");
  }

  @Test
  void resultAndTheEffectsOnTheCallersQueries_areOneMessage() {
    watch(writer, "list");
    engine.take(writer);
    create(writer, 1);
    assertThat(engine.take(writer))
        .singleElement()
        .asString()
        .startsWith("[{'type':'mutationResult','id':'m1'")
        .contains("'items':[{'id':'q'");
  }

  @Test
  void clientThatTakesOneFrameInAMessage_getsTwo() {
    int other = connect("patch");
    create(other, 1);
    assertThat(engine.take(other))
        .satisfiesExactly(
            result -> assertThat(result).startsWith("{'type':'mutationResult'"),
            transition -> assertThat(transition).startsWith("{'type':'updates'"));
  }

  @Test
  void firstAnswersWaitForNothing_andTakeAlongWhatDoes() {
    watch(writer, "slow");
    engine.functions().resumeOldest();
    engine.take(writer);
    create(writer, 1);
    assertThat(engine.take(writer)).isEmpty();
    engine.send(writer, "{'type':'query','id':'c','fn':'tasks:count','args':{}}");
    assertThat(engine.take(writer))
        .singleElement()
        .asString()
        .startsWith("[{'type':'mutationResult'")
        .contains("{'type':'result','id':'c'");
  }

  /** Whoever waits for a mutation does not wait for a query that takes its time. */
  @Test
  void resultWaitsTwentyMillisecondsForASlowQuery() {
    watch(writer, "slow");
    engine.functions().resumeOldest();
    engine.take(writer);
    create(writer, 1);
    engine.advance(19);
    assertThat(engine.take(writer)).isEmpty();
    engine.advance(1);
    assertThat(engine.take(writer))
        .singleElement()
        .asString()
        .startsWith("{'type':'mutationResult'");
    create(writer, 2);
    assertThat(engine.take(writer))
        .singleElement()
        .asString()
        .startsWith("{'type':'mutationResult','id':'m2'");
    engine.functions().resumeOldest();
    engine.functions().resumeOldest();
    assertThat(engine.take(writer)).isNotEmpty().allMatch(frame -> frame.contains("'updates'"));
  }

  @Test
  void resultsOfAGroupAndTheirTransition_areFewMessagesInOrder() {
    engine.engine().beginGroup();
    for (int seq = 1; seq <= 60; seq++) {
      create(writer, seq);
    }
    assertThat(engine.take(writer)).hasSizeLessThan(2);
    engine.engine().endGroup();
    List<String> messages = engine.take(writer);
    assertThat(messages).hasSizeLessThan(3).allMatch(message -> message.length() < 4_200);
  }
}
