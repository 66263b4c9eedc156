package dev.zeroback.core.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates trees of every kind of value. Small pools make equal values and common prefixes likely;
 * that is where orders and comparisons go wrong.
 */
public final class RandomValues {
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    2,
    9,
    10,
    0.1,
    -0.5,
    1.5,
    1e21,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    2.2250738585072014e-308,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    9_007_199_254_740_991d,
    9_007_199_254_740_992d,
    -9_007_199_254_740_992d,
    0x1p60,
    0x1p63
  };
  private static final long[] INT64S = {
    0,
    1,
    -1,
    9,
    10,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE + 1,
    1L << 53,
    (1L << 53) + 1,
    -(1L << 53) - 1,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    -0x1_0000_0000L
  };

  /** Code points around the borders of the key encoding, of UTF-16 and of UTF-8. */
  private static final int[] POINTS = {
    0, 1, 2, 3, 9, ' ', '"', '$', '.', '0', 'A', 'a', 'b', 'z', '~', 0x7F, 0x80, 0xE9, 0x7FF, 0x800,
    0x2028, 0x4E2D, 0xD7FE, 0xD7FF, 0xE000, 0xE001, 0xFFFD, 0xFFFF, 0x10000, 0x103FF, 0x1F600,
    0x10FFFF
  };

  private static final String[] KEYS = {
    "a",
    "b",
    "ab",
    "B",
    "",
    "a.b",
    "a\"b",
    "__proto__",
    "constructor",
    "toString",
    "\u0000",
    "\uE000",
    "\uD83D\uDE00",
    "length",
    "_id"
  };

  private final Random random;

  public RandomValues(long seed) {
    this(new Random(seed));
  }

  public RandomValues(Random random) {
    this.random = random;
  }

  /** Any value that a document can hold, nested at most 3 levels deep. */
  public Object value() {
    return value(3);
  }

  /** A value that is neither an array nor an object. */
  public Object scalar() {
    switch (random.nextInt(7)) {
      case 0:
        return null;
      case 1:
        return int64();
      case 2:
        return random.nextBoolean();
      case 3:
        return bytes();
      case 4:
        return text();
      default:
        return number();
    }
  }

  public Double number() {
    switch (random.nextInt(4)) {
      case 0:
        return NUMBERS[random.nextInt(NUMBERS.length)];
      case 1:
        return (double) (random.nextInt(7) - 3);
      case 2:
        return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      default:
        return Double.longBitsToDouble(random.nextLong());
    }
  }

  public Long int64() {
    switch (random.nextInt(3)) {
      case 0:
        return INT64S[random.nextInt(INT64S.length)];
      case 1:
        return (long) (random.nextInt(7) - 3);
      default:
        return random.nextLong() >> random.nextInt(64);
    }
  }

  /** Well-formed text of up to 5 characters. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      text.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
    }
    return text.toString();
  }

  public byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(3) - 1 : random.nextInt());
    }
    return bytes;
  }

  /** A key that no document refuses. */
  public String key() {
    return KEYS[random.nextInt(KEYS.length)];
  }

  /** An object of up to 4 members, nested at most 3 levels deep. */
  public Map<String, Object> object() {
    return object(3);
  }

  /** A value that differs from {@code tree} in one place, or not at all. */
  public Object near(Object tree) {
    if (tree instanceof List<?> elements) {
      List<Object> changed = new ArrayList<>(elements);
      if (changed.isEmpty() || random.nextInt(4) == 0) {
        changed.add(value(1));
      } else {
        int at = random.nextInt(changed.size());
        changed.set(at, near(changed.get(at)));
      }
      return changed;
    }
    if (tree instanceof Map<?, ?> members) {
      Map<String, Object> changed = new LinkedHashMap<>();
      members.forEach(
          (key, member) ->
              changed.put((String) key, random.nextInt(3) == 0 ? near(member) : member));
      if (random.nextInt(3) == 0) {
        changed.put(key(), value(1));
      }
      return changed;
    }
    if (tree instanceof String text && random.nextBoolean()) {
      return random.nextBoolean() ? text + text() : text() + text;
    }
    if (tree instanceof Double number && random.nextBoolean()) {
      return random.nextBoolean() ? Math.nextUp(number) : -number;
    }
    if (tree instanceof Long int64 && random.nextBoolean()) {
      return int64 + random.nextInt(3) - 1;
    }
    return random.nextBoolean() ? tree : scalar();
  }

  private Object value(int depth) {
    int choice = random.nextInt(depth == 0 ? 6 : 8);
    return choice < 6 ? scalar() : choice == 6 ? array(depth) : object(depth);
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    for (int length = random.nextInt(4); length > 0; length--) {
      elements.add(value(depth - 1));
    }
    return elements;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int size = random.nextInt(5); size > 0; size--) {
      members.put(key(), random.nextInt(10) == 0 ? Absent.ABSENT : value(depth - 1));
    }
    return members;
  }
}
