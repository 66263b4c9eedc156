package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** What is wrong with a value and where; the path is put together on the way out. */
final class Fault {
  /** The type that was expected; {@code null} when the fault is of another sort. */
  private final String label;

  /** The message, or what was found in place of {@link #label}. */
  private final String text;

  private final boolean missing;
  private final boolean literal;
  private final String path;

  /** How many steps below the checked value the fault lies. */
  private final int steps;

  private Fault(
      String label, String text, boolean missing, boolean literal, String path, int steps) {
    this.label = label;
    this.text = text;
    this.missing = missing;
    this.literal = literal;
    this.path = path;
    this.steps = steps;
  }

  static Fault of(String message) {
    return new Fault(null, message, false, false, "", 0);
  }

  /** A field that no validator names. It counts as little as a missing one. */
  static Fault unexpected(String message) {
    return new Fault(null, message, true, false, "", 0);
  }

  static Fault expected(String label, Doc value) {
    return new Fault(label, Descriptions.of(value), value.kind() == Doc.ABSENT, false, "", 0);
  }

  /**
   * Another value than the literal {@code label}: the mark by which unions tell their objects
   * apart.
   */
  static Fault expectedLiteral(String label, Doc value) {
    return new Fault(label, Descriptions.of(value), value.kind() == Doc.ABSENT, true, "", 0);
  }

  Fault inField(String name) {
    return at(FieldStep.of(name));
  }

  Fault inElement(int index) {
    return at("[".concat(Integer.toString(index)).concat("]"));
  }

  private Fault at(String step) {
    return new Fault(label, text, missing, literal, step.concat(path), steps + 1);
  }

  /**
   * The fault to report when a union refused its value for both reasons: that of the member which
   * came closest. It accepted more levels of the value, has the right literals, or found the field
   * at all.
   */
  Fault orCloser(Fault other) {
    if (label != null && other.label != null && path.equals(other.path)) {
      return new Fault(joined(label, other.label), text, missing, literal, path, steps);
    }
    return other.closeness() > closeness() ? other : this;
  }

  private int closeness() {
    return steps == 0 ? 0 : steps * 3 + (literal ? 0 : missing ? 1 : 2);
  }

  private static String joined(String label, String other) {
    return label.equals(other) ? label : label.concat(" or ").concat(other);
  }

  /** The message, where the checked value is called {@code root}. */
  String under(String root) {
    return root.concat(path).concat(": ").concat(message());
  }

  private String message() {
    if (label == null) {
      return text;
    }
    return missing
        ? "Missing required field, expected ".concat(label)
        : "Expected ".concat(label).concat(", got ").concat(text);
  }
}
