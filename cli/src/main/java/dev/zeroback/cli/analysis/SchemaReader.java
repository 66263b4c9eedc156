package dev.zeroback.cli.analysis;

import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Expression.Property;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code defineSchema({...})}. */
final class SchemaReader {
  private final Names names;
  private final OpenDefinitions definitions;
  private final ValidatorReader validators;

  /**
   * @param diagnostics told of definitions without an end
   */
  SchemaReader(Names names, Diagnostics diagnostics) {
    this.names = names;
    this.definitions = new OpenDefinitions(diagnostics);
    this.validators = new ValidatorReader(names, definitions);
  }

  /** Returns the schema that {@code module} exports; nothing when it exports none. */
  Optional<SchemaModel> read(SourceModule module) {
    for (String exported : List.of("schema", "default")) {
      Optional<Meaning> meaning = names.exportOf(module, exported);
      if (meaning.isPresent()) {
        return Optional.of(new SchemaModel(exported, tables(meaning.get())));
      }
    }
    return Optional.empty();
  }

  private Optional<List<SchemaModel.Table>> tables(Meaning schema) {
    return callOf(schema, "defineSchema").flatMap(call -> tablesIn(call.in(argument(call, 0))));
  }

  /** A table given twice is read twice: the schema's check reports it. */
  private Optional<List<SchemaModel.Table>> tablesIn(Located value) {
    return names.meaningOf(value) instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.ObjectLiteral object
        ? definitions.read(value, found.value(), context -> tablesIn(context, object))
        : Optional.empty();
  }

  private Optional<List<SchemaModel.Table>> tablesIn(
      Located context, Expression.ObjectLiteral object) {
    List<SchemaModel.Table> tables = new ArrayList<>();
    for (Property property : object.properties()) {
      if (property instanceof Property.Entry entry) {
        Written name = new Written(entry.key(), context.module().path(), entry.position());
        tables.add(new SchemaModel.Table(name, shape(context.in(entry.value()))));
      } else if (property instanceof Property.SpreadEntry spread) {
        Optional<List<SchemaModel.Table>> more = tablesIn(context.in(spread.value()));
        if (more.isEmpty()) {
          return Optional.empty();
        }
        tables.addAll(more.get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(tables);
  }

  /** Reads {@code defineTable({...}).index(...).searchIndex(...)} from its end to its start. */
  private Optional<SchemaModel.Shape> shape(Located definition) {
    return names.meaningOf(definition) instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.Call call
        ? definitions.read(definition, found.value(), table -> shape(table, call))
        : Optional.empty();
  }

  private Optional<SchemaModel.Shape> shape(Located table, Expression.Call call) {
    if (callOf(new Meaning.Value(table), "defineTable").isPresent()) {
      return validators
          .fields(table.in(argument(table, 0)))
          .map(fields -> new SchemaModel.Shape(fields, new ArrayList<>(), new ArrayList<>()));
    }
    if (!(call.callee() instanceof Expression.Member method) || call.arguments().size() < 2) {
      return Optional.empty();
    }
    Optional<SchemaModel.Shape> shape = shape(table.in(method.target()));
    if (shape.isEmpty()) {
      return shape;
    }
    Located name = table.in(call.arguments().get(0));
    Located second = table.in(call.arguments().get(1));
    boolean understood =
        switch (method.name()) {
          case "index" -> addIndex(shape.get(), name, second);
          case "searchIndex" -> addSearchIndex(shape.get(), name, second);
          default -> false;
        };
    return understood ? shape : Optional.empty();
  }

  private boolean addIndex(SchemaModel.Shape shape, Located name, Located fields) {
    Optional<Written> text = validators.text(name);
    Optional<List<Written>> paths = texts(fields);
    if (text.isEmpty() || paths.isEmpty()) {
      return false;
    }
    shape.indexes().add(new SchemaModel.Index(text.get(), paths.get()));
    return true;
  }

  private boolean addSearchIndex(SchemaModel.Shape shape, Located name, Located options) {
    Optional<Written> text = validators.text(name);
    Optional<Written> field = validators.text(member(options, "searchField"));
    if (text.isEmpty() || field.isEmpty()) {
      return false;
    }
    shape
        .searchIndexes()
        .add(
            new SchemaModel.SearchIndex(
                text.get(),
                field.get(),
                texts(member(options, "filterFields")).orElse(List.of()),
                validators.text(member(options, "tokenize"))));
    return true;
  }

  private static Located member(Located object, String name) {
    Expression expression = object.expression();
    return object.in(new Expression.Member(expression.position(), expression, name));
  }

  private Optional<List<Written>> texts(Located value) {
    if (!(names.meaningOf(value) instanceof Meaning.Value found)
        || !(found.value().expression() instanceof Expression.ListLiteral list)) {
      return Optional.empty();
    }
    List<Written> texts = new ArrayList<>();
    for (Expression element : list.elements()) {
      Optional<Written> text = validators.text(found.value().in(element));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.add(text.get());
    }
    return Optional.of(texts);
  }

  /**
   * Returns the call that {@code meaning} is, when it calls {@code function} of the server package.
   */
  private Optional<Located> callOf(Meaning meaning, String function) {
    return names
        .calledServerFunction(meaning)
        .filter(function::equals)
        .map(name -> ((Meaning.Value) meaning).value())
        .filter(call -> !((Expression.Call) call.expression()).arguments().isEmpty());
  }

  private static Expression argument(Located call, int index) {
    return ((Expression.Call) call.expression()).arguments().get(index);
  }
}
