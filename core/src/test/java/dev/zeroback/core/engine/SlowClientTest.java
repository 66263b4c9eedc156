package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that acknowledges, and falls behind. */
class SlowClientTest {
  private static final String BIG = "x".repeat(1_000_000);

  private TestEngine engine;
  private int slow;
  private double lastTs;
  private String big;
  private int written;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
    slow = client("'hash','ack'");
    subscribe(slow);
    big = (String) engine.call("tasks:create", Map.of("project", "A", "text", BIG));
    for (int i = 0; i < 2; i++) {
      writeMegabyte();
    }
    assertThat(takeAnswers()).isEqualTo(5);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private int client(String capabilities) {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[" + capabilities + "]}");
    engine.take(socket);
    return socket;
  }

  private void subscribe(int socket) {
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:list','args':{'project':'A'}}");
    engine.send(socket, "{'type':'query','id':'n','fn':'tasks:count'}");
  }

  /** Changes the list, which is a megabyte long. */
  private void writeMegabyte() {
    engine.call("tasks:rename", Map.of("id", big, "text", BIG + ++written));
  }

  private void create(String text) {
    engine.call("tasks:create", Map.of("project", "A", "text", text));
  }

  /** The number of answers sent to the slow client; remembers the newest timestamp. */
  private int takeAnswers() {
    List<String> frames = engine.take(slow);
    for (String frame : frames) {
      int start = frame.indexOf("'ts':") + "'ts':".length();
      int end = start;
      while (Character.isDigit(frame.charAt(end))) {
        end++;
      }
      lastTs = Double.parseDouble(frame.substring(start, end));
    }
    return frames.size();
  }

  private void acknowledge() {
    engine.send(slow, "{'type':'ack','ts':" + (long) lastTs + "}");
  }

  @Test
  void clientFourMegabytesBehind_getsOnlyTheNewestStateWhenItHasCaughtUp() {
    writeMegabyte();
    writeMegabyte();
    assertThat(takeAnswers()).isEqualTo(2);
    create("held back");
    create("held back too");
    assertThat(engine.take(slow)).isEmpty();
    acknowledge();
    assertThat(engine.take(slow))
        .singleElement()
        .asString()
        .startsWith("{'type':'updates','ts':")
        .contains("'held back too'", "{'id':'n','result':3,");
  }

  @Test
  void clientThatAcknowledges_getsEveryState() {
    for (int i = 0; i < 6; i++) {
      acknowledge();
      writeMegabyte();
      assertThat(takeAnswers()).isEqualTo(1);
    }
  }

  @Test
  void ownMutationWhileBehind_isAnsweredAtOnceAndShownLater() {
    writeMegabyte();
    writeMegabyte();
    takeAnswers();
    engine.send(
        slow,
        "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'B','text':'x'},'seq':1,'ack':0}");
    assertThat(engine.take(slow))
        .singleElement()
        .asString()
        .startsWith("{'type':'mutationResult','id':'m',");
    acknowledge();
    assertThat(engine.take(slow)).singleElement().asString().contains("{'id':'n','result':2,");
  }

  @Test
  void othersAreNotHeldBack() {
    int quick = client("'hash'");
    subscribe(quick);
    engine.take(quick);
    for (int i = 0; i < 6; i++) {
      writeMegabyte();
    }
    assertThat(engine.take(quick)).hasSize(6);
  }

  @Test
  void whatWasHeldBackWhenTheObjectSlept_followsWithTheAcknowledgement() {
    writeMegabyte();
    writeMegabyte();
    takeAnswers();
    create("held back");
    assertThat(engine.take(slow)).isEmpty();
    engine.start();
    acknowledge();
    assertThat(engine.take(slow)).singleElement().asString().contains("'held back'");
  }

  @Test
  void whatWasHeldBackAndForgottenWhenTheObjectSlept_followsWithTheAcknowledgement() {
    engine.send(slow, "{'type':'query','id':'b','fn':'tasks:list','args':{'project':'B'}}");
    writeMegabyte();
    writeMegabyte();
    takeAnswers();
    engine.call("tasks:create", Map.of("project", "B", "text", "held back"));
    // More than is kept of results.
    for (int i = 0; i < 12; i++) {
      writeMegabyte();
    }
    assertThat(engine.take(slow)).isEmpty();
    engine.start();
    acknowledge();
    assertThat(engine.take(slow)).anyMatch(frame -> frame.contains("'held back'"));
  }
}
