package dev.zeroback.cli.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code schema.ts} declares.
 *
 * @param exported the name under which the schema is exported: {@code "schema"} or {@code
 *     "default"}
 * @param tables in source order; absent when they can only be known by running the file
 */
public record SchemaModel(String exported, Optional<List<Table>> tables) {

  /** Returns the table of that name when its shape is known. */
  public Optional<Shape> shapeOf(String table) {
    return tables.orElse(List.of()).stream()
        .filter(each -> each.name().text().equals(table))
        .findFirst()
        .flatMap(Table::shape);
  }

  /**
   * @param shape absent when the table can only be known by running the file
   */
  public record Table(Written name, Optional<Shape> shape) {}

  /** Fields by name, and indexes, in source order. */
  public record Shape(
      Map<String, TypeShape.Field> fields, List<Index> indexes, List<SearchIndex> searchIndexes) {

    /** Returns the fields that {@code search} may name, each once. */
    public List<String> searchFields() {
      return searchIndexes.stream().map(each -> each.field().text()).distinct().toList();
    }
  }

  /**
   * @param fields may be paths such as {@code "address.city"}
   */
  public record Index(Written name, List<Written> fields) {}

  /**
   * @param field the one that is searched
   * @param filterFields those that searches are filtered by
   */
  public record SearchIndex(
      Written name, Written field, List<Written> filterFields, Optional<Written> tokenizer) {}
}
