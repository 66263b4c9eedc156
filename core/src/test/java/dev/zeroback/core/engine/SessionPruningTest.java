package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionPruningTest {
  private static final String OLD = "00112233445566778899aabbccddeeff";
  private static final String RECENT = "ffeeddccbbaa99887766554433221100";
  private static final double DAY = 86_400_000;

  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** Opens a session on a socket of its own; returns what hello was answered. */
  private String hello(int socket, String session) {
    engine.send(
        socket, "{'type':'hello','protocol':2,'session':'" + session + "','capabilities':[]}");
    return engine.take(socket).get(0);
  }

  private void mutate(String session, int seq) {
    int socket = engine.connect();
    hello(socket, session);
    engine.send(
        socket,
        "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'A','text':'x'},'seq':"
            + seq
            + ",'ack':"
            + (seq - 1)
            + "}");
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult'");
    engine.disconnect(socket);
  }

  @Test
  void sessionIdleForThirtyDays_isForgottenAndOthersAreNot() {
    mutate(OLD, 1);
    mutate(RECENT, 1);
    engine.advance(20 * DAY);
    mutate(RECENT, 2);
    engine.advance(9 * DAY);
    int visitor = engine.connect();
    assertThat(hello(visitor, OLD)).contains("'known':true,'applied':1");
    engine.disconnect(visitor);
    engine.start();
    engine.advance(3 * DAY);
    engine.start();
    assertThat(hello(engine.connect(), OLD)).contains("'known':false,'applied':0");
    assertThat(hello(engine.connect(), RECENT)).contains("'known':true,'applied':2");
  }

  @Test
  void mutationSentAgainOnASocketThatWasIdleForLong_isAnsweredFromTheRecord() {
    mutate(OLD, 1);
    mutate(OLD, 2);
    int socket = engine.connect();
    hello(socket, OLD);
    engine.advance(32 * DAY);
    engine.start();
    engine.functions().takeStarted();
    engine.send(
        socket,
        "{'type':'mutation','id':'m','fn':'tasks:create','args':{'project':'A','text':'x'},'seq':2,"
            + "'ack':1}");
    assertThat(engine.take(socket).get(0)).startsWith("{'type':'mutationResult','id':'m'");
    assertThat(engine.functions().takeStarted()).isEmpty();
  }

  @Test
  void objectWithoutSessions_isNotWoken() {
    mutate(OLD, 1);
    mutate(OLD, 2);
    engine.advance(40 * DAY);
    assertThat(engine.alarm().atMillis()).isInfinite();
  }
}
