package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A double; {@code v.number()} and {@code v.float64()}. */
final class NumberValidator extends Validator {
  private final String label;

  NumberValidator(String label) {
    this.label = label;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.NUMBER ? meet(value.number(), walk) : walk.expected(this, value);
  }

  /** Accepts every number, and notes those that JSON lacks: NaN, the infinities and -0. */
  static boolean meet(double number, Walk walk) {
    if (!(Math.abs(number) <= Double.MAX_VALUE) || number == 0 && 1 / number < 0) {
      walk.meetTagged();
    }
    return true;
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof NumberValidator
        || other instanceof LiteralValidator literal && literal.kind() == Doc.NUMBER;
  }

  @Override
  int kinds() {
    return 1 << Doc.NUMBER;
  }

  @Override
  String label() {
    return label;
  }
}
