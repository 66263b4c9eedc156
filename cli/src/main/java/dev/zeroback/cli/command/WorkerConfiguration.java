package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Json;
import dev.zeroback.cli.platform.Lines;
import dev.zeroback.cli.platform.Paths;
import java.util.List;
import java.util.Optional;

/**
 * The worker's configuration.
 *
 * @param path of its file
 */
record WorkerConfiguration(String path, String text) {
  private static final String TOML_OBJECT =
      """
      [durable_objects]
      bindings = [{ name = "ZEROBACK_DO", class_name = "ZerobackDO" }]

      [[migrations]]
      tag = "v1"
      new_sqlite_classes = ["ZerobackDO"]
      """;

  private static final String JSON_OBJECT =
      """
      "durable_objects": { "bindings": [{ "name": "ZEROBACK_DO", "class_name": "ZerobackDO" }] },
      "migrations": [{ "tag": "v1", "new_sqlite_classes": ["ZerobackDO"] }]
      """;

  /** The names that it may have, in the order in which Wrangler looks for them. */
  static final List<String> NAMES = List.of("wrangler.json", "wrangler.jsonc", "wrangler.toml");

  /** Returns the configuration that Wrangler reads in a folder. */
  static Optional<WorkerConfiguration> in(Session session, String directory) {
    return NAMES.stream().flatMap(name -> at(session, directory + "/" + name).stream()).findFirst();
  }

  static Optional<WorkerConfiguration> at(Session session, String path) {
    return session.files().readText(path).map(text -> new WorkerConfiguration(path, text));
  }

  /** Returns the worker's entry as it is written. */
  Optional<String> main(Json json) {
    return isToml() ? tomlMain() : json.text(JsonComments.without(text), "main");
  }

  /** Returns whether a name stands anywhere but in a comment. */
  boolean mentions(String name) {
    return isToml()
        ? Lines.of(text).stream().anyMatch(line -> withoutComment(line).contains(name))
        : JsonComments.without(text).contains(name);
  }

  /** Returns the first whole number that is given to a name anywhere but in a comment. */
  Optional<Integer> number(String name) {
    return Lines.of(isToml() ? text : JsonComments.without(text)).stream()
        .map(line -> isToml() ? withoutComment(line) : line)
        .filter(line -> line.contains(name))
        .flatMap(line -> digitsAfter(line, line.indexOf(name) + name.length()).stream())
        .findFirst();
  }

  /** Returns the number that stands behind a place; nothing where it is none that a port can be. */
  private static Optional<Integer> digitsAfter(String line, int place) {
    int start = place;
    while (start < line.length() && "\"' =:".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    int end = start;
    while (end < line.length()
        && (line.charAt(end) == '_' || Character.isDigit(line.charAt(end)))) {
      end++;
    }
    String digits = line.substring(start, end).replace("_", "");
    return digits.isEmpty() || digits.length() > 5
        ? Optional.empty()
        : Optional.of(Integer.parseInt(digits));
  }

  /**
   * Says what a worker that was there before Zeroback lacks to serve functions; nothing where it
   * binds a Durable Object.
   */
  Optional<String> lack() {
    return mentions("durable_objects")
        ? Optional.empty()
        : Optional.of(
            Paths.name(path)
                + " binds no Durable Object: the Worker serves no functions. Let \"main\" be "
                + Template.ENTRY
                + ", or a file that exports ZerobackDO as that does, and add:\n\n"
                + (isToml() ? TOML_OBJECT : JSON_OBJECT));
  }

  private boolean isToml() {
    return path.endsWith(".toml");
  }

  /** A key of the worker itself stands above all tables. */
  private Optional<String> tomlMain() {
    for (String line : Lines.of(text)) {
      String start = line.trim();
      if (start.startsWith("[")) {
        break;
      }
      for (String key : List.of("main", "\"main\"")) {
        String rest = start.startsWith(key) ? start.substring(key.length()).trim() : "";
        if (rest.startsWith("=")) {
          return quoted(rest.substring(1).trim());
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what stands between the quotes that {@code start} begins with. */
  private static Optional<String> quoted(String start) {
    if (!start.startsWith("\"") && !start.startsWith("'")) {
      return Optional.empty();
    }
    int end = start.indexOf(start.charAt(0), 1);
    return end < 0 ? Optional.empty() : Optional.of(start.substring(1, end));
  }

  /** Returns what stands before the first {@code #} outside of quotes. */
  private static String withoutComment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#') {
        return line.substring(0, i);
      }
    }
    return line;
  }
}
