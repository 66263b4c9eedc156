package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.testkit.TestEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose records are as large as a document may be: what they end as has to be stored, too. */
class LargeJobTest {
  private static final double HOUR = 3_600_000;

  private final JobApp app = new JobApp();
  private final TestEngine engine = app.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({"jobs:act, a, succeeded", "jobs:act, bad, failed", "jobs:write, bad, failed"})
  void jobWhoseArgumentsJustFit_endsOnceAndHoldsUpNobody(String fn, String start, String state) {
    String text = start + "x".repeat(longest(fn) - start.length());
    engine.functions().takeStarted();
    String large = app.schedule(HOUR, fn, text);
    String next = app.schedule(HOUR + 1, "jobs:write", "next");
    engine.advance(HOUR + 100);
    assertThat(app.state(large)).isEqualTo(state);
    assertThat(app.state(next)).isEqualTo("succeeded");
    assertThat(engine.functions().takeStarted())
        .filteredOn(name -> name.equals("jobs:act") || name.equals("jobs:write"))
        .hasSize(2);
  }

  /** The longest text that can be scheduled. */
  private int longest(String function) {
    int refused = 1 << 20;
    int fits = refused - 400;
    while (refused - fits > 1) {
      int middle = (fits + refused) >>> 1;
      try {
        app.cancel(app.schedule(10 * HOUR, function, "x".repeat(middle)));
        fits = middle;
      } catch (ZerobackException tooLarge) {
        refused = middle;
      }
    }
    return fits;
  }

  @Test
  void errorThatIsLongerThanADocument_isKeptInPart() {
    String message = "é".repeat(3_000_000);
    for (String name : new String[] {"jobs:act", "jobs:write"}) {
      engine
          .functions()
          .define(
              name,
              (ctx, args) -> {
                throw new ZerobackException(ErrorCode.APP_ERROR, message);
              });
      String id = app.schedule(0, name, "a");
      engine.advance(100);
      assertThat(app.job(id))
          .containsEntry("state", "failed")
          .containsEntry("error", "é".repeat(4_096));
    }
  }

  @ParameterizedTest
  @CsvSource({"3000, 2047", "1, 1"})
  void halvesOfCharactersInAnError_areReplaced(int characters, int kept) {
    engine
        .functions()
        .define(
            "jobs:act",
            (ctx, args) -> {
              throw new ZerobackException(
                  ErrorCode.APP_ERROR, "a" + "😀".repeat(characters) + "\uDE00");
            });
    String id = app.schedule(0, "jobs:act", "a");
    engine.advance(100);
    assertThat(app.job(id))
        .containsEntry("state", "failed")
        .containsEntry("error", "a" + "😀".repeat(kept) + "\uFFFD");
  }
}
