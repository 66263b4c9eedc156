package dev.zeroback.cli.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Five-field cron expressions, as far as to say whether one is well formed and ever fires. */
final class CronExpression {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final int[] LONGEST_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** One of the five fields; names stand for its values from the lowest on. */
  private record Field(String title, int lowest, int highest, List<String> names) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS),
          new Field("day of week", 0, 7, DAYS));

  private CronExpression() {}

  /** Why an expression is refused. */
  record Problem(String code, String message) {}

  static Optional<Problem> problemIn(String expression) {
    List<String> fields = words(expression);
    if (fields.size() != FIELDS.size()) {
      return invalid(
          "A cron expression has 5 fields (minute, hour, day of month, month, day of week); \""
              + expression
              + "\" has "
              + fields.size()
              + ".");
    }
    List<BitSet> values = new ArrayList<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      Optional<BitSet> read = valuesOf(fields.get(i), FIELDS.get(i));
      if (read.isEmpty()) {
        return invalid(
            "\""
                + fields.get(i)
                + "\" is no "
                + FIELDS.get(i).title
                + ". Write *, numbers from "
                + FIELDS.get(i).lowest
                + " to "
                + FIELDS.get(i).highest
                + ", ranges (1-5), lists (1,3) or steps (*/10).");
      }
      values.add(read.get());
    }
    boolean anyWeekday = fields.get(4).startsWith("*");
    if (anyWeekday && !someDayExists(values.get(2), values.get(3))) {
      return Optional.of(
          new Problem(
              "CRON_NEVER_FIRES",
              "\""
                  + expression
                  + "\" never fires: no such day exists in the months it names."
                  + " Correct the day of month or the month."));
    }
    return Optional.empty();
  }

  private static boolean someDayExists(BitSet days, BitSet months) {
    return months.stream().anyMatch(month -> days.nextSetBit(1) <= LONGEST_MONTH[month - 1]);
  }

  private static Optional<BitSet> valuesOf(String text, Field field) {
    BitSet values = new BitSet();
    for (String part : split(text, ',')) {
      List<String> stepped = split(part, '/');
      int step = stepped.size() == 1 ? 1 : number(stepped.get(1), List.of(), 0);
      if (stepped.size() > 2 || step < 1) {
        return Optional.empty();
      }
      List<String> range = split(stepped.get(0), '-');
      boolean any = stepped.get(0).equals("*");
      int first = any ? field.lowest : number(range.get(0), field.names, field.lowest);
      int last = first;
      if (any || range.size() == 1 && stepped.size() == 2) {
        last = field.highest;
      } else if (range.size() == 2) {
        last = number(range.get(1), field.names, field.lowest);
      }
      if (range.size() > 2 || first < field.lowest || last > field.highest || last < first) {
        return Optional.empty();
      }
      for (int value = first; value <= last; value += step) {
        values.set(value);
      }
    }
    return Optional.of(values);
  }

  /** Returns the number that a word is or names, or -1. */
  private static int number(String word, List<String> names, int firstNamed) {
    int named = names.indexOf(word.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + firstNamed;
    }
    boolean digits =
        !word.isEmpty() && word.length() <= 4 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(word) : -1;
  }

  private static List<String> words(String text) {
    return split(text.trim(), ' ').stream().filter(word -> !word.isEmpty()).toList();
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Optional<Problem> invalid(String message) {
    return Optional.of(new Problem("INVALID_CRON", message));
  }
}
