package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** An object with keys of one type and values of another. */
final class RecordValidator extends Validator {
  static final String RESERVED_KEY = "Keys that begin with \"$\" are reserved";

  private final Validator keys;
  private final Validator values;

  RecordValidator(Validator keys, Validator values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.OBJECT
        ? accepts(value, keys, values, walk)
        : walk.expected(this, value);
  }

  /**
   * @param keys {@code null} when any key will do
   */
  static boolean accepts(Doc object, Validator keys, Validator values, Walk walk) {
    if (!walk.enter()) {
      return false;
    }
    int size = object.size();
    for (int i = 0; i < size; i++) {
      String name = object.keyAt(i);
      Doc member = object.field(name);
      // An undefined member is left out of JSON.
      if (member.kind() != Doc.ABSENT
          && !(acceptsKey(name, keys, walk) && values.accepts(member, walk))) {
        return walk.refusedIn(name);
      }
    }
    walk.leave();
    return true;
  }

  private static boolean acceptsKey(String name, Validator keys, Walk walk) {
    if (name.startsWith("$")) {
      return walk.refuse(RESERVED_KEY);
    }
    if (keys == null) {
      return WellFormed.faultIn(name) < 0 || StringValidator.refuseIllFormed(name, walk);
    }
    return keys.accepts(new KeyDoc(name), walk);
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof RecordValidator record
        && keys.includesAll(record.keys)
        && values.includesAll(record.values);
  }

  @Override
  int kindsAt(String[] path, int from) {
    return from == path.length ? kinds() : values.kindsAt(path, from + 1);
  }

  @Override
  int kinds() {
    return 1 << Doc.OBJECT;
  }

  @Override
  String label() {
    return "record";
  }
}
