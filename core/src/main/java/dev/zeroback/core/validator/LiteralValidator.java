package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.value.ValueOrder;

/** Exactly one string, number, boolean or int64. */
final class LiteralValidator extends Validator {
  private final Doc literal;

  LiteralValidator(Doc literal) {
    this.literal = literal;
  }

  int kind() {
    return literal.kind();
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    if (!ValueOrder.equal(value, literal)) {
      return walk.refuse(walk.explains() ? Fault.expectedLiteral(label(), value) : (Fault) null);
    }
    if (value.kind() == Doc.INT64) {
      walk.meetTagged();
    }
    return value.kind() != Doc.NUMBER || NumberValidator.meet(value.number(), walk);
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof LiteralValidator same && ValueOrder.equal(same.literal, literal);
  }

  @Override
  int kinds() {
    return 1 << literal.kind();
  }

  @Override
  String label() {
    return literal.kind() == Doc.STRING ? "\"" + literal.string() + "\"" : Descriptions.of(literal);
  }
}
