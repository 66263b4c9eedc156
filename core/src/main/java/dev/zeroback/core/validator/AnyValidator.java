package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/**
 * Anything that a document can hold. Every validator's leaves pass through here for text and
 * nesting.
 */
final class AnyValidator extends Validator {
  static Mismatch tooDeep() {
    return new Mismatch("Nested deeper than " + MAX_DEPTH + " levels, or a cycle");
  }

  @Override
  Mismatch test(Doc value, int depth) {
    return value.kind() == Doc.ABSENT ? expected(value) : storable(value, depth);
  }

  /** Why {@code value} cannot be stored; {@code null} if it can. */
  static Mismatch storable(Doc value, int depth) {
    switch (value.kind()) {
      case Doc.STRING:
        return wellFormed(value.string());
      case Doc.ARRAY:
        if (depth > MAX_DEPTH) {
          return tooDeep();
        }
        for (int i = 0; i < value.size(); i++) {
          Doc element = value.at(i);
          Mismatch mismatch =
              element.kind() == Doc.ABSENT
                  ? new Mismatch("undefined in an array; use null")
                  : storable(element, depth + 1);
          if (mismatch != null) {
            return mismatch.inElement(i);
          }
        }
        return null;
      case Doc.OBJECT:
        if (depth > MAX_DEPTH) {
          return tooDeep();
        }
        for (int i = 0; i < value.size(); i++) {
          String key = value.keyAt(i);
          Mismatch mismatch = key(key);
          if (mismatch == null) {
            mismatch = storable(value.field(key), depth + 1);
          }
          if (mismatch != null) {
            return mismatch.inField(key);
          }
        }
        return null;
      case Doc.FOREIGN:
        return new Mismatch("A " + value.foreignName() + " cannot be stored or sent");
      default:
        return null;
    }
  }

  /** Why {@code key} cannot be a key; {@code null} if it can. */
  static Mismatch key(String key) {
    return key.startsWith("$")
        ? new Mismatch("Keys that begin with \"$\" are reserved")
        : wellFormed(key);
  }

  static Mismatch wellFormed(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit >= '\uD800' && unit <= '\uDFFF') {
        if (unit > '\uDBFF' || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return new Mismatch("Ill-formed text: half of a surrogate pair at position " + i);
        }
        i++;
      }
    }
    return null;
  }

  @Override
  String label() {
    return "any value";
  }
}
