package dev.zeroback.conformance.session;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.Server;
import dev.zeroback.conformance.harness.ServerObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients always show what is stored, and are told nothing twice, however often the object sleeps.
 */
class RandomSessionTest {
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.production(App.BASICS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyClient_showsWhatIsStored(long seed) {
    try (RandomSession session = new RandomSession(seed, server.newObject())) {
      for (int step = 0; step < 300; step++) {
        session.step();
        session.check();
      }
    }
  }

  @Test
  void everyClient_showsWhatIsStored_whenTheObjectIsEvictedBeforeEveryStep() {
    ServerObject object = server.newObject();
    try (RandomSession session = new RandomSession(6, object)) {
      for (int step = 0; step < 200; step++) {
        object.evict();
        session.step();
        session.check();
      }
    }
  }
}
