package dev.zeroback.core.query;

import dev.zeroback.core.testkit.ScriptedFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pages of a query, one after another. */
final class AllPages {
  private AllPages() {}

  /** The documents of all pages. */
  static List<Object> of(ScriptedFunctions.Context db, Map<String, Object> query) {
    List<Object> found = new ArrayList<>();
    Map<String, Object> next = new HashMap<>(query);
    Map<?, ?> page;
    do {
      page = (Map<?, ?>) db.query(next);
      found.addAll((List<?>) page.get("page"));
      next.put("cursor", page.get("continueCursor"));
    } while (page.get("isDone").equals(false));
    return found;
  }
}
