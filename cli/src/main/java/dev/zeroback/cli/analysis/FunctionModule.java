package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.SourceModule;
import java.util.List;

/**
 * A file of functions.
 *
 * @param name the path below the functions folder without its extension, as in {@code
 *     "utils/stats"}
 * @param functions sorted by name
 * @param special what its default export configures
 */
public record FunctionModule(
    SourceModule source, String name, List<FunctionExport> functions, Special special) {
  /** What a default export may be besides a function. */
  public enum Special {
    NONE,
    HTTP_ROUTER,
    CRON_JOBS,
    /** Anything: that shows when the code runs. */
    POSSIBLE
  }
}
