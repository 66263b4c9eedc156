package dev.zeroback.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What an answer to strangers may not hold. */
final class SafeAnswer {
  /**
   * Words of the machine below: JavaScript's and Java's exceptions, SQL, stack frames, paths; and a
   * defect.
   */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "TypeError|RangeError|ReferenceError|NullPointer|Exception|Cannot read prop"
              + "|is not a function|SQLITE|syntax error at|no such (table|column)|\\n +at "
              + "|node_modules|dev[./]zeroback|Server error");

  private SafeAnswer() {}

  static void check(String answer) {
    assertThat(answer).doesNotContainPattern(INTERNALS);
  }
}
