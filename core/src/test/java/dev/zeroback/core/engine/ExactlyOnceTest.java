package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The numbered mutations of a session: each takes effect once and in its turn. */
class ExactlyOnceTest {
  private static final String SESSION = "00112233445566778899aabbccddeeff";

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

  private int sessionSocket() {
    int socket = engine.connect();
    engine.send(
        socket,
        "{'type':'hello','protocol':2,'session':'" + SESSION + "','capabilities':['hash']}");
    engine.take(socket);
    return socket;
  }

  private static String numbered(int seq, String text) {
    return "{'type':'mutation','id':'m"
        + seq
        + "','fn':'tasks:create','args':{'project':'A','text':'"
        + text
        + "'},'seq':"
        + seq
        + ",'ack':0}";
  }

  @Test
  void resentMutation_isAnsweredFromTheRecordAndAppliedOnce() {
    int socket = sessionSocket();
    engine.send(socket, numbered(1, "once"));
    List<String> first = engine.take(socket);
    engine.send(socket, numbered(1, "once"));
    assertThat(engine.take(socket).get(0)).isEqualTo(first.get(0));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void mutationResentAfterAnEviction_isAnsweredFromTheRecord() {
    int socket = sessionSocket();
    engine.send(socket, numbered(1, "once"));
    List<String> first = engine.take(socket);
    engine.start();
    engine.send(socket, numbered(1, "once"));
    assertThat(engine.take(socket).get(0)).isEqualTo(first.get(0));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void mutationResentAfterTheClockWasSetBack_hasLaterCommitsAfterIt() {
    int socket = sessionSocket();
    engine.send(socket, numbered(1, "once"));
    String first = engine.take(socket).get(0);
    engine.disconnect(socket);
    engine.clock().set(engine.clock().nowMillis() - 3_600_000);
    engine.start();
    int again = sessionSocket();
    engine.send(again, numbered(1, "once"));
    List<String> answers = engine.take(again);
    assertThat(answers.get(0)).isEqualTo(first);
    assertThat(answers.get(1)).isEqualTo("{'type':'updates','ts':" + tsOf(first) + ",'items':[]}");
    engine.send(again, numbered(2, "later"));
    assertThat(Double.parseDouble(tsOf(engine.take(again).get(0))))
        .isGreaterThan(Double.parseDouble(tsOf(first)));
  }

  private static String tsOf(String result) {
    return result.substring(result.indexOf("'ts':") + "'ts':".length(), result.length() - 1);
  }

  @Test
  void helloOfAKnownSession_saysWhatWasApplied() {
    engine.send(sessionSocket(), numbered(1, "once"));
    int again = engine.connect();
    engine.send(again, "{'type':'hello','protocol':2,'session':'" + SESSION + "'}");
    assertThat(engine.take(again)).singleElement().asString().contains("'known':true,'applied':1,");
  }

  @Test
  void sessionOfAnotherIdentity_isNotGivenAway() {
    engine.send(sessionSocket(), numbered(1, "mine"));
    int thief = engine.connect(Map.of("sub", "thief"));
    engine.send(thief, "{'type':'hello','protocol':2,'session':'" + SESSION + "'}");
    assertThat(engine.take(thief))
        .singleElement()
        .asString()
        .contains("'known':false")
        .doesNotContain(SESSION);
  }

  @Test
  void numberWhoseOutcomeWasAcknowledged_isNotRunAgain() {
    int socket = sessionSocket();
    engine.send(socket, numbered(1, "once"));
    engine.send(socket, numbered(2, "twice").replace("'ack':0", "'ack':1"));
    engine.take(socket);
    engine.send(socket, numbered(1, "once"));
    assertThat(engine.take(socket)).singleElement().asString().contains("session_expired");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void copyThatArrivesOnASocketTheClientHasLeft_doesNotRun() {
    int left = sessionSocket();
    int socket = sessionSocket();
    engine.send(socket, failing(1));
    assertThat(engine.take(socket)).singleElement().asString().contains("on purpose");
    engine.functions().takeStarted();
    engine.send(left, failing(1));
    assertThat(engine.take(left)).singleElement().asString().contains("session_expired");
    engine.start();
    engine.send(left, failing(1));
    assertThat(engine.take(left)).singleElement().asString().contains("session_expired");
    assertThat(engine.functions().takeStarted()).isEmpty();
    engine.send(socket, numbered(2, "next").replace("'ack':0", "'ack':1"));
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m2'");
  }

  @Test
  void failedMutationSentAgainWhenTheNextOneRuns_doesNotComeAfterIt() {
    String id = create("a");
    int left = sessionSocket();
    engine.send(left, failing(1));
    engine.send(left, append(id, 2, "2"));
    int socket = sessionSocket();
    engine.functions().takeStarted();
    engine.send(socket, failing(1));
    assertThat(engine.take(socket)).singleElement().asString().contains("session_expired");
    assertThat(engine.functions().takeStarted()).isEmpty();
  }

  @Test
  void helloThatIsLateOnASocketTheClientHasLeft_takesNothingAway() {
    int left = engine.connect();
    int socket = sessionSocket();
    engine.send(left, "{'type':'hello','protocol':2,'session':'" + SESSION + "'}");
    engine.send(socket, numbered(1, "once"));
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m1'");
    engine.take(left);
    engine.send(left, numbered(2, "never"));
    assertThat(engine.take(left)).singleElement().asString().contains("session_expired");
  }

  private static String failing(int number) {
    return numbered(number, "never")
        .replace("tasks:create", "tasks:fail")
        .replaceAll("'args':\\{[^}]*\\}", "'args':{}");
  }

  @Test
  void mutationsSentBehindOneInConflict_runInOrderWhenTheyAreSentAgain() {
    String id = create("a");
    int rival = engine.connect();
    int socket = sessionSocket();
    engine.send(socket, append(id, 1, "1"));
    engine.send(socket, append(id, 2, "2"));
    List<String> refusals = List.of();
    for (int i = 0; refusals.isEmpty() && i < 20; i++) {
      engine.send(
          rival,
          "{'type':'mutation','id':'r','fn':'tasks:rename','args':{'id':'"
              + id
              + "','text':'"
              + i
              + "'}}");
      // Longer than the right of way holds.
      engine.timer().advance(2_000);
      engine.functions().settle();
      engine.functions().resumeOldest();
      engine.timer().advance(100);
      engine.functions().settle();
      refusals = engine.take(socket);
    }
    engine.send(socket, append(id, 3, "3"));
    assertThat(refusals).hasSize(2).allMatch(frame -> frame.contains("'code':'conflict'"));
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("'id':'m3'", "conflict", "sent before this one");

    for (int seq = 1; seq <= 3; seq++) {
      engine.send(socket, append(id, seq, String.valueOf(seq)));
    }
    while (!engine.functions().waiting().isEmpty()) {
      engine.functions().resumeOldest();
      engine.timer().advance(100);
      engine.functions().settle();
    }
    assertThat(engine.take(socket)).filteredOn(f -> f.contains("mutationResult")).hasSize(3);
    assertThat(TodoApp.text(engine.call("tasks:get", Map.of("id", id)), "text")).endsWith("123");
  }

  private static String append(String id, int seq, String text) {
    return "{'type':'mutation','id':'m"
        + seq
        + "','fn':'tasks:appendSlowly','args':{'id':'"
        + id
        + "','text':'"
        + text
        + "'},'seq':"
        + seq
        + ",'ack':0}";
  }

  @Test
  void callerWithoutLiveQueries_getsAnEmptyTransition() {
    int socket = sessionSocket();
    engine.send(socket, numbered(1, "quiet"));
    List<String> frames = engine.take(socket);
    assertThat(frames).hasSize(2);
    assertThat(frames.get(0)).startsWith("{'type':'mutationResult','id':'m1','result':'tasks:");
    assertThat(frames.get(1)).startsWith("{'type':'updates','ts':").endsWith(",'items':[]}");
  }

  @Test
  void mutationBeyondSixtyFourUnacknowledgedOnes_isRefusedUntilTheyAreAcknowledged() {
    int socket = sessionSocket();
    for (int seq = 1; seq <= 64; seq++) {
      engine.send(socket, numbered(seq, "kept"));
    }
    engine.take(socket);
    engine.send(socket, numbered(65, "one more"));
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("'code':'rate_limited'", "64 mutations that are not acknowledged");
    assertThat(count()).isEqualTo(64);
    engine.send(socket, numbered(65, "one more").replace("'ack':0", "'ack':1"));
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m65'");
    assertThat(count()).isEqualTo(65);
  }

  @Test
  void resultOfMoreThan16384Characters_isNotKeptAndTheMutationIsAppliedOnceAllTheSame() {
    engine
        .functions()
        .define(
            "tasks:create",
            (db, args) -> {
              db.insert("tasks", Map.of("project", "A", "text", "x"));
              return "x".repeat(Integer.parseInt(TodoApp.text(args, "text")));
            });
    int socket = sessionSocket();
    // Two characters are the quotation marks.
    engine.send(socket, numbered(1, "16382"));
    List<String> first = engine.take(socket);
    engine.send(socket, numbered(2, "16383"));
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m2'");
    engine.send(socket, numbered(1, "16382"));
    assertThat(engine.take(socket).get(0)).isEqualTo(first.get(0));
    engine.send(socket, numbered(2, "16383"));
    assertThat(engine.take(socket).get(0))
        .contains("'code':'too_large'", "The mutation was applied, but its result was too large");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void manyLargeResultsThatAreNotAcknowledged_areAnsweredAll() {
    engine.functions().define("tasks:create", (db, args) -> "\u4e2d".repeat(16_000));
    int socket = sessionSocket();
    for (int seq = 1; seq <= 64; seq++) {
      engine.send(socket, numbered(seq, "x"));
      assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m" + seq);
    }
    engine.send(socket, numbered(1, "x"));
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m1'");
  }
}
