package dev.zeroback.cli.analysis;

import java.util.List;
import java.util.Map;

/** The TypeScript type of what a validator accepts. */
public sealed interface TypeShape {
  /** A type or literal type as TypeScript writes it. */
  record Simple(String text) implements TypeShape {}

  record Id(String table) implements TypeShape {}

  record ListOf(TypeShape element) implements TypeShape {}

  record RecordOf(TypeShape keys, TypeShape values) implements TypeShape {}

  record Union(List<TypeShape> members) implements TypeShape {}

  record ObjectOf(Map<String, Field> fields) implements TypeShape {}

  record Field(TypeShape type, boolean optional) {}
}
