package dev.zeroback.core.value;

import dev.zeroback.core.port.Doc;
import java.util.Arrays;

/**
 * The order of values: absent, null, int64, number, boolean, string, bytes, array, object; within
 * strings by UTF-8 bytes, -0 equal to 0, NaN after Infinity. {@link Keys} carries the same order
 * into SQL.
 */
public final class ValueOrder {
  private ValueOrder() {}

  public static boolean equal(Doc a, Doc b) {
    return compare(a, b) == 0;
  }

  /** Negative, zero or positive as {@code a} is before, equal to or after {@code b}. */
  public static int compare(Doc a, Doc b) {
    int kind = a.kind();
    if (kind != b.kind()) {
      return kind < b.kind() ? -1 : 1;
    }
    switch (kind) {
      case Doc.INT64:
        return Long.compare(a.int64(), b.int64());
      case Doc.NUMBER:
        return compareNumbers(a.number(), b.number());
      case Doc.BOOLEAN:
        return a.bool() == b.bool() ? 0 : a.bool() ? 1 : -1;
      case Doc.STRING:
        return compareText(a.string(), b.string());
      case Doc.BYTES:
        return compareBytes(a, b);
      case Doc.ARRAY:
        return compareArrays(a, b);
      case Doc.OBJECT:
        return compareObjects(a, b);
      default:
        return 0;
    }
  }

  private static int compareNumbers(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    boolean aIsNan = Double.isNaN(a);
    boolean bIsNan = Double.isNaN(b);
    return aIsNan == bIsNan ? 0 : aIsNan ? 1 : -1;
  }

  /** By code points, which is the order of UTF-8 bytes: surrogates come after all other units. */
  private static int compareText(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char unitA = a.charAt(i);
      char unitB = b.charAt(i);
      if (unitA != unitB) {
        boolean surrogateA = Character.isSurrogate(unitA);
        if (surrogateA != Character.isSurrogate(unitB)) {
          return surrogateA ? 1 : -1;
        }
        return unitA < unitB ? -1 : 1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int compareBytes(Doc a, Doc b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int difference = a.byteAt(i) - b.byteAt(i);
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareArrays(Doc a, Doc b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int order = compare(a.at(i), b.at(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareObjects(Doc a, Doc b) {
    String[] keysA = sortedKeys(a);
    String[] keysB = sortedKeys(b);
    int length = Math.min(keysA.length, keysB.length);
    for (int i = 0; i < length; i++) {
      int byKey = compareText(keysA[i], keysB[i]);
      int order = byKey != 0 ? byKey : compare(a.field(keysA[i]), b.field(keysB[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(keysA.length, keysB.length);
  }

  /** The keys of the members that are not absent. */
  private static String[] sortedKeys(Doc object) {
    String[] keys = new String[object.size()];
    int present = 0;
    for (int i = 0; i < keys.length; i++) {
      String key = object.keyAt(i);
      if (object.field(key).kind() != Doc.ABSENT) {
        keys[present++] = key;
      }
    }
    String[] sorted = Arrays.copyOf(keys, present);
    Arrays.sort(sorted, ValueOrder::compareText);
    return sorted;
  }
}
