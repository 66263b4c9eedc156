package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** Text. */
final class StringValidator extends Validator {
  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.STRING
        ? isWellFormed(value.string(), walk)
        : walk.expected(this, value);
  }

  static boolean isWellFormed(String text, Walk walk) {
    int fault = WellFormed.faultIn(text);
    return fault < 0
        || walk.refuse(
            walk.explains()
                ? "Ill-formed text: half of a surrogate pair at position "
                    .concat(Integer.toString(fault))
                : null);
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof StringValidator
        || other instanceof IdValidator
        || other instanceof LiteralValidator literal && literal.kind() == Doc.STRING;
  }

  @Override
  String label() {
    return "string";
  }
}
