package dev.zeroback.cli.syntax;

/** A file that is not TypeScript as the grammar knows it. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Position position;

  SyntaxException(Position position, String message) {
    super(message);
    this.position = position;
  }

  public Position position() {
    return position;
  }
}
