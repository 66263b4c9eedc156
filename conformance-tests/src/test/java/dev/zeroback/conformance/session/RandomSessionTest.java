package dev.zeroback.conformance.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.Basics;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.List;
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
  void everyClient_isSentTheSameFrames_whenTheObjectIsEvictedBeforeEveryStep() {
    ServerObject object = Basics.newObject();
    List<String> evicted = transcript(object, object::evict);
    List<String> awake = transcript(Basics.newObject(), () -> {});
    assertThat(awake).hasSizeGreaterThan(1_000);
    assertThat(evicted).isEqualTo(awake);
  }

  /** What the clients of one session of 1,000 steps are shown. */
  private static List<String> transcript(ServerObject object, Runnable beforeEachStep) {
    try (RandomSession session = new RandomSession(6, object)) {
      for (int step = 0; step < 1_000; step++) {
        beforeEachStep.run();
        session.step();
        session.check();
      }
      return session.transcript();
    }
  }
}
