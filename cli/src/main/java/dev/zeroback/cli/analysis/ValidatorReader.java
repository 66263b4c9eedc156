package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Expression.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads validators: {@code v.string()}, {@code v.optional(v.array(...))} and names that stand for
 * them.
 */
final class ValidatorReader {
  private static final Map<String, String> SIMPLE =
      Map.of(
          "string", "string",
          "number", "number",
          "float64", "number",
          "int64", "bigint",
          "boolean", "boolean",
          "null", "null",
          "any", "any",
          "bytes", "ArrayBuffer");

  private final Names names;
  private final OpenDefinitions definitions;

  ValidatorReader(Names names, OpenDefinitions definitions) {
    this.names = names;
    this.definitions = definitions;
  }

  /** Returns the field that a validator describes; nothing when it cannot be read. */
  Optional<TypeShape.Field> field(Located value) {
    return names.meaningOf(value) instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.Call call
        ? definitions.read(value, found.value(), validator -> field(validator, call))
        : Optional.empty();
  }

  private Optional<TypeShape.Field> field(Located validator, Expression.Call call) {
    Optional<String> kind =
        names
            .calledServerFunction(new Meaning.Value(validator))
            .filter(name -> name.startsWith("v."))
            .map(name -> name.substring(2));
    if (kind.isPresent() && kind.get().equals("optional") && call.arguments().size() == 1) {
      return type(validator.in(call.arguments().get(0)))
          .map(inner -> new TypeShape.Field(inner, true));
    }
    return kind.flatMap(name -> type(name, validator, call.arguments()))
        .map(type -> new TypeShape.Field(type, false));
  }

  /** Returns the fields of an object literal of validators; nothing when one cannot be read. */
  Optional<Map<String, TypeShape.Field>> fields(Located value) {
    return names.meaningOf(value) instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.ObjectLiteral object
        ? definitions.read(value, found.value(), context -> fields(context, object))
        : Optional.empty();
  }

  private Optional<Map<String, TypeShape.Field>> fields(
      Located context, Expression.ObjectLiteral object) {
    Map<String, TypeShape.Field> fields = new LinkedHashMap<>();
    for (Property property : object.properties()) {
      if (property instanceof Property.Entry entry) {
        Optional<TypeShape.Field> field = field(context.in(entry.value()));
        if (field.isEmpty()) {
          return Optional.empty();
        }
        fields.put(entry.key(), field.get());
      } else if (property instanceof Property.SpreadEntry spread) {
        Optional<Map<String, TypeShape.Field>> more = fields(context.in(spread.value()));
        if (more.isEmpty()) {
          return Optional.empty();
        }
        fields.putAll(more.get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  private Optional<TypeShape> type(Located value) {
    return field(value).filter(field -> !field.optional()).map(TypeShape.Field::type);
  }

  private Optional<TypeShape> type(String kind, Located context, List<Expression> arguments) {
    if (SIMPLE.containsKey(kind)) {
      return Optional.of(new TypeShape.Simple(SIMPLE.get(kind)));
    }
    if (kind.equals("union")) {
      return union(context, arguments);
    }
    if (kind.equals("record") && arguments.size() == 2) {
      Optional<TypeShape> keys = type(context.in(arguments.get(0)));
      Optional<TypeShape> values = type(context.in(arguments.get(1)));
      return keys.isPresent() && values.isPresent()
          ? Optional.of(new TypeShape.RecordOf(keys.get(), values.get()))
          : Optional.empty();
    }
    if (arguments.size() != 1) {
      return Optional.empty();
    }
    Located argument = context.in(arguments.get(0));
    return switch (kind) {
      case "id" -> text(argument).map(table -> new TypeShape.Id(table.text()));
      case "array" -> type(argument).map(TypeShape.ListOf::new);
      case "object" -> fields(argument).map(TypeShape.ObjectOf::new);
      case "literal" -> literal(argument);
      default -> Optional.empty();
    };
  }

  private Optional<TypeShape> union(Located context, List<Expression> arguments) {
    List<TypeShape> members = new ArrayList<>();
    for (Expression argument : arguments) {
      Optional<TypeShape> member = type(context.in(argument));
      if (member.isEmpty()) {
        return Optional.empty();
      }
      members.add(member.get());
    }
    return Optional.of(new TypeShape.Union(members));
  }

  private Optional<TypeShape> literal(Located argument) {
    if (!(names.meaningOf(argument) instanceof Meaning.Value found)) {
      return Optional.empty();
    }
    if (found.value().expression() instanceof Expression.Text text) {
      return Optional.of(new TypeShape.Simple(TypeText.quoted(text.value())));
    }
    return found.value().expression() instanceof Expression.Literal literal
        ? Optional.of(new TypeShape.Simple(literal.source()))
        : Optional.empty();
  }

  /** Returns the text that {@code value} is known to be. */
  Optional<Written> text(Located value) {
    return names.meaningOf(value) instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.Text text
        ? Optional.of(new Written(text.value(), found.value().module().path(), text.position()))
        : Optional.empty();
  }
}
