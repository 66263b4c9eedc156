package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Position;
import java.util.Optional;

/**
 * An export that is, or may be, a function of the app.
 *
 * @param name the export's name, {@code "default"} for the default export
 * @param kind absent while the access is unknown
 * @param definition the object that describes the function, where it is written out
 */
public record FunctionExport(
    String name,
    Position position,
    Access access,
    Optional<Kind> kind,
    Optional<Located> definition) {

  /** Who may call it. */
  public enum Access {
    PUBLIC,
    INTERNAL,
    /** Not even known to be a function before it runs: the types sort it out. */
    UNKNOWN
  }

  /** What it may do. */
  public enum Kind {
    QUERY("query"),
    MUTATION("mutation"),
    ACTION("action");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
