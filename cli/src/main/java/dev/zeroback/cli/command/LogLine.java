package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Json;
import java.util.Optional;

/** An entry of a server's log as people read it. */
final class LogLine {
  private static final int DAY_SECONDS = 86_400;

  private LogLine() {}

  /**
   * @param entry JSON of a {@code run} or a {@code console} entry
   * @param atMillis its Unix time
   */
  static String of(Json json, String entry, double atMillis) {
    String start = clock(atMillis) + "  ";
    String function = json.text(entry, "function").orElse("");
    if (json.text(entry, "type").equals(Optional.of("console"))) {
      String level = json.text(entry, "level").orElse("log");
      return start + function + "  [" + level + "] " + json.text(entry, "message").orElse("");
    }
    String text =
        start
            + json.text(entry, "kind").orElse("")
            + " "
            + function
            + "  "
            + json.text(entry, "outcome").orElse("")
            + "  "
            + json.member(entry, "durationMillis").orElse("?")
            + " ms";
    Optional<String> read = json.member(entry, "rowsRead");
    Optional<String> written = json.member(entry, "rowsWritten");
    if (read.isPresent() && written.isPresent()) {
      text += ", " + read.get() + " rows read, " + written.get() + " written";
    }
    return text + json.text(entry, "error").map(error -> "\n" + error).orElse("");
  }

  /** Returns hours, minutes and seconds of the day, UTC. */
  private static String clock(double atMillis) {
    int seconds = (int) (Math.floor(atMillis / 1000) % DAY_SECONDS);
    return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
