package dev.zeroback.core.validator;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** Reads validators from their descriptions. */
final class ValidatorDecoder {
  private ValidatorDecoder() {}

  static Validator decode(Doc description) {
    Doc type = description.kind() == Doc.OBJECT ? description.field("type") : description;
    if (description.kind() != Doc.OBJECT || type.kind() != Doc.STRING) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Expected a validator like v.string(), got " + Descriptions.of(description) + ".");
    }
    switch (type.string()) {
      case "string":
        return new KindValidator(Doc.STRING, "string");
      case "number":
        return new KindValidator(Doc.NUMBER, "number");
      case "float64":
        return new KindValidator(Doc.NUMBER, "float64");
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
        return new IdValidator(description.field("table").string());
      case "array":
        return new ArrayValidator(decode(description.field("element")));
      case "object":
        return ObjectValidator.ofFields(description.field("fields"));
      case "optional":
        return new OptionalValidator(decode(description.field("inner")));
      case "literal":
        return new LiteralValidator(description.field("value"));
      case "record":
        return new RecordValidator(
            decode(description.field("keys")), decode(description.field("values")));
      case "union":
        return union(description.field("members"));
      default:
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "There is no validator v." + type.string() + "().");
    }
  }

  private static Validator union(Doc descriptions) {
    Validator[] members = new Validator[descriptions.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = decode(descriptions.at(i));
    }
    return new UnionValidator(members);
  }
}
