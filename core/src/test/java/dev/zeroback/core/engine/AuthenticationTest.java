package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static final String ACCEPTED = "{'type':'authResult','ok':true}";

  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** A client that watches one query that reads the identity and one that does not. */
  private int watcher(Map<String, ?> claims) {
    int socket = engine.connect(claims);
    engine.send(socket, "{'type':'query','id':'mine','fn':'tasks:mine'}");
    engine.send(socket, "{'type':'query','id':'all','fn':'tasks:count','args':{}}");
    engine.take(socket);
    engine.functions().takeStarted();
    return socket;
  }

  @Test
  void token_goesToTheHost() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'auth','token':'abc'}");
    engine.send(socket, "{'type':'auth','token':null}");
    assertThat(engine.tokens()).containsExactly(socket + " abc", socket + " null");
    assertThat(engine.take(socket)).isEmpty();
  }

  @Test
  void otherIdentity_runsOnlyTheQueriesThatReadIt() {
    int bob = watcher(Map.of("sub", "bob"));
    int socket = watcher(Map.of("sub", "alice"));
    engine.authenticated(socket, Map.of("sub", "carol"), null);
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:mine");
    assertThat(engine.take(socket))
        .containsExactly(ACCEPTED, "{'type':'update','id':'mine','result':{'sub':'carol'}}");
    assertThat(engine.take(bob)).isEmpty();
  }

  @Test
  void sameIdentityAgain_runsNothing() {
    int socket = watcher(Map.of("sub", "alice"));
    double end = engine.clock().nowMillis() + 60_000;
    engine.authenticated(socket, Map.of("sub", "alice", "expiresAt", end), null);
    assertThat(engine.functions().takeStarted()).isEmpty();
    assertThat(engine.take(socket)).containsExactly(ACCEPTED);
  }

  @Test
  void refusedToken_isAnErrorAndKeepsTheIdentity() {
    int socket = watcher(Map.of("sub", "alice"));
    engine.authenticated(socket, null, "The token was not accepted.");
    assertThat(engine.functions().takeStarted()).isEmpty();
    assertThat(engine.take(socket))
        .containsExactly("{'type':'authResult','ok':false,'error':'The token was not accepted.'}");
    engine.send(socket, "{'type':'query','id':'again','fn':'tasks:mine'}");
    assertThat(engine.take(socket))
        .containsExactly("{'type':'result','id':'again','result':{'sub':'alice'}}");
  }

  @Test
  void newIdentity_survivesAnEviction() {
    int socket = watcher(Map.of("sub", "alice"));
    engine.authenticated(socket, Map.of("sub", "carol"), null);
    engine.take(socket);
    engine.start();
    engine.send(socket, "{'type':'query','id':'again','fn':'tasks:mine'}");
    assertThat(engine.take(socket))
        .containsExactly("{'type':'result','id':'again','result':{'sub':'carol'}}");
  }

  @Test
  void queryThatFailedOnAnEndedSignIn_runsAgainOnceItIsRenewed() {
    double end = engine.clock().nowMillis() + 1000;
    int socket = engine.connect(Map.of("sub", "alice", "expiresAt", end));
    engine.send(socket, "{'type':'query','id':'own','fn':'tasks:own'}");
    assertThat(engine.take(socket)).containsExactly("{'type':'result','id':'own','result':[]}");
    engine.advance(1000);
    engine.call("tasks:create", Map.of("project", "alice", "text", "late"));
    assertThat(engine.take(socket)).singleElement().asString().contains("'unauthenticated'");
    engine.authenticated(socket, Map.of("sub", "alice", "expiresAt", end + 60_000), null);
    assertThat(engine.take(socket))
        .hasSize(2)
        .startsWith(ACCEPTED)
        .last()
        .asString()
        .contains("'text':'late'");
  }

  @Test
  void numberedMutationAfterTheEndOfASignIn_keepsItsNumberUntilThatIsRenewed() {
    double end = engine.clock().nowMillis() + 1000;
    int socket = engine.connect(Map.of("sub", "alice", "expiresAt", end));
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    engine.take(socket);
    engine.advance(1000);
    engine.send(socket, numbered(1, "first"));
    assertThat(engine.take(socket).get(0)).contains("'id':'m1'", "'unauthenticated'");
    engine.authenticated(socket, Map.of("sub", "alice", "expiresAt", end + 60_000), null);
    engine.take(socket);
    engine.send(socket, numbered(2, "second"));
    assertThat(engine.take(socket).get(0)).contains("'id':'m2'", "'conflict'");
    engine.send(socket, numbered(1, "first"));
    engine.send(socket, numbered(2, "second"));
    assertThat(engine.take(socket))
        .filteredOn(frame -> frame.startsWith("{'type':'mutationResult'"))
        .hasSize(2);
    assertThat(engine.call("tasks:count", Map.of())).isEqualTo(2.0);
  }

  private static String numbered(int seq, String text) {
    return String.format(
        "{'type':'mutation','id':'m%d','fn':'tasks:create','args':{'project':'A','text':'%s'},"
            + "'seq':%d,'ack':0}",
        seq, text, seq);
  }

  @Test
  void queryAfterTheEndOfASignIn_isRefusedAlsoIfAnEqualOneIsLive() {
    double end = engine.clock().nowMillis() + 1000;
    int socket = watcher(Map.of("sub", "alice", "expiresAt", end));
    engine.advance(1000);
    for (String function : new String[] {"tasks:mine", "tasks:count"}) {
      engine.send(socket, "{'type':'query','id':'late','fn':'" + function + "','args':{}}");
      assertThat(engine.take(socket))
          .hasSize(2)
          .first()
          .asString()
          .contains("'id':'late'", "'unauthenticated'");
    }
  }
}
