package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveQueryTest {
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private String create(String project, String text) {
    return (String) engine.call("tasks:create", Map.of("project", project, "text", text));
  }

  private void subscribe(int socket, String id, String function, String project) {
    engine.send(
        socket,
        "{'type':'query','id':'"
            + id
            + "','fn':'"
            + function
            + "','args':{'project':'"
            + project
            + "'}}");
  }

  private int subscriber(String function, String project) {
    int socket = engine.connect();
    subscribe(socket, "q", function, project);
    engine.take(socket);
    engine.functions().takeStarted();
    return socket;
  }

  @Test
  void subscription_isAnsweredWithTheResult() {
    int socket = engine.connect();
    subscribe(socket, "q", "tasks:list", "A");
    assertThat(engine.take(socket)).containsExactly("{'type':'result','id':'q','result':[]}");
  }

  @Test
  void writeToTheQuerysRange_reachesTheSubscriberBeforeTheMutationsResult() {
    int socket = subscriber("tasks:list", "A");
    engine.send(
        socket,
        "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'A','text':'milk'}}");
    List<String> frames = engine.take(socket);
    assertThat(frames).hasSize(2);
    assertThat(frames.get(0))
        .startsWith("{'type':'update','id':'q','result':[{'_id':'tasks:")
        .contains("'milk'");
    assertThat(frames.get(1)).startsWith("{'type':'mutationResult','id':'m','result':'tasks:");
  }

  @Test
  void writeToAnotherProject_runsNothingAndSendsNothing() {
    int socket = subscriber("tasks:list", "A");
    create("B", "elsewhere");
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create");
    assertThat(engine.take(socket)).isEmpty();
  }

  @Test
  void writeThatTheFilterRejectsBeforeAndAfter_runsNothing() {
    String id = create("A", "done soon");
    engine.call("tasks:finish", Map.of("id", id));
    subscriber("tasks:open", "A");
    engine.call("tasks:remove", Map.of("id", id));
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:remove");
  }

  @Test
  void documentThatLeavesTheFilter_reachesTheSubscriber() {
    String id = create("A", "open");
    int socket = subscriber("tasks:open", "A");
    engine.call("tasks:finish", Map.of("id", id));
    assertThat(engine.take(socket)).containsExactly("{'type':'update','id':'q','result':[]}");
  }

  @Test
  void writeBehindALimitedRead_runsNothing() {
    String oldest = create("A", "1");
    create("A", "2");
    create("A", "3");
    subscriber("tasks:newest", "A");
    engine.call("tasks:finish", Map.of("id", oldest));
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:finish");
  }

  @Test
  void writeBehindALivePage_runsNothing() {
    create("A", "1");
    String onIt = create("A", "2");
    create("A", "the one that shows that there is more");
    String behindIt = create("A", "4");
    subscriber("tasks:firstTwo", "A");
    engine.call("tasks:finish", Map.of("id", behindIt));
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:finish");
    engine.call("tasks:finish", Map.of("id", onIt));
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:finish", "tasks:firstTwo");
  }

  @Test
  void countThatLosesADocument_isUpdated() {
    String id = create("A", "1");
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:count'}");
    engine.call("tasks:remove", Map.of("id", id));
    assertThat(engine.take(socket))
        .containsExactly(
            "{'type':'result','id':'q','result':1}", "{'type':'update','id':'q','result':0}");
  }

  @Test
  void getOfADocumentThatIsDeleted_isUpdatedToNull() {
    String id = create("A", "1");
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:get','args':{'id':'" + id + "'}}");
    engine.take(socket);
    engine.call("tasks:remove", Map.of("id", id));
    assertThat(engine.take(socket)).containsExactly("{'type':'update','id':'q','result':null}");
  }

  @Test
  void equalQueriesOfManySockets_runOnce() {
    int first = subscriber("tasks:list", "A");
    int second = subscriber("tasks:list", "A");
    create("A", "shared");
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create", "tasks:list");
    assertThat(engine.take(first)).hasSize(1).isEqualTo(engine.take(second));
  }

  @Test
  void queriesChangedByOneCommit_moveInOneFrame() {
    int socket = subscriber("tasks:list", "A");
    engine.send(socket, "{'type':'query','id':'n','fn':'tasks:count'}");
    engine.take(socket);
    create("A", "both");
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .startsWith("{'type':'updates','items':[{'id':'q',");
  }

  @Test
  void unsubscribedQuery_isForgotten() {
    int socket = subscriber("tasks:list", "A");
    engine.send(socket, "{'type':'unsubscribe','id':'q'}");
    create("A", "unseen");
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create");
    assertThat(engine.engine().stats().liveQueries()).isZero();
  }

  @Test
  void unsubscribeOfAnotherSocketsId_changesNothing() {
    int socket = subscriber("tasks:list", "A");
    engine.send(engine.connect(), "{'type':'unsubscribe','id':'q'}");
    create("A", "seen");
    assertThat(engine.take(socket)).hasSize(1);
  }

  @Test
  void closedSocket_leavesNothingBehind() {
    engine.disconnect(subscriber("tasks:list", "A"));
    assertThat(engine.engine().stats().liveQueries()).isZero();
    assertThat(engine.engine().stats().sockets()).isZero();
  }

  @Test
  void rerunThatThrows_isToldAndRecovers() {
    int socket = subscriber("tasks:picky", "A");
    create("A", "one");
    assertThat(engine.take(socket))
        .containsExactly(
            "{'type':'error','id':'q','code':'execution_error','message':'one is none'}");
    create("A", "two");
    assertThat(engine.take(socket)).containsExactly("{'type':'update','id':'q','result':2}");
  }

  @Test
  void queryThatReadsTheIdentity_splitsByIdentity() {
    int alice = engine.connect(Map.of("sub", "alice"));
    int bob = engine.connect(Map.of("sub", "bob"));
    engine.send(alice, "{'type':'query','id':'q','fn':'tasks:mine'}");
    engine.send(bob, "{'type':'query','id':'q','fn':'tasks:mine'}");
    assertThat(engine.take(alice))
        .containsExactly("{'type':'result','id':'q','result':{'sub':'alice'}}");
    assertThat(engine.take(bob))
        .containsExactly("{'type':'result','id':'q','result':{'sub':'bob'}}");
  }

  @Test
  void queryOvertakenByACommit_runsAgainAndStaysLive() {
    int socket = engine.connect();
    subscribe(socket, "q", "tasks:slow", "A");
    engine.functions().resumeOldest();
    for (int expected = 1; expected < 6; expected += 2) {
      create("A", "starts a run");
      create("A", "overtakes it");
      while (!engine.functions().waiting().isEmpty()) {
        engine.functions().resumeOldest();
        engine.timer().advance(10);
        engine.functions().settle();
      }
      List<String> frames = engine.take(socket);
      assertThat(frames.get(frames.size() - 1)).endsWith("'result':" + (expected + 1) + "}");
    }
  }

  @Test
  void queryOvertakenAgainAndAgain_isUnavailableAndTriesOn() {
    int socket = engine.connect();
    subscribe(socket, "q", "tasks:slow", "A");
    for (int i = 0; i < 6; i++) {
      create("A", "overtakes it");
      engine.functions().resumeOldest();
      engine.timer().advance(100);
      engine.functions().settle();
    }
    assertThat(engine.take(socket)).singleElement().asString().contains("'code':'unavailable'");
    engine.timer().advance(200);
    engine.functions().settle();
    engine.functions().resumeOldest();
    assertThat(engine.take(socket)).containsExactly("{'type':'update','id':'q','result':6}");
    assertThat(engine.functions().waiting()).isEmpty();
  }

  @Test
  void resultThatCannotBeSent_isAnErrorAndHoldsUpNobody() {
    int socket = subscriber("tasks:list", "A");
    engine.send(socket, "{'type':'query','id':'d','fn':'tasks:dates'}");
    assertThat(engine.take(socket)).singleElement().asString().contains("execution_error");
    create("A", "goes on");
    assertThat(engine.take(socket)).hasSize(1);
  }

  @Test
  void internalFunction_isForbidden() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:secret'}");
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("'code':'forbidden'")
        .contains("internal");
  }

  @Test
  void unknownFunction_isNotFoundAndNamesNoOther() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'mutation','id':'m','fn':'tasks:nope'}");
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("execution_error")
        .contains("Function not found")
        .doesNotContain("tasks:list");
  }

  @Test
  void wrongArgument_isNamedByItsPath() {
    int socket = engine.connect();
    subscribe(socket, "q", "tasks:list", "A");
    engine.send(socket, "{'type':'query','id':'p','fn':'tasks:list','args':{'project':7}}");
    assertThat(engine.take(socket).get(1)).contains("args.project: Expected string, got number 7");
  }

  @Test
  void malformedFrame_leavesTheSocketUsable() {
    int socket = engine.connect();
    engine.send(socket, "{'type':");
    engine.send(socket, "[]");
    engine.send(socket, "{'type':'query'}");
    engine.send(socket, "{'type':'ping'}");
    assertThat(engine.take(socket)).hasSize(4).last().isEqualTo("{'type':'pong'}");
  }
}
