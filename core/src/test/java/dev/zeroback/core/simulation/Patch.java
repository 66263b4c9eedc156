package dev.zeroback.core.simulation;

import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The patch of a list of documents or of an object with one, applied as docs/wire-protocol.md says.
 */
final class Patch {
  private final Map<String, Object> patch;

  /**
   * @param patch {@code {remove, put, at?, of?, rest?}}
   */
  Patch(Map<String, Object> patch) {
    this.patch = patch;
  }

  /** The result, as JSON text, that {@code before} becomes. */
  String apply(String before) {
    Object result = TreeDoc.tree(new TreeDocs().parse(before));
    if (result instanceof List<?> list) {
      return SerialReplay.text(apply(list));
    }
    List<Object> list = apply((List<?>) ((Map<?, ?>) result).get(patch.get("of")));
    Map<Object, Object> object =
        new LinkedHashMap<>((Map<?, ?>) patch.getOrDefault("rest", result));
    object.put(patch.get("of"), list);
    return SerialReplay.text(object);
  }

  private List<Object> apply(List<?> before) {
    Map<Object, Object> documents = new LinkedHashMap<>();
    before.forEach(document -> documents.put(id(document), document));
    part("remove").forEach(documents::remove);
    List<?> put = part("put");
    List<?> places = part("at");
    int replacing = put.size() - places.size();
    put.subList(0, replacing).forEach(document -> documents.put(id(document), document));
    List<Object> patched = new ArrayList<>(documents.values());
    for (int i = 0; i < places.size(); i++) {
      patched.add(((Double) places.get(i)).intValue(), put.get(replacing + i));
    }
    return patched;
  }

  private List<?> part(String name) {
    return patch.containsKey(name) ? (List<?>) patch.get(name) : List.of();
  }

  private static Object id(Object document) {
    return ((Map<?, ?>) document).get("_id");
  }
}
