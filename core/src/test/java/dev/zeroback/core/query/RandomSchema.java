package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.testkit.TreeDocs;
import dev.zeroback.core.value.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A table "things" with fields of random types, and indexes on some of them. */
final class RandomSchema {
  private final Random random;
  private final Map<String, RandomType> fields;

  /** Types by path, of fields and of fields of their objects. */
  private final Map<String, RandomType> types = new TreeMap<>();

  /** Paths by the name of the index. */
  private final Map<String, List<String>> indexes = new LinkedHashMap<>();

  RandomSchema(Random random) {
    this.random = random;
    this.fields = RandomType.someFields(random, 2 + random.nextInt(5), 2);
    addTypes("", fields);
    indexes.put("by_id", List.of("_id"));
    indexes.put("by_creation_time", List.of("_creationTime"));
    for (int i = random.nextInt(5); i > 0; i--) {
      indexes.put("by_" + i, somePaths());
    }
  }

  private void addTypes(String prefix, Map<String, RandomType> members) {
    members.forEach(
        (name, type) -> {
          types.put(prefix + name, type);
          addTypes(prefix + name + ".", type.fields());
        });
  }

  private List<String> somePaths() {
    List<String> paths = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String path = pick(List.copyOf(types.keySet()));
      if (!paths.contains(path)) {
        paths.add(path);
      }
    }
    return paths;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** The schema as JSON with single quotation marks. */
  String json() {
    List<String> declared = new ArrayList<>();
    indexes.forEach(
        (name, paths) -> {
          if (!paths.get(0).startsWith("_")) {
            List<String> quoted = paths.stream().map(RandomType::quoted).toList();
            declared.add("{'name':'" + name + "','fields':[" + String.join(",", quoted) + "]}");
          }
        });
    return "{'tables':{'things':{'fields':"
        + RandomType.describe(fields)
        + ",'indexes':["
        + String.join(",", declared)
        + "]}}}";
  }

  /** A document without its system fields. */
  Map<String, Object> document() {
    return RandomType.object(random, fields);
  }

  /** A path to a field that the schema declares. */
  String path() {
    return pick(List.copyOf(types.keySet()));
  }

  /** Whether a document can have a value at a path. */
  boolean declares(String path) {
    Doc schema = new TreeDocs().parse(json().replace('\'', '"'));
    Table table = Schema.decode(schema).table("things");
    return table.fields().kindsAt(FieldPath.parse(path)) != 0;
  }

  /** A path to a field that has an order in SQL: neither bytes nor an array nor an object. */
  String scalarPath() {
    List<String> paths = new ArrayList<>(List.of("_id", "_creationTime"));
    types.forEach(
        (path, type) -> {
          if (!type.isStructured) {
            paths.add(path);
          }
        });
    return pick(paths);
  }

  /** A value that the field may have, or {@code Absent}. */
  Object valueAt(String path) {
    return types.get(path).value(random);
  }

  String index() {
    return pick(List.copyOf(indexes.keySet()));
  }

  /** Paths of the fields of an index, the most significant first. */
  List<String> pathsOf(String index) {
    return indexes.get(index);
  }

  /** The fields of the top level. */
  List<String> names() {
    return List.copyOf(fields.keySet());
  }
}
