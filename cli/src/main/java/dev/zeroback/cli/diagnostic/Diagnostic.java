package dev.zeroback.cli.diagnostic;

import dev.zeroback.cli.syntax.Position;

/**
 * Something wrong in the user's project.
 *
 * @param file as the user knows it: relative to the working folder
 * @param code stable, in capitals
 * @param message what is wrong and how to fix it, in full sentences
 */
public record Diagnostic(String file, Position position, String code, String message) {
  @Override
  public String toString() {
    return file + ":" + position.line() + ":" + position.column() + "  " + code + "\n" + message;
  }
}
