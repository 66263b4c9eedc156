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
  void socketWhoseStateThePlatformRefuses_isClosedAlone() {
    int refused = subscriber(1);
    int other = subscriber(1);
    engine.sockets().refuse(refused);
    create("P0");
    assertThat(engine.take(other))
        .singleElement()
        .asString()
        .startsWith("{'type':'update','id':'q0',");
    assertThat(engine.sockets().open()).containsExactly(other);
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
  void firstCommitAfterWaking_runsOnlyWhatItTouches() {
    int socket = subscriber(500);
    engine.start();
    engine.functions().takeStarted();
    create("P7");
    create("P499");
    create("elsewhere");
    assertThat(engine.functions().takeStarted())
        .containsExactly(
            "tasks:create", "tasks:list", "tasks:create", "tasks:list", "tasks:create");
    assertThat(engine.take(socket)).hasSize(2);
  }

  @Test
  void queriesOfTwoIdentities_stayApart() {
    int alice = engine.connect(Map.of("sub", "alice"));
    int bob = engine.connect(Map.of("sub", "bob"));
    engine.send(alice, "{'type':'query','id':'q','fn':'tasks:own'}");
    engine.send(bob, "{'type':'query','id':'q','fn':'tasks:own'}");
    engine.take(alice);
    engine.take(bob);
    engine.start();
    engine.functions().takeStarted();
    create("bob");
    assertThat(engine.take(alice)).isEmpty();
    assertThat(engine.take(bob)).hasSize(1);
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create", "tasks:own");
  }

  @Test
  void readsThatChangedWithoutTheAnswer_survive() {
    String pointer =
        (String) engine.call("tasks:create", Map.of("project", "pointer", "text", "A"));
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:viaPointer'}");
    engine.call("tasks:rename", Map.of("id", pointer, "text", "B"));
    assertThat(engine.take(socket)).containsExactly("{'type':'result','id':'q','result':0}");
    engine.start();
    create("B");
    assertThat(engine.take(socket)).containsExactly("{'type':'update','id':'q','result':1}");
  }

  @Test
  void answerUnderWayWhileEvicted_followsWithTheNextCommit() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:slow','args':{'project':'A'}}");
    engine.functions().resumeOldest();
    engine.take(socket);
    create("A");
    engine.timer().advance(20);
    engine.start();
    create("elsewhere");
    engine.functions().resumeOldest();
    assertThat(engine.take(socket)).containsExactly("{'type':'update','id':'q','result':1}");
  }

  @Test
  void clockThatGoesBackWhileEvicted_leavesTimestampsRising() {
    int socket = subscriber(1);
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    engine.take(socket);
    create("P0");
    double before = tsOf(engine.take(socket).get(0));
    engine.clock().set(engine.clock().nowMillis() - 60_000);
    engine.start();
    create("P0");
    assertThat(tsOf(engine.take(socket).get(0))).isGreaterThan(before);
  }

  @Test
  void queryThatIsSlowAfterWaking_leavesItsTimestampOnTheTransition() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:slow','args':{'project':'A'}}");
    engine.functions().resumeOldest();
    create("A");
    engine.timer().advance(20);
    engine.start();
    engine.take(socket);
    int other = engine.connect();
    engine.send(other, "{'type':'query','id':'q','fn':'tasks:slow','args':{'project':'A'}}");
    engine.advance(1_100);
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .startsWith("{'type':'updates','ts':")
        .contains("takes longer than a second");
  }

  private static double tsOf(String frame) {
    int start = frame.indexOf("'ts':") + "'ts':".length();
    return Double.parseDouble(frame.substring(start, frame.indexOf(',', start)));
  }

  @Test
  void claimsAndArgumentsThatNeedMuchRoom_survive() {
    String name = "\u6e05".repeat(900);
    int socket = engine.connect(Map.of("sub", "alice", "name", name));
    for (int i = 0; i < 9; i++) {
      engine.send(
          socket,
          "{'type':'query','id':'q"
              + i
              + "','fn':'tasks:list','args':{'project':'"
              + name
              + i
              + "'}}");
    }
    engine.start();
    engine.start();
    engine.take(socket);
    create(name + 8);
    assertThat(engine.take(socket)).hasSize(1);
    engine.send(socket, "{'type':'query','id':'me','fn':'tasks:mine'}");
    assertThat(engine.take(socket)).singleElement().asString().contains(name);
  }

  @Test
  void subscriptionEndedAfterWaking_staysEnded() {
    int socket = subscriber(2);
    engine.start();
    engine.send(socket, "{'type':'unsubscribe','id':'q0'}");
    engine.start();
    create("P0");
    assertThat(engine.take(socket)).isEmpty();
    create("P1");
    assertThat(engine.take(socket)).hasSize(1);
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(1);
  }

  @Test
  void clientsThatNobodyNeeds_sleepOn() {
    int first = subscriber(3);
    int second = engine.connect();
    engine.send(second, "{'type':'query','id':'other','fn':'tasks:list','args':{'project':'X'}}");
    engine.send(second, "{'type':'query','id':'same','fn':'tasks:list','args':{'project':'P2'}}");
    engine.take(second);
    engine.start();
    create("elsewhere");
    assertThat(engine.engine().stats().liveQueries()).isZero();
    create("X");
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(2);
    assertThat(engine.take(second)).hasSize(1);
    engine.functions().takeStarted();
    create("P2");
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create", "tasks:list");
    assertThat(engine.take(first)).hasSize(1);
    assertThat(engine.take(second)).hasSize(1);
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(4);
  }

  @Test
  void newSubscription_toWhatSleepersWatch_isAnsweredAlone() {
    int sleeper = subscriber(2);
    engine.start();
    int newcomer = engine.connect();
    engine.send(newcomer, "{'type':'query','id':'n','fn':'tasks:list','args':{'project':'P1'}}");
    assertThat(engine.take(newcomer)).hasSize(1);
    assertThat(engine.take(sleeper)).isEmpty();
    create("P1");
    assertThat(engine.take(newcomer)).hasSize(1);
    assertThat(engine.take(sleeper)).hasSize(1);
  }

  @Test
  void sleeperWhoseSocketIsLost_disturbsNobody() {
    int lost = subscriber(300);
    int other = subscriber(2);
    engine.start();
    engine.lose(lost);
    create("P1");
    assertThat(engine.take(other)).hasSize(1);
    engine.engine().onClose(lost);
    create("P1");
    assertThat(engine.take(other)).hasSize(1);
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(2);
    assertThat(engine.sql().prepare("SELECT 1 FROM _zb_subscription").query().next()).isFalse();
  }

  @Test
  void sleeperWhoseClientGoesOnOnANewSocket_keepsItsSubscriptions() {
    String hello =
        "{'type':'hello','protocol':2,'capabilities':[],'session':'00112233445566778899aabbccddeeff'}";
    int former = engine.connect();
    engine.send(former, hello);
    engine.send(former, "{'type':'query','id':'q','fn':'tasks:list','args':{'project':'P1'}}");
    engine.take(former);
    engine.start();
    engine.send(engine.connect(), hello);
    engine.start();
    create("P1");
    assertThat(engine.take(former)).singleElement().asString().contains("'id':'q'");
  }

  @Test
  void sleeperThatCloses_leavesNothing() {
    int socket = subscriber(300);
    engine.start();
    engine.disconnect(socket);
    create("P7");
    create("P299");
    assertThat(engine.engine().stats().liveQueries()).isZero();
    assertThat(engine.sql().prepare("SELECT 1 FROM _zb_subscription").query().next()).isFalse();
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
