package dev.zeroback.worker;

import dev.zeroback.worker.build.MapOperations;
import java.util.ArrayList;
import org.teavm.backend.javascript.spi.InjectedBy;
import org.teavm.dependency.PluggableDependency;
import org.teavm.interop.NoSideEffects;

/**
 * What {@link dev.zeroback.core.port.TextMap} becomes in JavaScript; {@link
 * dev.zeroback.worker.build.NativeClasses} puts it there.
 */
public final class JsTextMap<V> {
  private final Object map = make();

  @SuppressWarnings("unchecked")
  public V get(String key) {
    return (V) find(map, key);
  }

  public boolean has(String key) {
    return holds(map, key);
  }

  public void put(String key, V value) {
    store(map, key, value);
  }

  public boolean putNew(String key, V value) {
    boolean isNew = !has(key);
    if (isNew) {
      put(key, value);
    }
    return isNew;
  }

  public void remove(String key) {
    drop(map, key);
  }

  public void clear() {
    empty(map);
  }

  public int size() {
    return count(map);
  }

  @SuppressWarnings("unchecked")
  public ArrayList<V> values() {
    ArrayList<V> all = new ArrayList<>();
    Object values = iterate(map);
    for (Object value = next(values); value != null; value = next(values)) {
      all.add((V) value);
    }
    return all;
  }

  @InjectedBy(MapOperations.class)
  @NoSideEffects
  private static native Object make();

  @InjectedBy(MapOperations.class)
  @PluggableDependency(MapOperations.class)
  private static native Object find(Object map, String key);

  @InjectedBy(MapOperations.class)
  private static native boolean holds(Object map, String key);

  @InjectedBy(MapOperations.class)
  @PluggableDependency(MapOperations.class)
  private static native void store(Object map, String key, Object value);

  @InjectedBy(MapOperations.class)
  private static native void drop(Object map, String key);

  @InjectedBy(MapOperations.class)
  private static native void empty(Object map);

  @InjectedBy(MapOperations.class)
  private static native int count(Object map);

  @InjectedBy(MapOperations.class)
  private static native Object iterate(Object map);

  @InjectedBy(MapOperations.class)
  @PluggableDependency(MapOperations.class)
  private static native Object next(Object iterator);
}
