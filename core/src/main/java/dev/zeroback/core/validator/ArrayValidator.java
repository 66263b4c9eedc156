package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** An array whose elements are of one type. */
final class ArrayValidator extends Validator {
  private final Validator element;

  ArrayValidator(Validator element) {
    this.element = element;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    if (value.kind() != Doc.ARRAY) {
      return expected(value);
    }
    if (depth > MAX_DEPTH) {
      return AnyValidator.tooDeep();
    }
    for (int i = 0; i < value.size(); i++) {
      Doc item = value.at(i);
      Mismatch mismatch =
          item.kind() == Doc.ABSENT
              ? new Mismatch("undefined in an array; use null")
              : element.test(item, depth + 1);
      if (mismatch != null) {
        return mismatch.inElement(i);
      }
    }
    return null;
  }

  @Override
  String label() {
    return "array";
  }
}
