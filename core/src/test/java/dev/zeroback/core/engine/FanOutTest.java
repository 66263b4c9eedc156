package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many queries and many sockets: what a write costs depends on what it touches. */
class FanOutTest {
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void writeThatTouchesOneOfFiveThousandQueries_runsOne() {
    for (int i = 0; i < 20; i++) {
      int socket = engine.connect();
      for (int j = 0; j < 250; j++) {
        engine.send(
            socket,
            "{'type':'query','id':'q%d','fn':'tasks:list','args':{'project':'P%d'}}"
                .formatted(j, i * 250 + j));
      }
    }
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(5_000);
    engine.functions().takeStarted();
    engine.call("tasks:create", Map.of("project", "P1234", "text", "x"));
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create", "tasks:list");
  }

  @Test
  void thousandSocketsOnOneQuery_areServedByOneRunAndOneText() {
    int[] sockets = IntStream.range(0, 1_000).map(i -> engine.connect()).toArray();
    for (int socket : sockets) {
      engine.send(socket, "{'type':'query','id':'q','fn':'tasks:list','args':{'project':'A'}}");
      engine.take(socket);
    }
    engine.functions().takeStarted();
    int before = engine.serialisedLists();
    engine.call("tasks:create", Map.of("project", "A", "text", "x"));
    assertThat(engine.functions().takeStarted()).containsExactly("tasks:create", "tasks:list");
    for (int socket : sockets) {
      assertThat(engine.take(socket)).hasSize(1);
    }
    assertThat(engine.serialisedLists() - before).isEqualTo(1);
    assertThat(engine.engine().stats().liveQueries()).isEqualTo(1);
  }
}
