package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** An array whose elements are of one type. */
final class ArrayValidator extends Validator {
  private final Validator element;

  ArrayValidator(Validator element) {
    this.element = element;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.ARRAY ? accepts(value, element, walk) : walk.expected(this, value);
  }

  static boolean accepts(Doc array, Validator element, Walk walk) {
    if (!walk.enter()) {
      return false;
    }
    int size = array.size();
    for (int i = 0; i < size; i++) {
      Doc item = array.at(i);
      boolean fits =
          item.kind() == Doc.ABSENT
              ? walk.refuse(AnyValidator.UNDEFINED_ELEMENT)
              : element.accepts(item, walk);
      if (!fits) {
        return walk.refusedIn(i);
      }
    }
    walk.leave();
    return true;
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof ArrayValidator array && element.includesAll(array.element);
  }

  @Override
  int kinds() {
    return 1 << Doc.ARRAY;
  }

  @Override
  String label() {
    return "array";
  }
}
