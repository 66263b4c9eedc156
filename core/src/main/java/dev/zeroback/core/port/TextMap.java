package dev.zeroback.core.port;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Values by text, in the order in which the texts first came. The worker compiles a native {@code
 * Map} in its place.
 */
public final class TextMap<V> {
  private final LinkedHashMap<String, V> values = new LinkedHashMap<>();

  /** The value of {@code key}; {@code null} if there is none. */
  public V get(String key) {
    return values.get(key);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * @param value not null
   */
  public void put(String key, V value) {
    values.put(key, value);
  }

  /** Puts a value where there is none yet; {@code false} if there is one. */
  public boolean putNew(String key, V value) {
    return values.putIfAbsent(key, value) == null;
  }

  public void remove(String key) {
    values.remove(key);
  }

  public void clear() {
    values.clear();
  }

  public int size() {
    return values.size();
  }

  /** The values as they are now. */
  public ArrayList<V> values() {
    return new ArrayList<>(values.values());
  }
}
