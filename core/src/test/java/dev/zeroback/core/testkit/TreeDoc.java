package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A handle to a value in a tree of plain Java objects.
 *
 * <p>A tree is made of {@code Map<String, ?>}, {@code List<?>}, {@link String}, {@link Double},
 * {@link Integer} (a number too), {@link Long} (an int64), {@link Boolean}, {@code byte[]}, {@code
 * null}, {@link Absent} and {@link Foreign}.
 */
public final class TreeDoc implements Doc {
  private static final TreeDoc ABSENT_DOC = new TreeDoc(Absent.ABSENT, ABSENT);

  private final Object tree;
  private final int kind;
  private List<String> keys;

  private TreeDoc(Object tree, int kind) {
    this.tree = tree;
    this.kind = kind;
  }

  public static TreeDoc of(Object tree) {
    return tree == Absent.ABSENT ? ABSENT_DOC : new TreeDoc(tree, kindOf(tree));
  }

  /** The tree behind a handle that this class made. */
  public static Object tree(Doc doc) {
    return ((TreeDoc) doc).tree;
  }

  private static int kindOf(Object tree) {
    if (tree == null) {
      return NULL;
    } else if (tree instanceof Long) {
      return INT64;
    } else if (tree instanceof Double || tree instanceof Integer) {
      return NUMBER;
    } else if (tree instanceof Boolean) {
      return BOOLEAN;
    } else if (tree instanceof String) {
      return STRING;
    } else if (tree instanceof byte[]) {
      return BYTES;
    } else if (tree instanceof List) {
      return ARRAY;
    } else if (tree instanceof Map) {
      return OBJECT;
    }
    return FOREIGN;
  }

  @Override
  public int kind() {
    return kind;
  }

  @Override
  public double number() {
    return ((Number) tree).doubleValue();
  }

  @Override
  public String string() {
    return (String) tree;
  }

  @Override
  public boolean isWellFormed() {
    return string().codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  @Override
  public boolean bool() {
    return (Boolean) tree;
  }

  @Override
  public long int64() {
    return (Long) tree;
  }

  @Override
  public int size() {
    switch (kind) {
      case BYTES:
        return ((byte[]) tree).length;
      case ARRAY:
        return ((List<?>) tree).size();
      default:
        return ((Map<?, ?>) tree).size();
    }
  }

  @Override
  public int byteAt(int index) {
    return ((byte[]) tree)[index] & 0xFF;
  }

  @Override
  public Doc at(int index) {
    return of(((List<?>) tree).get(index));
  }

  @Override
  public String keyAt(int index) {
    if (keys == null) {
      keys = new ArrayList<>();
      for (Object key : ((Map<?, ?>) tree).keySet()) {
        keys.add((String) key);
      }
    }
    return keys.get(index);
  }

  @Override
  public Doc field(String name) {
    // A JavaScript host answers undefined for a field of anything but an object too.
    Map<?, ?> members = tree instanceof Map<?, ?> map ? map : Map.of();
    return members.containsKey(name) ? of(members.get(name)) : ABSENT_DOC;
  }

  @Override
  public String foreignName() {
    return tree instanceof Foreign foreign ? foreign.name() : tree.getClass().getSimpleName();
  }

  /** JSON text with tags, for messages of failing tests. */
  @Override
  public String toString() {
    return kind == FOREIGN || kind == ABSENT ? tree.toString() : JsonText.of(tree);
  }
}
