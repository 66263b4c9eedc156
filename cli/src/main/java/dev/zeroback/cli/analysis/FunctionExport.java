package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Position;

/**
 * An export that is, or may be, a function of the app.
 *
 * @param name the export's name, {@code "default"} for the default export
 */
public record FunctionExport(String name, Position position, Access access) {
  /** Who may call it. */
  public enum Access {
    PUBLIC,
    INTERNAL,
    /** Not even known to be a function before it runs: the types sort it out. */
    UNKNOWN
  }
}
