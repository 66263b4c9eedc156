package dev.zeroback.core.scheduler;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** A recurring job as the program declares it. */
public final class CronJob {
  /** Due times of an expression are counted one by one, and no more of them. */
  private static final int MOST_COUNTED = 1_000;

  public final String name;

  /** Name of the function, {@code path/module:export}. */
  public final String function;

  public final Doc args;

  /** What the job is due by: its period or its cron expression. */
  private final double everyMillis;

  private final CronExpression expression;

  /**
   * Reads {@code {name, function, args, everyMillis}} or {@code {name, function, args,
   * expression}}.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when the expression is none or never
   *     fires
   */
  CronJob(Doc declared) {
    name = declared.field("name").string();
    function = declared.field("function").string();
    args = declared.field("args");
    Doc every = declared.field("everyMillis");
    everyMillis = every.kind() == Doc.NUMBER ? every.number() : 0;
    expression = everyMillis > 0 ? null : expression(declared.field("expression").string());
  }

  private CronExpression expression(String text) {
    try {
      CronExpression parsed = new CronExpression(text);
      if (parsed.everFires()) {
        return parsed;
      }
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "\""
              + text
              + "\" never fires: no such day exists in the months it names. Correct the day of"
              + " month or the month.");
    } catch (ZerobackException refused) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST, "Cron job \"" + name + "\": " + refused.getMessage());
    }
  }

  /** The first due time after the job was declared at {@code now}. */
  double first(double now) {
    return everyMillis > 0 ? now + everyMillis : expression.nextAfter(now);
  }

  /** The first due time after {@code now}, counted from the due time {@code previous}. */
  double next(double previous, double now) {
    return everyMillis > 0
        ? previous + (Math.max(0, Math.floor((now - previous) / everyMillis)) + 1) * everyMillis
        : expression.nextAfter(Math.max(previous, now));
  }

  /**
   * How many due times two due times have between them, {@link #MOST_COUNTED} of an expression at
   * most.
   */
  double between(double previous, double next) {
    if (everyMillis > 0) {
      return Math.floor((next - previous) / everyMillis - 0.5);
    }
    int count = 0;
    double due = expression.nextAfter(previous);
    while (due < next && count < MOST_COUNTED) {
      count++;
      due = expression.nextAfter(due);
    }
    return count;
  }
}
