package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A field that may be left out. */
final class OptionalValidator extends Validator {
  private final Validator inner;

  OptionalValidator(Validator inner) {
    this.inner = inner;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.ABSENT || inner.accepts(value, walk);
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  boolean includes(Validator other) {
    return inner.includesAll(other instanceof OptionalValidator optional ? optional.inner : other);
  }

  @Override
  boolean isDiscriminator() {
    return inner.isDiscriminator();
  }

  @Override
  int kindsAt(String[] path, int from) {
    return inner.kindsAt(path, from);
  }

  @Override
  int kinds() {
    return inner.kinds() | 1 << Doc.ABSENT;
  }

  @Override
  String label() {
    return inner.label();
  }
}
