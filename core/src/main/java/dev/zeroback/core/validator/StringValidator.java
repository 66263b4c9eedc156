package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** Text. */
final class StringValidator extends Validator {
  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.STRING ? isWellFormed(value, walk) : walk.expected(this, value);
  }

  static boolean isWellFormed(Doc text, Walk walk) {
    return text.isWellFormed() || refuseIllFormed(text.string(), walk);
  }

  static boolean refuseIllFormed(String text, Walk walk) {
    return walk.refuse(
        walk.explains()
            ? "Ill-formed text: half of a surrogate pair at position "
                .concat(Integer.toString(WellFormed.faultIn(text)))
            : null);
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof StringValidator
        || other instanceof IdValidator
        || other instanceof LiteralValidator literal && literal.kind() == Doc.STRING;
  }

  @Override
  int kinds() {
    return 1 << Doc.STRING;
  }

  @Override
  String label() {
    return "string";
  }
}
