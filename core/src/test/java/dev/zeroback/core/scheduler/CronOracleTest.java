package dev.zeroback.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * 6,000 random expressions and times against cron-utils, an established library with a UNIX
 * dialect: days of month and of week are ORed where both are given, and a step of 1 is {@code *}.
 */
class CronOracleTest {
  private static final int EXPRESSIONS = 1_500;
  private static final int TIMES = 4;

  private final Random random = new Random(20250101);
  private final CronParser parser =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  @Test
  void nextDueTime_isThatOfTheOracle() {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = expression();
      CronExpression ours = new CronExpression(text);
      ExecutionTime theirs = ExecutionTime.forCron(parser.parse(text));
      for (int j = 0; j < TIMES; j++) {
        long after = 946_684_800_000L + (long) (random.nextDouble() * 3_155_760_000_000d);
        String next = text(ours.nextAfter((double) after));
        String expected =
            theirs
                .nextExecution(Instant.ofEpochMilli(after).atZone(ZoneOffset.UTC))
                .map(time -> time.toInstant().toString())
                .orElse("never");
        if (!next.equals(expected)) {
          differences.add(
              text
                  + " after "
                  + Instant.ofEpochMilli(after)
                  + ": "
                  + next
                  + ", theirs "
                  + expected);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static String text(double millis) {
    return millis == Double.POSITIVE_INFINITY
        ? "never"
        : Instant.ofEpochMilli((long) millis).toString();
  }

  private String expression() {
    String day = field(1, 31, 0.4);
    String weekday = field(0, 6, 0.4);
    return field(0, 59, 0.2)
        + " "
        + field(0, 23, 0.3)
        + " "
        + day
        + " "
        + field(1, 12, 0.5)
        + " "
        + weekday;
  }

  private String field(int lowest, int highest, double any) {
    if (random.nextDouble() < any) {
      return "*";
    }
    StringBuilder list = new StringBuilder();
    do {
      list.append(list.length() == 0 ? "" : ",").append(part(lowest, highest));
    } while (random.nextInt(4) == 0);
    return list.toString();
  }

  private String part(int lowest, int highest) {
    int first = lowest + random.nextInt(highest - lowest + 1);
    int last = first + random.nextInt(highest - first + 1);
    int step = 1 + random.nextInt(Math.min(9, highest));
    return switch (random.nextInt(4)) {
      case 0 -> first + "-" + last;
      case 1 -> first + "-" + last + "/" + step;
      case 2 -> "*/" + step;
      default -> Integer.toString(first);
    };
  }
}
