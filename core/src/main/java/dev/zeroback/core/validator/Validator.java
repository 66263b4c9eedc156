package dev.zeroback.core.validator;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** Decides whether a value is of a type. The description as data is in docs/architecture.md. */
public abstract class Validator {
  /** Deepest nesting of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  private static final Validator[] NONE = {};

  /**
   * Reads a validator from its description.
   *
   * @param where what it validates, for messages: {@code tasks:list returns}
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when it is no description of a
   *     validator
   */
  public static Validator decode(Doc description, String where) {
    return ValidatorDecoder.decode(description, where);
  }

  /**
   * Checks a value that is written, sent or returned.
   *
   * @param root what the value is called in messages: {@code args}, {@code returns}, a table's name
   * @return whether the value holds something that JSON lacks (an int64, bytes, NaN, an infinity,
   *     -0), so that its text needs tags
   * @throws ZerobackException {@link ErrorCode#EXECUTION_ERROR} naming the path of the first fault
   */
  public final boolean check(Doc value, String root) {
    return check(value, root, Walk.overNew());
  }

  /**
   * Checks a value as it is stored: as {@link #check} does, but fields of objects that are no
   * longer declared stay as they are.
   *
   * @throws ZerobackException {@link ErrorCode#EXECUTION_ERROR} naming the path of the first fault
   */
  public final void checkStored(Doc value, String root) {
    check(value, root, Walk.overStored());
  }

  /** Whether {@link #checkStored} would pass. */
  public final boolean acceptsStored(Doc value) {
    return accepts(value, Walk.overStored());
  }

  private boolean check(Doc value, String root, Walk walk) {
    if (!accepts(value, walk)) {
      Walk explaining = walk.explaining();
      accepts(value, explaining);
      throw new ZerobackException(ErrorCode.EXECUTION_ERROR, explaining.fault().under(root));
    }
    return walk.needsTags();
  }

  /** Whether {@code value} is of this type; in an explaining walk with the fault if it is not. */
  abstract boolean accepts(Doc value, Walk walk);

  /** Whether an object may lack a field of this type. */
  public boolean isOptional() {
    return false;
  }

  /**
   * Whether every value that {@code other} accepts is surely accepted by this validator too. False
   * also when that cannot be told from the two descriptions.
   */
  public final boolean includesAll(Validator other) {
    Validator[] alternatives = other.alternatives();
    if (alternatives.length == 0) {
      return includes(other);
    }
    for (Validator alternative : alternatives) {
      if (!includesAll(alternative)) {
        return false;
      }
    }
    return true;
  }

  /** {@link #includesAll} of a validator that is no union. */
  abstract boolean includes(Validator other);

  /** The members of a union; none for other validators. */
  Validator[] alternatives() {
    return NONE;
  }

  /** Whether this field can tell the objects of a union apart, so that it is looked at first. */
  boolean isDiscriminator() {
    return this instanceof LiteralValidator;
  }

  /**
   * The kinds that an accepted value can have at {@code path}, whose segments before {@code from}
   * lead here, as bits {@code 1 << kind}; 0 when there can be nothing.
   */
  int kindsAt(String[] path, int from) {
    return from == path.length ? kinds() : 0;
  }

  /** The kinds that accepted values have, as bits {@code 1 << kind}. */
  abstract int kinds();

  /** The type, for messages: {@code string}. */
  abstract String label();
}
