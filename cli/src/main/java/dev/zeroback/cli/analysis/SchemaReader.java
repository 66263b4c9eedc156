package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Expression.Property;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code defineSchema({...})}. */
final class SchemaReader {
  private final Names names;
  private final ValidatorReader validators;

  SchemaReader(Names names) {
    this.names = names;
    this.validators = new ValidatorReader(names);
  }

  /** Returns the schema that {@code module} exports; nothing when it exports none. */
  Optional<SchemaModel> read(SourceModule module) {
    for (String exported : List.of("schema", "default")) {
      Optional<Meaning> meaning = names.exportOf(module, exported);
      if (meaning.isPresent()) {
        return Optional.of(new SchemaModel(module.path(), exported, tables(meaning.get())));
      }
    }
    return Optional.empty();
  }

  private Optional<List<SchemaModel.Table>> tables(Meaning schema) {
    return callOf(schema, "defineSchema")
        .flatMap(call -> tablesIn(call.in(argument(call, 0))))
        .map(byName -> List.copyOf(byName.values()));
  }

  private Optional<Map<String, SchemaModel.Table>> tablesIn(Located value) {
    if (!(names.meaningOf(value) instanceof Meaning.Value found)
        || !(found.value().expression() instanceof Expression.ObjectLiteral object)) {
      return Optional.empty();
    }
    Map<String, SchemaModel.Table> tables = new LinkedHashMap<>();
    for (Property property : object.properties()) {
      if (property instanceof Property.Entry entry) {
        Located definition = found.value().in(entry.value());
        tables.put(
            entry.key(),
            new SchemaModel.Table(
                definition.module().path(), entry.position(), entry.key(), shape(definition)));
      } else if (property instanceof Property.SpreadEntry spread) {
        Optional<Map<String, SchemaModel.Table>> more =
            tablesIn(found.value().in(spread.value()));
        if (more.isEmpty()) {
          return Optional.empty();
        }
        tables.putAll(more.get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(tables);
  }

  /** Reads {@code defineTable({...}).index(...).searchIndex(...)} from its end to its start. */
  private Optional<SchemaModel.Shape> shape(Located definition) {
    Meaning meaning = names.meaningOf(definition);
    Optional<Located> table = callOf(meaning, "defineTable");
    if (table.isPresent()) {
      return validators
          .fields(table.get().in(argument(table.get(), 0)))
          .map(
              fields -> new SchemaModel.Shape(fields, new LinkedHashMap<>(), new ArrayList<>()));
    }
    if (!(meaning instanceof Meaning.Value found)
        || !(found.value().expression() instanceof Expression.Call call)
        || !(call.callee() instanceof Expression.Member method)) {
      return Optional.empty();
    }
    Optional<SchemaModel.Shape> shape = shape(found.value().in(method.target()));
    if (shape.isEmpty()) {
      return shape;
    }
    boolean understood =
        switch (method.name()) {
          case "index" -> addIndex(shape.get(), found.value(), call.arguments());
          case "searchIndex" -> addSearchField(shape.get(), found.value(), call.arguments());
          default -> false;
        };
    return understood ? shape : Optional.empty();
  }

  private boolean addIndex(SchemaModel.Shape shape, Located context, List<Expression> arguments) {
    if (arguments.size() < 2) {
      return false;
    }
    Optional<String> name = validators.text(context.in(arguments.get(0)));
    Optional<List<String>> fields = texts(context.in(arguments.get(1)));
    if (name.isEmpty() || fields.isEmpty()) {
      return false;
    }
    shape.indexes().put(name.get(), fields.get());
    return true;
  }

  private boolean addSearchField(
      SchemaModel.Shape shape, Located context, List<Expression> arguments) {
    if (arguments.size() != 2) {
      return false;
    }
    Located options = context.in(arguments.get(1));
    Located field =
        options.in(
            new Expression.Member(
                options.expression().position(), options.expression(), "searchField"));
    Optional<String> name = validators.text(field);
    name.filter(each -> !shape.searchFields().contains(each)).ifPresent(shape.searchFields()::add);
    return name.isPresent();
  }

  private Optional<List<String>> texts(Located value) {
    if (!(names.meaningOf(value) instanceof Meaning.Value found)
        || !(found.value().expression() instanceof Expression.ListLiteral list)) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Expression element : list.elements()) {
      Optional<String> text = validators.text(found.value().in(element));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.add(text.get());
    }
    return Optional.of(Collections.unmodifiableList(texts));
  }

  /** Returns the call that {@code meaning} is, when it calls {@code function} of the server package. */
  private Optional<Located> callOf(Meaning meaning, String function) {
    if (!(meaning instanceof Meaning.Value found)
        || !(found.value().expression() instanceof Expression.Call call)
        || call.arguments().isEmpty()) {
      return Optional.empty();
    }
    Meaning callee = names.meaningOf(found.value().in(call.callee()));
    return callee.equals(new Meaning.External(ModuleGraph.SERVER, function))
        ? Optional.of(found.value())
        : Optional.empty();
  }

  private static Expression argument(Located call, int index) {
    return ((Expression.Call) call.expression()).arguments().get(index);
  }
}
