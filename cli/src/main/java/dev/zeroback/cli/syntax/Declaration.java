package dev.zeroback.cli.syntax;

/** A declaration at the top level of a module. */
public sealed interface Declaration {
  Position position();

  /** A constant with an initial value. */
  record Constant(Position position, Expression value) implements Declaration {}

  /** A function, class, enum or namespace. */
  record Plain(Position position, TokenRange body) implements Declaration {}

  /**
   * A variable whose value is not to be read: a {@code let}, a destructured name, an ambient
   * constant.
   */
  record Variable(Position position) implements Declaration {}

  /** An interface or a type alias. */
  record TypeDeclaration(Position position) implements Declaration {}
}
