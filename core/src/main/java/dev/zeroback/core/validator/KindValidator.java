package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** Any value of one of the kinds without structure: boolean, null, int64, bytes. */
final class KindValidator extends Validator {
  private final int kind;
  private final String label;

  KindValidator(int kind, String label) {
    this.kind = kind;
    this.label = label;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    if (value.kind() != kind) {
      return walk.expected(this, value);
    }
    if (kind == Doc.INT64 || kind == Doc.BYTES) {
      walk.meetTagged();
    }
    return true;
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof KindValidator simple && simple.kind == kind
        || other instanceof LiteralValidator literal && literal.kind() == kind;
  }

  @Override
  int kinds() {
    return 1 << kind;
  }

  @Override
  String label() {
    return label;
  }
}
