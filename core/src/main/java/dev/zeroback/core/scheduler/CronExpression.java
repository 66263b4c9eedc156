package dev.zeroback.core.scheduler;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import java.util.ArrayList;

/**
 * A cron expression of five fields: minute, hour, day of month, month, day of week; all in UTC.
 *
 * <p>A field is {@code *} or a list of numbers, names ({@code JAN}, {@code MON}), ranges and steps
 * ({@code *}{@code /10}, {@code 8-18/2}, {@code 5/20} up to the highest value); 0 and 7 are Sunday.
 * A day is due when its month fits and, where both day fields are given, either of them does; a day
 * field that is {@code *} does not count, one with a greater step does.
 *
 * <p>The next due time is found by stepping over days, whole months at a time where the month does
 * not fit, with the calendar arithmetic of Howard Hinnant.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html">POSIX
 *     crontab</a>
 * @see <a href="https://howardhinnant.github.io/date_algorithms.html">chrono-compatible low-level
 *     date algorithms</a>
 */
public final class CronExpression {
  private static final int MINUTE = 0;
  private static final int HOUR = 1;
  private static final int DAY = 2;
  private static final int MONTH = 3;
  private static final int WEEKDAY = 4;
  private static final int FIELDS = 5;

  private static final double MINUTE_MILLIS = 60_000;
  private static final int DAY_MINUTES = 1_440;

  /** Days in which February 29 comes round for certain: 2096 to 2104 are eight years. */
  private static final int HORIZON_DAYS = 9 * 366;

  /** The values that each field allows, by field and value. */
  private final boolean[][] allowed = new boolean[FIELDS][];

  private final boolean anyDay;
  private final boolean anyWeekday;

  /**
   * Reads an expression.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} naming the field that is wrong
   */
  public CronExpression(String text) {
    ArrayList<String> words = words(text);
    if (words.size() != FIELDS) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "A cron expression has 5 fields (minute, hour, day of month, month, day of week); \""
              + text
              + "\" has "
              + words.size()
              + ".");
    }
    for (int field = 0; field < FIELDS; field++) {
      allowed[field] = new boolean[highest(field) + 1];
      read(words.get(field), field);
    }
    allowed[WEEKDAY][0] |= allowed[WEEKDAY][7];
    anyDay = isAny(words.get(DAY));
    anyWeekday = isAny(words.get(WEEKDAY));
  }

  private static boolean isAny(String word) {
    return word.equals("*") || word.equals("*/1");
  }

  private static ArrayList<String> words(String text) {
    ArrayList<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == '\t') {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static int lowest(int field) {
    return field == DAY || field == MONTH ? 1 : 0;
  }

  private static int highest(int field) {
    switch (field) {
      case MINUTE:
        return 59;
      case HOUR:
        return 23;
      case DAY:
        return 31;
      case MONTH:
        return 12;
      default:
        return 7;
    }
  }

  private void read(String word, int field) {
    int start = 0;
    while (start <= word.length()) {
      int comma = word.indexOf(',', start);
      int end = comma < 0 ? word.length() : comma;
      readPart(word, start, end, field);
      start = end + 1;
    }
  }

  /** Reads {@code first[-last][/step]} or {@code *[/step]}. */
  private void readPart(String word, int start, int end, int field) {
    String part = word.substring(start, end);
    int slash = part.indexOf('/');
    String range = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : number(part.substring(slash + 1));
    int dash = range.indexOf('-');
    boolean any = range.equals("*");
    int first = any ? lowest(field) : value(dash < 0 ? range : range.substring(0, dash), field);
    int last = first;
    if (dash >= 0) {
      last = value(range.substring(dash + 1), field);
    } else if (any || slash >= 0) {
      last = field == WEEKDAY && first < 7 ? 6 : highest(field);
    }
    if (step < 1 || first < lowest(field) || last < first || last > highest(field)) {
      throw invalid(word, field);
    }
    for (int value = first; value <= last; value += step) {
      allowed[field][value] = true;
    }
  }

  private static ZerobackException invalid(String word, int field) {
    String[] titles = {"minute", "hour", "day of month", "month", "day of week"};
    return new ZerobackException(
        ErrorCode.BAD_REQUEST,
        "\""
            + word
            + "\" is no "
            + titles[field]
            + ". Write *, numbers from "
            + lowest(field)
            + " to "
            + highest(field)
            + ", ranges (1-5), lists (1,3) or steps (*/10).");
  }

  /** The value that a word is or names; -1 if neither. */
  private static int value(String word, int field) {
    String names =
        field == MONTH
            ? "jan feb mar apr may jun jul aug sep oct nov dec "
            : field == WEEKDAY ? "sun mon tue wed thu fri sat " : "";
    int named = word.length() == 3 ? names.indexOf(word.toLowerCase().concat(" ")) : -1;
    return named < 0 ? number(word) : named / 4 + lowest(field);
  }

  private static int number(String word) {
    if (word.isEmpty() || word.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < word.length(); i++) {
      int digit = word.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Whether any day of any year is due; {@code 0 0 30 2 *} never is. */
  public boolean everFires() {
    return nextAfter(0) < Double.POSITIVE_INFINITY;
  }

  /**
   * The first due time strictly after {@code afterMillis}.
   *
   * @param afterMillis Unix time in milliseconds
   * @return Unix time in milliseconds, on a whole minute; infinity when the expression never fires
   */
  public double nextAfter(double afterMillis) {
    double minute = Math.floor(afterMillis / MINUTE_MILLIS) + 1;
    double today = Math.floor(minute / DAY_MINUTES);
    int earliest = (int) (minute - today * DAY_MINUTES);

    // Civil date of the day, in years that begin on March 1.
    double shifted = today + 719_468;
    double era = Math.floor(shifted / 146_097);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    // The year within its era of 400 tells leap years as well as the year itself.
    int year = yearOfEra + (month <= 2 ? 1 : 0);
    int weekday = (int) (today + 4 - Math.floor((today + 4) / 7) * 7);

    int ahead = 0;
    while (ahead <= HORIZON_DAYS) {
      int length = daysIn(month, year);
      if (!allowed[MONTH][month]) {
        int left = length - day + 1;
        ahead += left;
        weekday = (weekday + left) % 7;
        day = length + 1;
      } else {
        int time = isDue(day, weekday) ? timeFrom(ahead == 0 ? earliest : 0) : -1;
        if (time >= 0) {
          return ((today + ahead) * DAY_MINUTES + time) * MINUTE_MILLIS;
        }
        ahead++;
        weekday = (weekday + 1) % 7;
        day++;
      }
      if (day > length) {
        day = 1;
        year += month == 12 ? 1 : 0;
        month = month == 12 ? 1 : month + 1;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private boolean isDue(int day, int weekday) {
    if (anyDay || anyWeekday) {
      return allowed[DAY][day] && allowed[WEEKDAY][weekday];
    }
    return allowed[DAY][day] || allowed[WEEKDAY][weekday];
  }

  /** The first due minute of the day from {@code earliest} on; -1 if none is left. */
  private int timeFrom(int earliest) {
    for (int hour = earliest / 60; hour < 24; hour++) {
      if (allowed[HOUR][hour]) {
        for (int minute = hour == earliest / 60 ? earliest % 60 : 0; minute < 60; minute++) {
          if (allowed[MINUTE][minute]) {
            return hour * 60 + minute;
          }
        }
      }
    }
    return -1;
  }

  private static int daysIn(int month, int year) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
}
