package dev.zeroback.conformance.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies patches as docs/wire-protocol.md describes them. */
final class Patches {
  private Patches() {}

  static List<Object> apply(List<?> before, Map<?, ?> patch) {
    Map<Object, Object> documents = new LinkedHashMap<>();
    before.forEach(document -> documents.put(((Map<?, ?>) document).get("_id"), document));
    ((List<?>) patch.get("remove")).forEach(documents::remove);
    List<?> put = (List<?>) patch.get("put");
    List<?> at = patch.containsKey("at") ? (List<?>) patch.get("at") : List.of();
    int staying = put.size() - at.size();
    for (Object document : put.subList(0, staying)) {
      Object id = ((Map<?, ?>) document).get("_id");
      if (documents.put(id, document) == null) {
        throw new AssertionError("A patch changes " + id + ", which is not there");
      }
    }
    List<Object> after = new ArrayList<>(documents.values());
    for (int i = 0; i < at.size(); i++) {
      after.add(((Number) at.get(i)).intValue(), put.get(staying + i));
    }
    return after;
  }
}
