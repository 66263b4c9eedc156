package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.TypeShape;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Looks up {@code "address.city"} among declared fields. */
final class FieldPath {
  private FieldPath() {}

  /**
   * What a look-up gave.
   *
   * @param type of the field, when it is declared and its type is known
   * @param missing the step of the path that is not declared
   * @param declared the names that are declared in its place, sorted
   */
  record Found(Optional<TypeShape> type, Optional<String> missing, Collection<String> declared) {}

  static Found find(Map<String, TypeShape.Field> fields, String path) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    TypeShape.Field field = fields.get(step);
    if (field == null) {
      return new Found(Optional.empty(), Optional.of(step), new TreeSet<>(fields.keySet()));
    }
    if (dot < 0) {
      return new Found(Optional.of(field.type()), Optional.empty(), new TreeSet<>());
    }
    String rest = path.substring(dot + 1);
    if (field.type() instanceof TypeShape.ObjectOf object) {
      return find(object.fields(), rest);
    }
    boolean open =
        field.type() instanceof TypeShape.Union
            || field.type() instanceof TypeShape.RecordOf
            || field.type().equals(new TypeShape.Simple("any"));
    return open
        ? new Found(Optional.empty(), Optional.empty(), new TreeSet<>())
        : new Found(Optional.empty(), Optional.of(rest), new TreeSet<>());
  }
}
