package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** Anything that a document can hold. */
final class AnyValidator extends Validator {
  static final String UNDEFINED_ELEMENT = "undefined in an array; use null";

  @Override
  boolean accepts(Doc value, Walk walk) {
    switch (value.kind()) {
      case Doc.ABSENT:
        return walk.expected(this, value);
      case Doc.STRING:
        return StringValidator.isWellFormed(value, walk);
      case Doc.NUMBER:
        return NumberValidator.meet(value.number(), walk);
      case Doc.INT64:
      case Doc.BYTES:
        walk.meetTagged();
        return true;
      case Doc.ARRAY:
        return ArrayValidator.accepts(value, this, walk);
      case Doc.OBJECT:
        return RecordValidator.accepts(value, null, this, walk);
      case Doc.FOREIGN:
        return walk.expected(this, value);
      default:
        return true;
    }
  }

  @Override
  boolean includes(Validator other) {
    return !other.isOptional();
  }

  @Override
  int kindsAt(String[] path, int from) {
    return kinds();
  }

  @Override
  int kinds() {
    return -1;
  }

  @Override
  String label() {
    return "a value that can be stored";
  }
}
