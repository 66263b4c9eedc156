package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A value of one simple kind. */
final class KindValidator extends Validator {
  private final int kind;
  private final String label;

  KindValidator(int kind, String label) {
    this.kind = kind;
    this.label = label;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    if (value.kind() != kind) {
      return expected(value);
    }
    return kind == Doc.STRING ? AnyValidator.wellFormed(value.string()) : null;
  }

  @Override
  String label() {
    return label;
  }
}
