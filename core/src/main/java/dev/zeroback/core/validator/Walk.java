package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/**
 * One pass over a value. A silent pass only decides; when it has refused the value, an explaining
 * pass finds the fault, so that a good value costs no message and no path.
 */
final class Walk {
  private static final String TOO_DEEP =
      "Nested more than " + Validator.MAX_DEPTH + " levels deep, or the value contains itself";

  private final boolean explains;

  /**
   * Whether fields that no validator names are passed over, as in documents that an older schema
   * let in.
   */
  private final boolean keepsUnknownFields;

  private int depth;
  private boolean needsTags;
  private Fault fault;

  private Walk(boolean explains, boolean keepsUnknownFields) {
    this.explains = explains;
    this.keepsUnknownFields = keepsUnknownFields;
  }

  /** A pass over a value that is written, sent or returned. */
  static Walk overNew() {
    return new Walk(false, false);
  }

  /** A pass over a document as it is stored. */
  static Walk overStored() {
    return new Walk(false, true);
  }

  /** A pass that finds the fault of a value that this one refused. */
  Walk explaining() {
    return new Walk(true, keepsUnknownFields);
  }

  boolean explains() {
    return explains;
  }

  boolean keepsUnknownFields() {
    return keepsUnknownFields;
  }

  /** Whether something was met that JSON lacks. */
  boolean needsTags() {
    return needsTags;
  }

  void meetTagged() {
    needsTags = true;
  }

  /** What the explaining pass found. */
  Fault fault() {
    return fault;
  }

  int depth() {
    return depth;
  }

  /** Goes on from another place. */
  void resumeAt(int earlierDepth) {
    depth = earlierDepth;
  }

  /** Steps into an array or object; refuses it when that is too deep. */
  boolean enter() {
    return ++depth <= Validator.MAX_DEPTH || refuse(TOO_DEEP);
  }

  void leave() {
    depth--;
  }

  boolean refuse(String message) {
    return refuse(explains ? Fault.of(message) : null);
  }

  boolean refuse(Fault found) {
    fault = found;
    return false;
  }

  /** Refuses a value that is not of the type of {@code validator}. */
  boolean expected(Validator validator, Doc value) {
    return refuse(explains ? Fault.expected(validator.label(), value) : null);
  }

  boolean refusedIn(String field) {
    return refuse(explains ? fault.inField(field) : null);
  }

  boolean refusedIn(int element) {
    return refuse(explains ? fault.inElement(element) : null);
  }
}
