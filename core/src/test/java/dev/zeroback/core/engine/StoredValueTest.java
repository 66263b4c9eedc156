package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.Foreign;
import dev.zeroback.core.testkit.RandomValues;
import dev.zeroback.core.testkit.ScriptedFunctions.Handler;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of every kind on their way into the database, through an index and back. */
class StoredValueTest {
  private static final String SCHEMA =
      "{'tables':{'plain':{'fields':{'v':{'type':'any'}}},'indexed':{'fields':{'v':{'type':'any'}},"
          + "'indexes':[{'name':'by_v','fields':['v']}]}}}";

  private final long seed = Long.getLong("zeroback.seed", System.nanoTime());
  private final RandomValues random = new RandomValues(seed);
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine =
        new TestEngine(SCHEMA, "{'run':{'kind':'mutation','visibility':'public','args':{}}}")
            .start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void value_isReadBackAsItWas() {
    for (int i = 0; i < 500; i++) {
      Object value = random.value();
      String id = (String) run((db, args) -> db.insert("plain", document(value)));
      Object read = ((Map<?, ?>) run((db, args) -> db.get(id))).get("v");
      assertThat(TreeDoc.of(read).toString())
          .as("-Dzeroback.seed=%d", seed)
          .isEqualTo(TreeDoc.of(value).toString());
    }
  }

  @Test
  void patchedValue_isReadBackAsItWas() {
    String id = (String) run((db, args) -> db.insert("indexed", document("first")));
    for (int i = 0; i < 500; i++) {
      Object value = random.value();
      Object inTheRun =
          run(
              (db, args) -> {
                db.patch(id, document(value));
                return db.get(id);
              });
      Object found = ((List<?>) run((db, args) -> db.query(byValue(List.of())))).get(0);
      for (Object read : List.of(inTheRun, run((db, args) -> db.get(id)), found)) {
        assertThat(TreeDoc.of(((Map<?, ?>) read).get("v")).toString())
            .as("-Dzeroback.seed=%d", seed)
            .isEqualTo(TreeDoc.of(value).toString());
      }
    }
  }

  @Test
  void patchedValue_thatTheHandlerChangesLater_staysWhatItWas() {
    String id = (String) run((db, args) -> db.insert("plain", document("first")));
    List<Object> list = new ArrayList<>(List.of("a"));
    Map<String, Object> fields = document(list);
    Object inTheRun =
        run(
            (db, args) -> {
              db.patch(id, fields);
              list.add("b");
              fields.put("v", "c");
              return db.get(id);
            });
    list.add("d");
    for (Object read : List.of(inTheRun, run((db, args) -> db.get(id)))) {
      assertThat(((Map<?, ?>) read).get("v")).isEqualTo(List.of("a"));
    }
  }

  @Test
  void indexedValues_comeInTheirOrderAndAreFoundByEquality() {
    run(
        (db, args) -> {
          for (int i = 0; i < 500; i++) {
            db.insert("indexed", document(random.value()));
          }
          return null;
        });
    List<?> all = (List<?>) run((db, args) -> db.query(byValue(List.of())));
    assertThat(all).hasSize(500);
    for (int i = 1; i < all.size(); i++) {
      assertThat(ValueOrder.compare(value(all.get(i - 1)), value(all.get(i))))
          .as("%s before %s, -Dzeroback.seed=%d", all.get(i - 1), all.get(i), seed)
          .isNotPositive();
    }
    for (Object document : all.subList(0, 100)) {
      Object sought = ((Map<?, ?>) document).get("v");
      List<?> found = (List<?>) run((db, args) -> db.query(byValue(List.of(equalTo(sought)))));
      long expected =
          all.stream().filter(each -> ValueOrder.equal(value(each), value(document))).count();
      assertThat(found).as("%s, -Dzeroback.seed=%d", sought, seed).hasSize((int) expected);
    }
  }

  @Test
  void documentOfOneMebibyte_isTheLargest() {
    String empty =
        "{\"_id\":\"plain:01JGFJJZ000000000000000000\",\"_creationTime\":1735689600000,\"v\":\"\"}";
    String largest = "x".repeat((1 << 20) - empty.length());
    String id = (String) run((db, args) -> db.insert("plain", document(largest)));
    assertThat(((Map<?, ?>) run((db, args) -> db.get(id))).get("v")).isEqualTo(largest);

    assertRefused(
        ErrorCode.TOO_LARGE,
        "larger than 1 MiB",
        (db, args) -> db.insert("plain", document(largest + "x")));
    assertRefused(
        ErrorCode.TOO_LARGE,
        "larger than 1 MiB",
        (db, args) -> {
          db.patch(id, document("é".repeat(1 << 19)));
          return null;
        });
    assertThat(count("plain")).isEqualTo(1);
  }

  @Test
  void indexedFieldThatNoKeyCanHold_isRefused() {
    run((db, args) -> db.insert("indexed", document("x".repeat(500_000))));
    assertRefused(
        ErrorCode.TOO_LARGE,
        "indexed fields",
        (db, args) -> db.insert("indexed", document("x".repeat(600_000))));
    assertRefused(
        ErrorCode.TOO_LARGE,
        "indexed fields",
        (db, args) -> db.insert("indexed", document("\uE000".repeat(200_000))));
    assertThat(count("indexed")).isEqualTo(1);
  }

  @Test
  void valueThatCannotBeStored_isRefusedBeforeAnythingIsWritten() {
    assertRefused(
        ErrorCode.EXECUTION_ERROR,
        "v[1]: Expected a value that can be stored, got a Date",
        (db, args) -> {
          db.insert("plain", document(1.0));
          return db.insert("plain", document(List.of(1.0, new Foreign("Date"))));
        });
    assertThat(count("plain")).isZero();
  }

  @Test
  void rangeThatNoDocumentCanHold_isRefusedAndSpoilsNoOther() {
    run((db, args) -> db.insert("indexed", document("a")));
    for (Object value : List.of(List.of("a", new Foreign("Map")), "\uD800")) {
      assertRefused(
          ErrorCode.BAD_REQUEST,
          "documents hold no such value",
          (db, args) -> db.query(byValue(List.of(equalTo(value)))));
    }
    assertThat((List<?>) run((db, args) -> db.query(byValue(List.of(equalTo("a")))))).hasSize(1);
  }

  private Object run(Handler handler) {
    engine.functions().define("run", handler);
    return engine.call("run", Map.of());
  }

  private void assertRefused(ErrorCode code, String message, Handler handler) {
    assertThatThrownBy(() -> run(handler))
        .hasMessageContaining(message)
        .hasFieldOrPropertyWithValue("code", code);
  }

  private double count(String table) {
    Object count = run((db, args) -> db.query(Map.of("table", table, "terminal", "count")));
    return ((Number) count).doubleValue();
  }

  private static Doc value(Object document) {
    return TreeDoc.of(document).field("v");
  }

  private static Map<String, Object> document(Object value) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("v", value);
    return fields;
  }

  private static Map<String, Object> equalTo(Object value) {
    Map<String, Object> constraint = new HashMap<>(Map.of("op", "eq", "field", "v"));
    constraint.put("value", value);
    return constraint;
  }

  private static Map<String, Object> byValue(List<?> range) {
    return Map.of("table", "indexed", "index", "by_v", "range", range, "terminal", "collect");
  }
}
