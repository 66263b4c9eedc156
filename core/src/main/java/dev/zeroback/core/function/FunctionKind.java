package dev.zeroback.core.function;

/**
 * What a function may do: read; read and write in one transaction; or call others and the outside
 * world.
 */
public enum FunctionKind {
  QUERY("query"),
  MUTATION("mutation"),
  ACTION("action");

  private final String label;

  FunctionKind(String label) {
    this.label = label;
  }

  /** The name in frames and messages. */
  public String label() {
    return label;
  }

  /** The kind with that label; {@code null} if there is none. */
  public static FunctionKind of(String label) {
    for (FunctionKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    return null;
  }
}
