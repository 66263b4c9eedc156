package dev.zeroback.conformance.session;

import static java.util.Comparator.comparing;

import dev.zeroback.conformance.session.RandomSession.Task;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A query of the fixture app and what it should answer, in a form in which answers are compared.
 */
record LiveView(Kind kind, String project) {
  private static final int LIMIT = 2;

  /** What a query that throws is shown as. */
  static final Object ERROR = "error";

  enum Kind {
    LIST("tasks:list"),
    OPEN("tasks:open"),
    COUNT("tasks:count"),
    FIRST_BY_TEXT("tasks:firstByText"),
    LIST_UNLESS_BOOM("tasks:listUnlessBoom");

    private final String fn;

    Kind(String fn) {
      this.fn = fn;
    }
  }

  static LiveView any(Random random, String project) {
    Kind[] kinds = Kind.values();
    return new LiveView(kinds[random.nextInt(kinds.length)], project);
  }

  String fn() {
    return kind.fn;
  }

  Map<String, ?> args() {
    return kind == Kind.FIRST_BY_TEXT
        ? Map.of("projectId", project, "n", LIMIT)
        : Map.of("projectId", project);
  }

  /** What the query should answer when these tasks are stored, in the order of their creation. */
  Object expected(List<Task> stored) {
    List<Task> own = stored.stream().filter(task -> task.project().equals(project)).toList();
    return switch (kind) {
      case LIST -> shown(own.stream());
      case OPEN -> shown(own.stream().filter(task -> !task.completed()));
      case COUNT -> own.size();
      case FIRST_BY_TEXT -> shown(own.stream().sorted(comparing(Task::text)).limit(LIMIT));
      case LIST_UNLESS_BOOM ->
          own.stream().anyMatch(task -> task.text().equals("boom"))
              ? ERROR
              : own.stream().map(Task::text).toList();
    };
  }

  private static List<Map<String, Object>> shown(Stream<Task> tasks) {
    return tasks
        .map(
            task ->
                Map.<String, Object>of(
                    "_id", task.id(),
                    "projectId", task.project(),
                    "text", task.text(),
                    "isCompleted", task.completed()))
        .toList();
  }
}
