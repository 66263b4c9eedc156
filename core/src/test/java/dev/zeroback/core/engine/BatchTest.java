package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  void whatIsSaidAtOnce_takesAlongTheResultThatWaits() {
    watch(writer, "slow");
    engine.functions().resumeOldest();
    engine.take(writer);
    create(writer, 1);
    assertThat(engine.take(writer)).isEmpty();
    engine.send(writer, "{'type':'action','id':'a','fn':'tasks:unknown','args':{}}");
    assertThat(engine.take(writer))
        .singleElement()
        .asString()
        .startsWith("[{'type':'mutationResult'")
        .contains("},{'type':'error','id':'a'");
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
  }

  @Test
  void resultsOfAGroupAndTheirTransition_areFewMessagesInOrder() {
    engine.engine().beginGroup();
    for (int seq = 1; seq <= 60; seq++) {
      create(writer, seq);
    }
    engine.engine().endGroup();
    List<String> messages = engine.take(writer);
    assertThat(messages).hasSizeBetween(2, 3).allMatch(message -> message.length() < 4_200);
    List<String> frames =
        Pattern.compile("'id':'(m\\d+)'|'type':'(updates)'")
            .matcher(String.join(",", messages))
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .toList();
    assertThat(frames)
        .containsExactlyElementsOf(
            Stream.concat(
                    IntStream.rangeClosed(1, 60).mapToObj(seq -> "m" + seq), Stream.of("updates"))
                .toList());
  }
}
