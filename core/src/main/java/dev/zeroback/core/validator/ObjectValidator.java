package dev.zeroback.core.validator;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import java.util.ArrayList;
import java.util.HashMap;

/** An object with named fields; others are refused. */
public final class ObjectValidator extends Validator {
  private final String[] names;
  private final Validator[] validators;
  private final HashMap<String, Validator> byName = new HashMap<>();

  private ObjectValidator(String[] names, Validator[] validators) {
    this.names = names;
    this.validators = validators;
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], validators[i]);
    }
  }

  /** Reads {@code {name: validator}}. */
  public static ObjectValidator ofFields(Doc fields) {
    ArrayList<String> names = new ArrayList<>();
    ArrayList<Validator> validators = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      names.add(fields.keyAt(i));
      validators.add(decode(fields.field(fields.keyAt(i))));
    }
    return new ObjectValidator(names.toArray(new String[0]), validators.toArray(new Validator[0]));
  }

  /** The names of the declared fields. */
  public String[] names() {
    return names.clone();
  }

  /** The validator of a declared field; {@code null} if there is none. */
  public Validator field(String name) {
    return byName.get(name);
  }

  /**
   * Checks the fields that a patch sets: those given must fit, an absent one must be optional.
   *
   * @throws ZerobackException {@link ErrorCode#EXECUTION_ERROR}
   */
  public void checkPartial(Doc value, String root) {
    Mismatch mismatch = value.kind() == Doc.OBJECT ? partialMismatch(value) : expected(value);
    if (mismatch != null) {
      throw new ZerobackException(ErrorCode.EXECUTION_ERROR, mismatch.under(root));
    }
  }

  private Mismatch partialMismatch(Doc value) {
    for (int i = 0; i < value.size(); i++) {
      String name = value.keyAt(i);
      Validator validator = byName.get(name);
      if (validator == null) {
        return unexpected(name);
      }
      Mismatch mismatch = validator.test(value.field(name), 1);
      if (mismatch != null) {
        return mismatch.inField(name);
      }
    }
    return null;
  }

  @Override
  Mismatch test(Doc value, int depth) {
    if (value.kind() != Doc.OBJECT) {
      return expected(value);
    }
    if (depth > MAX_DEPTH) {
      return AnyValidator.tooDeep();
    }
    for (int i = 0; i < names.length; i++) {
      Mismatch mismatch = validators[i].test(value.field(names[i]), depth + 1);
      if (mismatch != null) {
        return mismatch.inField(names[i]);
      }
    }
    for (int i = 0; i < value.size(); i++) {
      String name = value.keyAt(i);
      if (!byName.containsKey(name) && value.field(name).kind() != Doc.ABSENT) {
        return unexpected(name);
      }
    }
    return null;
  }

  private Mismatch unexpected(String name) {
    boolean system = name.equals("_id") || name.equals("_creationTime");
    return new Mismatch(
            system
                ? "Unexpected field: the system sets it, leave it out"
                : "Unexpected field; known fields: " + String.join(", ", names))
        .inField(name);
  }

  @Override
  String label() {
    return "object";
  }
}
