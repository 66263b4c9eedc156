package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A field that may be left out. */
final class OptionalValidator extends Validator {
  private final Validator inner;

  OptionalValidator(Validator inner) {
    this.inner = inner;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    return value.kind() == Doc.ABSENT ? null : inner.test(value, depth);
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  String label() {
    return inner.label() + " or undefined";
  }
}
