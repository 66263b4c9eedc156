package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.value.ValueOrder;

/** Exactly one value. */
final class LiteralValidator extends Validator {
  private final Doc literal;

  LiteralValidator(Doc literal) {
    this.literal = literal;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    return ValueOrder.equal(value, literal) ? null : expected(value);
  }

  @Override
  String label() {
    return literal.kind() == Doc.STRING ? "\"" + literal.string() + "\"" : Descriptions.of(literal);
  }
}
