package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code schema.ts} declares.
 *
 * @param path of {@code schema.ts}
 * @param exported the name under which the schema is exported: {@code "schema"} or {@code "default"}
 * @param tables in source order; absent when they can only be known by running the file
 */
public record SchemaModel(String path, String exported, Optional<List<Table>> tables) {
  /**
   * @param shape absent when the table can only be known by running the file
   */
  public record Table(String path, Position position, String name, Optional<Shape> shape) {}

  /** Fields and index names in source order; index fields may be paths such as {@code "address.city"}. */
  public record Shape(
      Map<String, TypeShape.Field> fields,
      Map<String, List<String>> indexes,
      List<String> searchFields) {}
}
