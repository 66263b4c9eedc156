package dev.zeroback.core.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes up what functions do: few values and few documents, so that they meet. */
final class Scripts {
  private static final Object[] VALUES = {0.0, 1.0, 2.0, 3.0, null, "x"};
  private static final String[] NAMES = {"ann", "bob", "cid", "dan"};

  private static final String[] TEXTS = {"red", "blue", "red blue", "blue green"};

  private final Random random;
  private final List<String> knownIds = new ArrayList<>();
  private final List<String> knownJobs = new ArrayList<>();

  Scripts(Random random) {
    this.random = random;
  }

  @SuppressWarnings("unchecked") // scripts are lists of operations
  static List<Map<String, Object>> of(Object tree) {
    return (List<Map<String, Object>>) tree;
  }

  /** An id was made; its document may be gone, or may never have been committed. */
  void learn(String id) {
    knownIds.add(id);
  }

  /** A job was scheduled, perhaps by a transaction that was never committed. */
  void learnJob(String id) {
    knownJobs.add(id);
  }

  /** Reads only, with one outcome whatever the order of its calls. */
  List<Map<String, Object>> query() {
    List<Map<String, Object>> script = new ArrayList<>();
    int reads = 1 + random.nextInt(3);
    for (int i = 0; i < reads; i++) {
      if (chance(3)) {
        script.add(operation("await"));
      }
      addRead(script);
    }
    if (chance(8)) {
      script.add(operation("throwIf", "of", position(script), "size", (double) random.nextInt(4)));
    }
    if (chance(6)) {
      script.add(operation("identity"));
    }
    if (chance(6)) {
      List<Map<String, Object>> nested = new ArrayList<>();
      addRead(nested);
      script.add(operation("call", "kind", "query", "ops", nested, "wait", true));
      if (chance(2)) {
        addRead(script);
      }
    }
    return script;
  }

  /** Reads and writes, also as no careful author would write them. */
  List<Map<String, Object>> mutation(boolean hostile) {
    return mutation(hostile, chance(4) ? 2 : 1);
  }

  private List<Map<String, Object>> mutation(boolean hostile, int depth) {
    List<Map<String, Object>> script = new ArrayList<>();
    int steps = 1 + random.nextInt(depth == 2 ? 4 : 3);
    for (int i = 0; i < steps; i++) {
      if (chance(3)) {
        script.add(operation("await"));
      }
      if (chance(2)) {
        addRead(script);
      }
      if (chance(6) && depth > 0) {
        script.add(nestedMutation(hostile, depth - 1));
      } else if (chance(10)) {
        script.add(operation("call", "kind", "query", "ops", query(), "wait", chance(2)));
      } else if (!chance(6)) {
        script.add(write(script));
      }
      if (chance(8)) {
        addJob(script, depth);
      }
    }
    if (hostile) {
      script.forEach(
          step -> {
            if (chance(3)) {
              step.put("catch", true);
            }
          });
      if (chance(8)) {
        script.add(operation("late"));
      }
    }
    if (chance(12)) {
      script.add(operation("throw"));
    }
    if (chance(10)) {
      script.add(operation("failOnce", "code", chance(2) ? "conflict" : "execution_error"));
    }
    return script;
  }

  /** Changes something. */
  List<Map<String, Object>> touch() {
    return List.of(operation("insert", "table", "things", "fields", fields()));
  }

  private void addJob(List<Map<String, Object>> script, int depth) {
    if (!knownJobs.isEmpty() && chance(2)) {
      String job = knownJobs.get(Math.max(0, knownJobs.size() - 1 - random.nextInt(4)));
      script.add(operation(chance(2) ? "cancel" : "job", "job", job));
    } else if (depth > 0) {
      boolean acts = chance(4);
      script.add(
          operation(
              "schedule",
              "fn",
              acts ? "act" : "write",
              "delay",
              (double) (chance(2) ? 0 : random.nextInt(6_000)),
              "ops",
              acts ? action() : mutation(false, 0)));
    }
  }

  private Map<String, Object> nestedMutation(boolean hostile, int depth) {
    Map<String, Object> call =
        operation("call", "kind", "mutation", "ops", mutation(hostile, depth));
    call.put("wait", !hostile || chance(2));
    if (chance(2)) {
      call.put("catch", true);
    }
    return call;
  }

  /** Calls of an action, each a transaction of its own. */
  List<Map<String, Object>> action() {
    List<Map<String, Object>> script = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      boolean reads = chance(3);
      script.add(
          operation(
              "call",
              "kind",
              reads ? "query" : "mutation",
              "ops",
              reads ? query() : mutation(false),
              "wait",
              chance(2)));
      script.add(operation("await"));
    }
    return script;
  }

  private void addRead(List<Map<String, Object>> script) {
    if (chance(4)) {
      script.add(operation("get", "id", id()));
      return;
    }
    if (chance(6) && !script.isEmpty()) {
      script.add(operation("get", "of", position(script)));
      return;
    }
    Map<String, Object> query = query(chance(5) ? "names" : "things");
    boolean paginates = query.get("terminal").equals("paginate");
    Map<String, Object> read = operation("query", "q", query);
    if (query.get("terminal").equals("unique") && chance(2)) {
      read.put("catch", true);
    }
    script.add(read);
    if (paginates && chance(2)) {
      script.add(operation("query", "q", query, "from", (double) (script.size() - 1)));
    }
  }

  private Map<String, Object> query(String table) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("table", table);
    if (table.equals("things") && chance(7)) {
      return search(query);
    }
    if (table.equals("names")) {
      query.put("index", "by_name");
      query.put("range", chance(4) ? List.of() : List.of(condition("eq", "name", name())));
    } else if (chance(8)) {
      Map<String, Object> orderBy = new LinkedHashMap<>();
      orderBy.put("field", "b");
      orderBy.put("direction", chance(2) ? "asc" : "desc");
      query.put("orderBy", orderBy);
    } else if (!chance(4)) {
      boolean two = chance(2);
      query.put("index", two ? "by_a_b" : "by_a");
      query.put("range", range(two));
    }
    if (!query.containsKey("orderBy") && chance(2)) {
      query.put("order", "desc");
    }
    if (chance(3) && table.equals("things")) {
      query.put("filter", List.of(filter()));
    }
    end(query);
    return query;
  }

  /** Which documents it finds is known, but not in which order. */
  private Map<String, Object> search(Map<String, Object> query) {
    query.put("search", members("field", "t", "query", chance(2) ? "red" : "blue"));
    if (chance(3)) {
      query.put("filter", List.of(filter()));
    }
    query.put("terminal", chance(2) ? "count" : "collect");
    return query;
  }

  private void end(Map<String, Object> query) {
    switch (random.nextInt(9)) {
      case 0, 1 -> query.put("terminal", "collect");
      case 2 -> query.put("terminal", "count");
      case 3 -> query.put("terminal", "first");
      case 4 -> query.put("terminal", "unique");
      case 5, 6 -> {
        query.put("terminal", "paginate");
        query.put("numItems", 1.0 + random.nextInt(3));
      }
      default -> {
        query.put("terminal", "take");
        query.put("n", (double) random.nextInt(4));
      }
    }
  }

  private List<Object> range(boolean two) {
    List<Object> range = new ArrayList<>();
    if (chance(5)) {
      return range;
    }
    if (two && chance(2) || !two && chance(2)) {
      range.add(condition("eq", "a", value()));
      if (!two) {
        return range;
      }
    }
    String field = range.isEmpty() ? "a" : "b";
    if (chance(2)) {
      range.add(condition(chance(2) ? "gt" : "gte", field, value()));
    }
    if (chance(2)) {
      range.add(condition(chance(2) ? "lt" : "lte", field, value()));
    }
    return range;
  }

  private Map<String, Object> filter() {
    String[] operators = {"eq", "neq", "lt", "gte"};
    Map<String, Object> operand = new LinkedHashMap<>();
    operand.put("value", (double) random.nextInt(3));
    return operation(
        operators[random.nextInt(4)],
        "left",
        members("field", chance(2) ? "b" : "a"),
        "right",
        operand);
  }

  private Map<String, Object> write(List<Map<String, Object>> before) {
    boolean names = chance(5);
    Map<String, Object> fields = names ? members("name", name()) : fields();
    switch (random.nextInt(8)) {
      case 0, 1, 2:
        return operation("insert", "table", names ? "names" : "things", "fields", fields);
      case 3:
        return addressed(operation("delete"), before);
      case 4:
        return addressed(operation("replace", "fields", fields()), before);
      default:
        Map<String, Object> patch = new LinkedHashMap<>(fields());
        patch.remove(chance(2) ? "a" : "b");
        return addressed(operation("patch", "fields", patch, "unlabelled", chance(3)), before);
    }
  }

  /** Writes go to things: what is no thing's id is refused as such. */
  private Map<String, Object> addressed(
      Map<String, Object> write, List<Map<String, Object>> before) {
    if (!before.isEmpty() && chance(2)) {
      write.put("of", position(before));
    } else {
      write.put("id", id());
      if (!chance(4)) {
        write.put("catch", true);
      }
    }
    return write;
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", value());
    fields.put("b", (double) random.nextInt(3));
    if (chance(2)) {
      fields.put("t", TEXTS[random.nextInt(TEXTS.length)]);
    }
    return fields;
  }

  private Object value() {
    return VALUES[random.nextInt(VALUES.length)];
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private String id() {
    return knownIds.isEmpty()
        ? "things:01ARZ3NDEKTSV4RRFFQ69G5FAV"
        : knownIds.get(Math.max(0, knownIds.size() - 1 - random.nextInt(12)));
  }

  private double position(List<Map<String, Object>> script) {
    return random.nextInt(script.size());
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private static Map<String, Object> condition(String op, String field, Object value) {
    return operation(op, "field", field, "value", value);
  }

  private static Map<String, Object> operation(String op, Object... members) {
    Map<String, Object> operation = members(members);
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("op", op);
    named.putAll(operation);
    return named;
  }

  private static Map<String, Object> members(Object... members) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      map.put((String) members[i], members[i + 1]);
    }
    return map;
  }
}
