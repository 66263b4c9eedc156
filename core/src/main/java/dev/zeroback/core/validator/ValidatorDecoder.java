package dev.zeroback.core.validator;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/**
 * Reads validators from their descriptions. A place is named as in {@code table "tasks", field
 * address.zip}.
 */
final class ValidatorDecoder {
  private ValidatorDecoder() {}

  static Validator decode(Doc description, String where) {
    if (description.kind() != Doc.OBJECT || description.field("type").kind() != Doc.STRING) {
      throw refused(
          where, "expected a validator such as v.string(), got " + Descriptions.of(description));
    }
    String type = description.field("type").string();
    switch (type) {
      case "string":
        return new StringValidator();
      case "number":
      case "float64":
        return new NumberValidator(type);
      case "int64":
        return new KindValidator(Doc.INT64, "int64 (a bigint)");
      case "boolean":
        return new KindValidator(Doc.BOOLEAN, "boolean");
      case "null":
        return new KindValidator(Doc.NULL, "null");
      case "bytes":
        return new KindValidator(Doc.BYTES, "bytes (an ArrayBuffer)");
      case "any":
        return new AnyValidator();
      case "id":
        return id(description.field("table"), where);
      case "array":
        return new ArrayValidator(
            required(description.field("element"), where, "the elements of an array"));
      case "object":
        return fields(description.field("fields"), where);
      case "optional":
        return new OptionalValidator(decode(description.field("inner"), where));
      case "literal":
        return literal(description.field("value"), where);
      case "record":
        return new RecordValidator(
            required(description.field("keys"), where, "the keys of a record"),
            required(description.field("values"), where, "the values of a record"));
      case "union":
        return union(description.field("members"), where);
      default:
        throw refused(where, "there is no validator v." + type + "()");
    }
  }

  static ObjectValidator fields(Doc fields, String where) {
    if (fields.kind() != Doc.OBJECT) {
      throw refused(where, "expected an object of validators, got " + Descriptions.of(fields));
    }
    String[] names = new String[fields.size()];
    Validator[] validators = new Validator[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = fields.keyAt(i);
      String field = where.concat(FieldStep.of(name));
      if (name.startsWith("$")) {
        throw refused(field, "names that begin with \"$\" are reserved; rename the field");
      }
      if (WellFormed.faultIn(name) >= 0) {
        throw refused(field, "the name is ill-formed text; rename the field");
      }
      names[i] = name;
      validators[i] = decode(fields.field(name), field);
    }
    return new ObjectValidator(names, validators);
  }

  private static Validator id(Doc table, String where) {
    if (table.kind() != Doc.STRING) {
      throw refused(where, "v.id() takes the name of a table, got " + Descriptions.of(table));
    }
    return new IdValidator(table.string());
  }

  private static Validator literal(Doc value, String where) {
    switch (value.kind()) {
      case Doc.STRING:
        if (!value.isWellFormed()) {
          throw refused(where, "v.literal() takes well-formed text");
        }
        return new LiteralValidator(value);
      case Doc.NUMBER:
      case Doc.BOOLEAN:
      case Doc.INT64:
        return new LiteralValidator(value);
      default:
        throw refused(
            where,
            "v.literal() takes a string, number, boolean or bigint, got " + Descriptions.of(value));
    }
  }

  private static Validator union(Doc descriptions, String where) {
    if (descriptions.kind() != Doc.ARRAY || descriptions.size() == 0) {
      throw refused(where, "v.union() takes at least one validator");
    }
    Validator[] members = new Validator[descriptions.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = decode(descriptions.at(i), where);
    }
    return new UnionValidator(members);
  }

  private static Validator required(Doc description, String where, String what) {
    Validator validator = decode(description, where);
    if (validator.isOptional()) {
      throw refused(where, what + " cannot be optional; use v.null() in a union for a missing one");
    }
    return validator;
  }

  private static ZerobackException refused(String where, String reason) {
    return new ZerobackException(ErrorCode.BAD_REQUEST, where + ": " + reason + ".");
  }
}
