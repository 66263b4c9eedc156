package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Located;
import dev.zeroback.cli.analysis.Names;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Expression.Property;
import dev.zeroback.cli.syntax.SourceModule;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.scheduler.CronExpression;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The jobs of {@code cronJobs()}: names, schedules and the functions that they run. */
final class CronCheck {
  private record Limit(int lowest, int highest) {}

  private static final Map<String, Limit> OPTIONS =
      Map.of(
          "minuteUTC", new Limit(0, 59),
          "hourUTC", new Limit(0, 23),
          "dayOfWeek", new Limit(0, 6),
          "dayOfMonth", new Limit(1, 31));

  private static final Set<String> METHODS =
      Set.of("interval", "cron", "hourly", "daily", "weekly", "monthly");

  private final SourceModule module;
  private final Names names;
  private final FunctionNames functionNames;
  private final Diagnostics diagnostics;
  private final Set<String> jobNames = new HashSet<>();

  private CronCheck(
      SourceModule module, Names names, FunctionNames functionNames, Diagnostics diagnostics) {
    this.module = module;
    this.names = names;
    this.functionNames = functionNames;
    this.diagnostics = diagnostics;
  }

  static void check(Project project, FunctionNames functionNames, Diagnostics diagnostics) {
    for (FunctionModule module : project.modules()) {
      if (module.special() == FunctionModule.Special.CRON_JOBS) {
        CronCheck check =
            new CronCheck(module.source(), project.names(), functionNames, diagnostics);
        module.source().statements().forEach(check::checkStatement);
      }
    }
  }

  private void checkStatement(Expression statement) {
    if (statement instanceof Expression.Call call
        && call.callee() instanceof Expression.Member method
        && METHODS.contains(method.name())
        && isCronJobs(method.target())) {
      checkJob(method.name(), call.arguments());
    }
  }

  private boolean isCronJobs(Expression target) {
    return names
        .calledServerFunction(names.meaningOf(new Located(module, target)))
        .equals(Optional.of("cronJobs"));
  }

  private void checkJob(String method, List<Expression> arguments) {
    if (!arguments.isEmpty() && arguments.get(0) instanceof Expression.Text name) {
      if (!jobNames.add(name.value())) {
        report(
            name,
            "DUPLICATE_CRON",
            "Two cron jobs are named \"" + name.value() + "\". Rename one.");
      }
    }
    if (arguments.size() < 2) {
      return;
    }
    boolean scheduled = !(arguments.get(1) instanceof Expression.Text) || method.equals("cron");
    if (method.equals("cron") && arguments.get(1) instanceof Expression.Text expression) {
      checkExpression(expression);
    } else if (arguments.get(1) instanceof Expression.ObjectLiteral options) {
      checkOptions(method, options);
    }
    int function = scheduled ? 2 : 1;
    if (arguments.size() > function && arguments.get(function) instanceof Expression.Text name) {
      functionNames.checkRunnable(module.path(), name.position(), "crons." + method, name.value());
    }
  }

  private void checkExpression(Expression.Text expression) {
    try {
      if (!new CronExpression(expression.value()).everFires()) {
        report(
            expression,
            "CRON_NEVER_FIRES",
            "\""
                + expression.value()
                + "\" never fires: no such day exists in the months it names."
                + " Correct the day of month or the month.");
      }
    } catch (ZerobackException invalid) {
      report(expression, "INVALID_CRON", invalid.getMessage());
    }
  }

  private void checkOptions(String method, Expression.ObjectLiteral options) {
    boolean positive = false;
    boolean readable = true;
    for (Property property : options.properties()) {
      Optional<Double> value = numberOf(property);
      readable &= value.isPresent();
      if (value.isEmpty()) {
        continue;
      }
      positive |= value.get() > 0;
      Property.Entry entry = (Property.Entry) property;
      Limit limit = OPTIONS.get(entry.key());
      if (limit != null && (value.get() < limit.lowest() || value.get() > limit.highest())) {
        report(
            entry.value(),
            "INVALID_CRON",
            entry.key() + " must be from " + limit.lowest() + " to " + limit.highest() + ".");
      }
    }
    if (method.equals("interval") && readable && !positive) {
      report(
          options,
          "CRON_NEVER_FIRES",
          "The interval is empty, so the job never runs. At least one of hours, minutes and seconds must be positive.");
    }
  }

  private static Optional<Double> numberOf(Property property) {
    if (property instanceof Property.Entry entry
        && entry.value() instanceof Expression.Literal literal) {
      try {
        return Optional.of(Double.parseDouble(literal.source()));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private void report(Expression at, String code, String message) {
    diagnostics.add(module.path(), at.position(), code, message);
  }
}
