package dev.zeroback.conformance.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.Basics;
import dev.zeroback.conformance.harness.ServerObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients always show what is stored, and are told nothing twice, however often the object sleeps.
 */
class RandomSessionTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyClient_showsWhatIsStored(long seed) {
    try (RandomSession session = new RandomSession(seed, Basics.newObject())) {
      for (int step = 0; step < 300; step++) {
        session.step();
        session.check();
      }
      assertThat(session.patches()).isPositive();
    }
  }

  @Test
  void everyClient_showsWhatIsStored_whenTheObjectIsEvictedBeforeEveryStep() {
    ServerObject object = Basics.newObject();
    try (RandomSession session = new RandomSession(6, object)) {
      for (int step = 0; step < 1_000; step++) {
        object.evict();
        session.step();
        session.check();
      }
    }
  }
}
