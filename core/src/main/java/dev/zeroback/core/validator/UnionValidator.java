package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A value of one of several types; the message is that of the type which came closest. */
final class UnionValidator extends Validator {
  private final Validator[] members;
  private final boolean optional;

  UnionValidator(Validator[] members) {
    this.members = members;
    boolean anyOptional = false;
    for (Validator member : members) {
      anyOptional |= member.isOptional();
    }
    this.optional = anyOptional;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    int depth = walk.depth();
    Fault closest = null;
    for (Validator member : members) {
      if (member.accepts(value, walk)) {
        return true;
      }
      walk.resumeAt(depth);
      if (walk.explains()) {
        closest = closest == null ? walk.fault() : closest.orCloser(walk.fault());
      }
    }
    return walk.refuse(closest);
  }

  @Override
  public boolean isOptional() {
    return optional;
  }

  @Override
  boolean includes(Validator other) {
    for (Validator member : members) {
      if (member.includesAll(other)) {
        return true;
      }
    }
    return false;
  }

  @Override
  Validator[] alternatives() {
    return members;
  }

  @Override
  boolean isDiscriminator() {
    for (Validator member : members) {
      if (!member.isDiscriminator()) {
        return false;
      }
    }
    return true;
  }

  @Override
  int kindsAt(String[] path, int from) {
    int kinds = 0;
    for (Validator member : members) {
      kinds |= member.kindsAt(path, from);
    }
    return kinds;
  }

  @Override
  int kinds() {
    int kinds = 0;
    for (Validator member : members) {
      kinds |= member.kinds();
    }
    return kinds;
  }

  @Override
  String label() {
    String label = members[0].label();
    for (int i = 1; i < members.length; i++) {
      label = label.concat(" or ").concat(members[i].label());
    }
    return label;
  }
}
