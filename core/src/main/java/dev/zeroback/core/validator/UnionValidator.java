package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A value of one of several types; the message is that of the type that came closest. */
final class UnionValidator extends Validator {
  private final Validator[] members;

  UnionValidator(Validator[] members) {
    this.members = members;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    Mismatch closest = null;
    for (Validator member : members) {
      Mismatch mismatch = member.test(value, depth);
      if (mismatch == null) {
        return null;
      }
      if (mismatch.depth() > 0 && (closest == null || mismatch.depth() > closest.depth())) {
        closest = mismatch;
      }
    }
    return closest == null ? expected(value) : closest;
  }

  @Override
  public boolean isOptional() {
    for (Validator member : members) {
      if (member.isOptional()) {
        return true;
      }
    }
    return false;
  }

  @Override
  String label() {
    String[] labels = new String[members.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = members[i].label();
    }
    return String.join(" or ", labels);
  }
}
