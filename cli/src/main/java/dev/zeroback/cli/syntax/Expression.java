package dev.zeroback.cli.syntax;

import java.util.List;
import java.util.Optional;

/**
 * A value as it is written. Parentheses, {@code as const}, {@code satisfies}, {@code !} and type
 * arguments leave no trace; whatever else the CLI does not read is {@link Opaque}.
 */
public sealed interface Expression {
  Position position();

  record Text(Position position, String value) implements Expression {}

  /** A number, boolean, null, bigint or regular expression as written. */
  record Literal(Position position, String source) implements Expression {}

  record Name(Position position, String name) implements Expression {}

  /** {@code target.name} or {@code target["name"]}. */
  record Member(Position position, Expression target, String name) implements Expression {}

  record Call(Position position, Expression callee, List<Expression> arguments)
      implements Expression {}

  record ListLiteral(Position position, List<Expression> elements) implements Expression {}

  record ObjectLiteral(Position position, List<Property> properties) implements Expression {}

  /** {@code ...value} among arguments or elements. */
  record Spread(Position position, Expression value) implements Expression {}

  /**
   * A function of any form.
   *
   * @param result what an arrow function without braces returns
   * @param body the tokens from the parameters to the end
   */
  record FunctionLiteral(Position position, Optional<Expression> result, TokenRange body)
      implements Expression {}

  record Opaque(Position position, TokenRange source) implements Expression {}

  /** A member of an object literal. */
  sealed interface Property {
    Position position();

    record Entry(Position position, String key, Expression value) implements Property {}

    record SpreadEntry(Position position, Expression value) implements Property {}

    /** {@code [key]: value}, where the key is no literal. */
    record ComputedEntry(Position position, Expression key, Expression value) implements Property {}
  }
}
