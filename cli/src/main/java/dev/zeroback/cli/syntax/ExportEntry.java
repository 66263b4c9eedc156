package dev.zeroback.cli.syntax;

/** One thing that a module exports. */
public sealed interface ExportEntry {
  Position position();

  /** A declaration of this module or an import, under its exported name. */
  record Local(Position position, String exported, String local, boolean typeOnly)
      implements ExportEntry {}

  /** {@code export { imported as exported } from "specifier"}. */
  record Indirect(
      Position position, String exported, String imported, String specifier, boolean typeOnly)
      implements ExportEntry {}

  /** {@code export * from "specifier"}. */
  record All(Position position, String specifier, boolean typeOnly) implements ExportEntry {}

  /** {@code export default expression}. */
  record DefaultValue(Position position, Expression value) implements ExportEntry {}

  /** {@code export = expression}: no names. */
  record Assignment(Position position) implements ExportEntry {}
}
