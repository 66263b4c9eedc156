package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** An object with keys of one type and values of another. */
final class RecordValidator extends Validator {
  private final Validator keys;
  private final Validator values;

  RecordValidator(Validator keys, Validator values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    if (value.kind() != Doc.OBJECT) {
      return expected(value);
    }
    if (depth > MAX_DEPTH) {
      return AnyValidator.tooDeep();
    }
    for (int i = 0; i < value.size(); i++) {
      String name = value.keyAt(i);
      Doc member = value.field(name);
      Mismatch mismatch = AnyValidator.key(name);
      if (mismatch == null) {
        mismatch = keys.test(new KeyDoc(name), depth + 1);
      }
      if (mismatch == null && member.kind() != Doc.ABSENT) {
        mismatch = values.test(member, depth + 1);
      }
      if (mismatch != null) {
        return mismatch.inField(name);
      }
    }
    return null;
  }

  @Override
  String label() {
    return "record";
  }
}
