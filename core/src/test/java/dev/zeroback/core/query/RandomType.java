package dev.zeroback.core.query;

import dev.zeroback.core.testkit.Absent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A validator made at random, and values that it takes. */
abstract class RandomType {
  /** Of names that SQL, JSON paths and JavaScript objects might stumble over. */
  static final List<String> NAMES =
      List.of("a", "b", "c", "d", "it's", "two words", "größe", "日本", "toString", "order");

  /** Of every kind but bytes, arrays and objects. */
  static final List<Object> SCALARS =
      Arrays.asList(
          null,
          1.0,
          2.0,
          -1.0,
          0.5,
          -0.0,
          0.0,
          1e21,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          true,
          false,
          "",
          "a",
          "b",
          "1",
          "true",
          "null",
          "\uE000",
          "\uD83D\uDE00",
          "it's \"quoted\"",
          1L,
          2L,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MIN_VALUE);

  private static final List<Object> STRUCTURES =
      List.of(
          new byte[] {},
          new byte[] {1},
          new byte[] {-1, 0},
          List.of(),
          List.of(1.0),
          List.of(1L, "a"),
          Arrays.asList(null, 9.0),
          Map.of(),
          Map.of("x", 1.0),
          Map.of("x", "a", "y", List.of()));

  private static final String ANY_SCALAR =
      "{'type':'union','members':[{'type':'null'},{'type':'int64'},{'type':'number'},"
          + "{'type':'boolean'},{'type':'string'}]}";

  /** The validator's description, as JSON with single quotation marks. */
  final String description;

  /** Whether a value may be bytes, an array or an object. */
  final boolean isStructured;

  private RandomType(String description, boolean isStructured) {
    this.description = description;
    this.isStructured = isStructured;
  }

  /** A value that the validator takes; {@link Absent#ABSENT} for none. */
  abstract Object value(Random random);

  /** Types of the fields by name, if it is an object. */
  Map<String, RandomType> fields() {
    return Map.of();
  }

  static Object scalar(Random random) {
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  /**
   * @param depth how many objects it may be within
   */
  static RandomType make(Random random, int depth) {
    RandomType type = required(random, depth);
    return random.nextInt(3) == 0 ? optional(type) : type;
  }

  private static RandomType required(Random random, int depth) {
    switch (random.nextInt(14)) {
      case 0:
      case 1:
        return oneOf("{'type':'string'}", String.class);
      case 2:
      case 3:
        return oneOf("{'type':'number'}", Double.class);
      case 4:
        return oneOf("{'type':'int64'}", Long.class);
      case 5:
        return oneOf("{'type':'boolean'}", Boolean.class);
      case 6:
        return of("{'type':'bytes'}", STRUCTURES.subList(0, 3), true);
      case 7:
        return of(
            "{'type':'union','members':[{'type':'literal','value':'a'},{'type':'literal','value':2},"
                + "{'type':'null'}]}",
            Arrays.asList("a", 2.0, null),
            false);
      case 8:
        return of(
            "{'type':'id','table':'things'}",
            List.of("things:01ARZ3NDEKTSV4RRFFQ69G5FAV", "things:01JGFJJZ00ZZZZZZZZZZZZZZZZ"),
            false);
      case 9:
        return any();
      case 10:
        return of(
            "{'type':'array','element':" + ANY_SCALAR + "}",
            List.of(List.of(), List.of(1.0), List.of(1L, "a"), Arrays.asList(null, 9.0)),
            true);
      case 11:
        return depth == 0 ? any() : object(random, depth - 1);
      default:
        return of(ANY_SCALAR, SCALARS, false);
    }
  }

  /** Those of the scalars that are of one kind. */
  private static RandomType oneOf(String description, Class<?> kind) {
    return of(description, SCALARS.stream().filter(kind::isInstance).toList(), false);
  }

  private static RandomType of(String description, List<?> values, boolean isStructured) {
    return new RandomType(description, isStructured) {
      @Override
      Object value(Random random) {
        return values.get(random.nextInt(values.size()));
      }
    };
  }

  private static RandomType any() {
    List<Object> values = new ArrayList<>(SCALARS);
    values.addAll(STRUCTURES);
    values.addAll(STRUCTURES);
    return of("{'type':'any'}", values, true);
  }

  private static RandomType optional(RandomType type) {
    return new RandomType(
        "{'type':'optional','inner':" + type.description + "}", type.isStructured) {
      @Override
      Object value(Random random) {
        return random.nextInt(3) == 0 ? Absent.ABSENT : type.value(random);
      }

      @Override
      Map<String, RandomType> fields() {
        return type.fields();
      }
    };
  }

  private static RandomType object(Random random, int depth) {
    Map<String, RandomType> fields = someFields(random, 1 + random.nextInt(3), depth);
    return new RandomType("{'type':'object','fields':" + describe(fields) + "}", true) {
      @Override
      Object value(Random random) {
        return RandomType.object(random, fields);
      }

      @Override
      Map<String, RandomType> fields() {
        return fields;
      }
    };
  }

  /** Types for up to {@code count} names, in the order of the names. */
  static Map<String, RandomType> someFields(Random random, int count, int depth) {
    Map<String, RandomType> fields = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(NAMES.get(random.nextInt(NAMES.size())), make(random, depth));
    }
    return fields;
  }

  /** A name as JSON that has no apostrophe, which stands for a quotation mark in tests. */
  static String quoted(String name) {
    return "'" + name.replace("'", "\\u0027") + "'";
  }

  /** The descriptions of fields as one JSON object. */
  static String describe(Map<String, RandomType> fields) {
    List<String> members = new ArrayList<>();
    fields.forEach((name, type) -> members.add(quoted(name) + ":" + type.description));
    return "{" + String.join(",", members) + "}";
  }

  static Map<String, Object> object(Random random, Map<String, RandomType> fields) {
    Map<String, Object> object = new HashMap<>();
    fields.forEach(
        (name, type) -> {
          Object value = type.value(random);
          if (value != Absent.ABSENT) {
            object.put(name, value);
          }
        });
    return object;
  }
}
