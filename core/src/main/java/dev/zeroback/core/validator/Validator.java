package dev.zeroback.core.validator;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** Decides whether a value is of a type. The description as data is in docs/architecture.md. */
public abstract class Validator {
  /** Deepest nesting of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  /** Reads a validator from its description. */
  public static Validator decode(Doc description) {
    return ValidatorDecoder.decode(description);
  }

  /**
   * Checks a value.
   *
   * @param root what the value is, the beginning of paths in messages: {@code args}
   * @throws ZerobackException {@link ErrorCode#EXECUTION_ERROR}
   */
  public final void check(Doc value, String root) {
    Mismatch mismatch = test(value, 0);
    if (mismatch != null) {
      throw new ZerobackException(ErrorCode.EXECUTION_ERROR, mismatch.under(root));
    }
  }

  /** The first thing that is wrong with {@code value}; {@code null} if nothing is. */
  abstract Mismatch test(Doc value, int depth);

  /** Whether an object may lack a field of this type. */
  public boolean isOptional() {
    return false;
  }

  /** The type, for messages: {@code string}. */
  abstract String label();

  final Mismatch expected(Doc value) {
    return value.kind() == Doc.ABSENT
        ? new Mismatch("Missing required field, expected " + label())
        : new Mismatch("Expected " + label() + ", got " + Descriptions.of(value));
  }
}
