package dev.zeroback.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
  private static String next(String expression, String after) {
    double millis =
        new CronExpression(expression).nextAfter((double) Instant.parse(after).toEpochMilli());
    return Instant.ofEpochMilli((long) millis).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *|2025-01-01T00:00:00Z|2025-01-01T00:01:00Z",
        "* * * * *|2025-01-01T00:00:59.999Z|2025-01-01T00:01:00Z",
        "0 9 * * *|2025-01-01T09:00:00Z|2025-01-02T09:00:00Z",
        "*/20 8-10/2 * * *|2025-06-30T10:40:00Z|2025-07-01T08:00:00Z",
        "5/20 * * * *|2025-01-01T00:05:00Z|2025-01-01T00:25:00Z",
        "0 0 1 JAN *|2025-01-01T00:00:00Z|2026-01-01T00:00:00Z",
        "59 23 31 12 *|2024-12-31T23:59:30Z|2025-12-31T23:59:00Z",
        "0 8 * * mon|2025-01-01T00:00:00Z|2025-01-06T08:00:00Z",
        "0 3 * * 1-5|2025-01-03T03:00:00Z|2025-01-06T03:00:00Z",
        "0 0 * * 1/2|2025-01-03T00:00:00Z|2025-01-06T00:00:00Z",
        "  0\t0  31  *  * |2025-01-31T00:00:00Z|2025-03-31T00:00:00Z",
      })
  void nextDueTime_isTheFirstMinuteThatFits(String expression, String after, String expected) {
    assertThat(next(expression, after)).isEqualTo(expected);
  }

  @Test
  void dayOfMonthAndDayOfWeek_eitherSufficesWhereBothAreGiven() {
    assertThat(next("0 0 13 * FRI", "2025-01-01T00:00:00Z")).isEqualTo("2025-01-03T00:00:00Z");
    assertThat(next("0 0 13 * FRI", "2025-01-10T00:00:00Z")).isEqualTo("2025-01-13T00:00:00Z");
    assertThat(next("0 0 31 2 1", "2025-01-31T00:00:00Z")).isEqualTo("2025-02-03T00:00:00Z");
  }

  @Test
  void dayFieldWithAStep_countsAsGiven() {
    assertThat(next("0 0 */10 * SUN", "2025-01-01T00:00:00Z")).isEqualTo("2025-01-05T00:00:00Z");
    assertThat(next("0 0 */10 * SUN", "2025-01-05T00:00:00Z")).isEqualTo("2025-01-11T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "SUN", "5-7", "sat-7"})
  void sunday_isZeroAndSeven(String weekday) {
    assertThat(next("0 0 * * " + weekday, "2025-01-04T00:00:00Z"))
        .isEqualTo("2025-01-05T00:00:00Z");
  }

  @Test
  void february29_isFoundAcrossACenturyWithoutLeapYear() {
    assertThat(next("0 0 29 2 *", "2025-01-01T00:00:00Z")).isEqualTo("2028-02-29T00:00:00Z");
    assertThat(next("0 0 29 FEB *", "2096-02-29T00:00:00Z")).isEqualTo("2104-02-29T00:00:00Z");
    assertThat(next("0 0 29 2 *", "1999-12-31T23:59:59Z")).isEqualTo("2000-02-29T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 30-31 FEB *"})
  void dayThatNoMonthHas_neverFires(String expression) {
    assertThat(new CronExpression(expression).everFires()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 29 2 *", "0 0 30 2 1", "* * * * *", "0 0 31 4,5 *"})
  void dayThatSomeMonthHas_fires(String expression) {
    assertThat(new CronExpression(expression).everFires()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/0 * * * *|\"*/0\" is no minute.",
        "60 * * * *|\"60\" is no minute.",
        "* 24 * * *|\"24\" is no hour.",
        "* * 0 * *|\"0\" is no day of month.",
        "* * 1- * *|\"1-\" is no day of month.",
        "* * * 13 *|\"13\" is no month.",
        "* * * janu *|\"janu\" is no month.",
        "* * * * 8|\"8\" is no day of week.",
        "* * * * 5-1|\"5-1\" is no day of week.",
        "* * * * mon,|\"mon,\" is no day of week.",
        "1,,2 * * * *|\"1,,2\" is no minute.",
        "1.5 * * * *|\"1.5\" is no minute.",
        "-1 * * * *|\"-1\" is no minute.",
        "99999999999 * * * *|\"99999999999\" is no minute.",
        "* * * MON *|\"MON\" is no month.",
        "? * * * *|\"?\" is no minute.",
        "* * * *|A cron expression has 5 fields",
        "* * * * * *|A cron expression has 5 fields",
      })
  void expressionThatIsNone_isRefusedByTheFieldThatIsWrong(String expression, String message) {
    assertThatThrownBy(() -> new CronExpression(expression)).hasMessageStartingWith(message);
  }
}
