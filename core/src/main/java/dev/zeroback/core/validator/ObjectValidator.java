package dev.zeroback.core.validator;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.SystemFields;
import java.util.Arrays;

/** An object with named fields; others are refused. */
public final class ObjectValidator extends Validator {
  private final String[] names;

  /**
   * The fields in the order in which they are looked at: those that tell a union's objects apart
   * come first.
   */
  private final String[] ordered;

  private final Validator[] validators;
  private final TextMap<Validator> byName = new TextMap<>();

  /**
   * @param names in the order of declaration
   */
  ObjectValidator(String[] names, Validator[] declared) {
    this.names = names;
    this.ordered = new String[names.length];
    this.validators = new Validator[names.length];
    int next = 0;
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], declared[i]);
      if (declared[i].isDiscriminator()) {
        ordered[next] = names[i];
        validators[next++] = declared[i];
      }
    }
    for (int i = 0; i < names.length; i++) {
      if (!declared[i].isDiscriminator()) {
        ordered[next] = names[i];
        validators[next++] = declared[i];
      }
    }
  }

  /**
   * Reads {@code {name: validator}}.
   *
   * @param where what the object is, for messages: {@code table "tasks"}, {@code args of
   *     "tasks:list"}
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when it is no description of fields
   */
  public static ObjectValidator ofFields(Doc fields, String where) {
    return ValidatorDecoder.fields(fields, where);
  }

  /** The names of the declared fields. */
  public String[] names() {
    return Arrays.copyOf(names, names.length);
  }

  /** The validator of a declared field; {@code null} if there is none. */
  public Validator field(String name) {
    return byName.get(name);
  }

  /**
   * The kinds of value that a document can have at a path, as bits {@code 1 << kind}; 0 when it can
   * have nothing there.
   */
  public int kindsAt(FieldPath path) {
    return kindsAt(path.segments(), 0);
  }

  /**
   * Checks the fields that a patch sets: those given must fit, an undefined one must be optional.
   *
   * @return as {@link #check} does
   * @throws ZerobackException {@link ErrorCode#EXECUTION_ERROR} naming the path of the first fault
   */
  public boolean checkPartial(Doc fields, String root) {
    Walk walk = Walk.overNew();
    if (!acceptsPartial(fields, walk)) {
      Walk explaining = walk.explaining();
      acceptsPartial(fields, explaining);
      throw new ZerobackException(ErrorCode.EXECUTION_ERROR, explaining.fault().under(root));
    }
    return walk.needsTags();
  }

  private boolean acceptsPartial(Doc fields, Walk walk) {
    if (fields.kind() != Doc.OBJECT) {
      return walk.expected(this, fields);
    }
    if (!walk.enter()) {
      return false;
    }
    int size = fields.size();
    for (int i = 0; i < size; i++) {
      String name = fields.keyAt(i);
      Validator validator = byName.get(name);
      if (validator == null) {
        return unexpected(name, walk);
      }
      Doc value = fields.field(name);
      boolean fits =
          value.kind() == Doc.ABSENT && !validator.isOptional()
              ? walk.refuse("A required field cannot be removed")
              : validator.accepts(value, walk);
      if (!fits) {
        return walk.refusedIn(name);
      }
    }
    walk.leave();
    return true;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    if (value.kind() != Doc.OBJECT) {
      return walk.expected(this, value);
    }
    if (!walk.enter()) {
      return false;
    }
    int present = 0;
    for (int i = 0; i < ordered.length; i++) {
      Doc field = value.field(ordered[i]);
      if (!validators[i].accepts(field, walk)) {
        // A name that is misspelled says more than the one that is missing for it.
        if (walk.explains()
            && field.kind() == Doc.ABSENT
            && !walk.keepsUnknownFields()
            && !acceptsNoOther(value, walk)) {
          return false;
        }
        return walk.refusedIn(ordered[i]);
      }
      if (field.kind() != Doc.ABSENT) {
        present++;
      }
    }
    if (value.size() > present && !walk.keepsUnknownFields() && !acceptsNoOther(value, walk)) {
      return false;
    }
    walk.leave();
    return true;
  }

  private boolean acceptsNoOther(Doc value, Walk walk) {
    int size = value.size();
    for (int i = 0; i < size; i++) {
      String name = value.keyAt(i);
      if (!byName.has(name) && value.field(name).kind() != Doc.ABSENT) {
        return unexpected(name, walk);
      }
    }
    return true;
  }

  private boolean unexpected(String name, Walk walk) {
    if (!walk.explains()) {
      return false;
    }
    String hint =
        SystemFields.has(name)
            ? ": the system sets it, leave it out"
            : names.length == 0 ? "; none is declared" : "; declared: " + String.join(", ", names);
    return walk.refuse(Fault.unexpected("Unexpected field" + hint).inField(name));
  }

  @Override
  boolean includes(Validator other) {
    if (!(other instanceof ObjectValidator object)) {
      return false;
    }
    for (int i = 0; i < ordered.length; i++) {
      Validator theirs = object.byName.get(ordered[i]);
      // A field that is not declared there may be stored nevertheless.
      if (theirs == null || !validators[i].includesAll(theirs)) {
        return false;
      }
    }
    return true;
  }

  @Override
  int kindsAt(String[] path, int from) {
    if (from == path.length) {
      return kinds();
    }
    Validator field = byName.get(path[from]);
    return field == null ? 0 : field.kindsAt(path, from + 1);
  }

  @Override
  int kinds() {
    return 1 << Doc.OBJECT;
  }

  @Override
  String label() {
    return "object";
  }
}
