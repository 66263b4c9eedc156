package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same session twice, once with an eviction after every frame: the clients get the same frames.
 * They do not ask for patches, which need what an eviction forgets.
 */
class EvictedSessionTest {
  private static final int STEPS = 1_000;

  /** More than some eighty subscriptions do not fit the attachment of a socket. */
  @ParameterizedTest
  @CsvSource({"1,10", "2,10", "3,10", "4,150"})
  void everyFrame_isTheSameWithAnEvictionAfterIt(long seed, int subscriptions) {
    List<String> undisturbed = new TodoSession(seed, subscriptions).run(STEPS, false);
    List<String> evicted = new TodoSession(seed, subscriptions).run(STEPS, true);
    assertThat(undisturbed).hasSizeGreaterThan(STEPS / 2);
    for (int i = 0; i < undisturbed.size(); i++) {
      assertThat(evicted.get(i)).as("frame %d of seed %d", i, seed).isEqualTo(undisturbed.get(i));
    }
    assertThat(evicted).hasSameSizeAs(undisturbed);
  }
}
