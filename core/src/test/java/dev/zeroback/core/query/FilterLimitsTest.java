package dev.zeroback.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that reach the limits of SQLite, and comparisons of two fields. */
class FilterLimitsTest {
  private final TestEngine engine =
      new TestEngine(
          "{'tables':{'things':{'fields':{'n':{'type':'number'},'s':{'type':'string'},"
              + "'o':{'type':'optional','inner':{'type':'number'}},'x':{'type':'any'},"
              + "'deep':{'type':'object','fields':{'s':{'type':'string'}}},"
              + "'aNameOfAFieldThatHasAsManyAsSixtyFourCharactersWhichIsLongEnough':"
              + "{'type':'optional','inner':{'type':'number'}}}}}}",
          "{'run':{'kind':'mutation','visibility':'public','args':{}}}");

  @BeforeEach
  void start() {
    engine
        .functions()
        .define(
            "run",
            (db, args) -> {
              for (int i = 0; i < 20; i++) {
                db.insert(
                    "things",
                    Map.of(
                        "n", (double) i, "s", "s" + i, "x", 1.0, "deep", Map.of("s", "s" + i % 3)));
              }
              return null;
            });
    engine.start();
    engine.call("run", Map.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Object count(Map<String, ?> filter) {
    engine
        .functions()
        .define(
            "run",
            (db, args) ->
                db.query(
                    Map.of("table", "things", "filter", List.of(filter), "terminal", "count")));
    return engine.call("run", Map.of());
  }

  private static Map<String, Object> compare(String operator, String field, Object value) {
    return Map.of("op", operator, "left", Map.of("field", field), "right", Map.of("value", value));
  }

  private static Map<String, Object> fields(String operator, String left, String right) {
    return Map.of("op", operator, "left", Map.of("field", left), "right", Map.of("field", right));
  }

  private static Map<String, Object> join(String operator, List<Map<String, Object>> parts) {
    return Map.of("op", operator, "of", parts);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9, 95, 96, 101, 5_000})
  void anyNumberOfEqualitiesOfOneField_isOneCondition(int number) {
    List<Map<String, Object>> texts = new ArrayList<>();
    List<Map<String, Object>> numbers = new ArrayList<>();
    List<Map<String, Object>> others = new ArrayList<>();
    Map<String, Object> chain = compare("eq", "s", "s0");
    for (int i = 0; i < number; i++) {
      texts.add(compare("eq", "s", "s" + i * 2));
      numbers.add(compare("eq", "n", (double) i));
      others.add(compare("neq", "n", (double) i));
    }
    for (int i = 1; i < Math.min(number, 400); i++) {
      chain = join("or", List.of(chain, compare("eq", "s", "s" + i)));
    }
    assertThat(count(join("or", texts))).isEqualTo((double) Math.min(number, 10));
    assertThat(count(join("or", numbers))).isEqualTo((double) Math.min(number, 20));
    assertThat(count(join("and", others))).isEqualTo((double) Math.max(0, 20 - number));
    assertThat(count(chain)).isEqualTo((double) Math.min(number, 20));
  }

  @Test
  void mostValues_areComparedAndMoreAreRefusedByName() {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int i = 0; i < 95; i++) {
      parts.add(compare("gt", "s", "s" + i));
    }
    assertThat(count(join("or", parts))).isEqualTo(19.0);
    parts.add(compare("gt", "s", "x"));
    assertThatThrownBy(() -> count(join("or", parts)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOO_LARGE)
        .hasMessageContaining("at most 95 values");
    assertThat(count(compare("gt", "n", 5.0))).isEqualTo(14.0);
  }

  @ParameterizedTest
  @CsvSource({"n,80", "aNameOfAFieldThatHasAsManyAsSixtyFourCharactersWhichIsLongEnough,48"})
  void comparisonsByOrder_areRefusedBeyondTheNumberThatIsDocumented(String field, int number) {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      parts.add(compare("gte", field, (double) i));
    }
    assertThat(count(join("or", parts))).isIn(0.0, 20.0);
    for (int i = number; i < 95; i++) {
      parts.add(compare("gte", field, (double) i));
    }
    assertThatThrownBy(() -> count(join("or", parts)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOO_LARGE)
        .hasMessageContaining("fewer of lt, lte, gt and gte");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.a\"b", "x.a\\b", "x.a\0b"})
  void nameThatNoPathCanHold_isRefused(String field) {
    assertThatThrownBy(() -> count(compare("eq", field, 1.0)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining("a backslash or a zero character");
  }

  @Test
  void conditionsWithoutValues_areLimitedByTheirText() {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      parts.add(fields("gt", "n", "o"));
    }
    assertThatThrownBy(() -> count(join("and", parts)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOO_LARGE);
  }

  @Test
  void deepFilters_runOrAreRefused() {
    for (String operator : List.of("not", "mixed", "wide")) {
      Map<String, Object> filter = compare("gte", "n", 0.0);
      int depth = 1;
      while (true) {
        try {
          assertThat(count(filter)).as("%s %d", operator, depth).isIn(20.0, 0.0);
        } catch (RuntimeException refused) {
          assertThat(refused).hasFieldOrPropertyWithValue("code", ErrorCode.TOO_LARGE);
          break;
        }
        depth++;
        filter =
            switch (operator) {
              case "not" -> join("not", List.of(filter));
              case "mixed" ->
                  join(
                      depth % 2 == 0 ? "and" : "or",
                      List.of(filter, compare("gt", "n", -1.0), compare("lt", "n", 99.0)));
              default ->
                  join(
                      depth % 2 == 0 ? "and" : "or",
                      List.of(
                          filter,
                          fields("lte", "n", "n"),
                          fields("lte", "n", "n"),
                          fields("lte", "n", "n")));
            };
      }
      assertThat(depth).as(operator).isGreaterThan(7);
    }
  }

  @Test
  void longText_isComparedOrRefused() {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      parts.add(compare("eq", "s", i + "x".repeat(70_000)));
    }
    assertThatThrownBy(() -> count(join("or", parts)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOO_LARGE);
    assertThat(count(join("or", parts.subList(0, 8)))).isEqualTo(0.0);
  }

  @Test
  void fieldsThatMayHoldStructures_areNotComparedWithFields() {
    for (String field : List.of("x", "deep")) {
      assertThatThrownBy(() -> count(fields("eq", "n", field)))
          .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
          .hasMessageContaining("\"" + field + "\" cannot be compared with another field")
          .hasMessageContaining("bytes, an array or an object");
    }
    assertThatThrownBy(() -> count(fields("eq", "nope", "n")))
        .hasMessageContaining("names field \"nope\", which the table does not declare");
    assertThat(count(fields("eq", "s", "deep.s"))).isEqualTo(3.0);
    assertThat(count(fields("gt", "n", "_creationTime"))).isEqualTo(0.0);
    assertThat(count(fields("lt", "o", "n"))).isEqualTo(20.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "sS", "n.x", "deep.t", "deep.s.t", "toString"})
  void fieldThatNoDocumentCanHave_isRefused(String field) {
    String place =
        "table \"things\" names field \"" + field + "\", which the table does not declare";
    assertThatThrownBy(() -> count(compare("eq", field, 1.0)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining(place);
    engine
        .functions()
        .define(
            "run",
            (db, args) ->
                db.query(
                    Map.of(
                        "table",
                        "things",
                        "orderBy",
                        Map.of("field", field),
                        "terminal",
                        "first")));
    assertThatThrownBy(() -> engine.call("run", Map.of())).hasMessageContaining(place);
  }

  @Test
  void fieldBelowAnyValue_mayBeAskedFor() {
    assertThat(count(compare("eq", "x.y.z", 1.0))).isEqualTo(0.0);
    assertThat(count(compare("eq", "o", 1.0))).isEqualTo(0.0);
  }

  @Test
  void failingStatement_isNotTakenForATooLargeResult() {
    engine
        .functions()
        .define("run", (db, args) -> db.query(Map.of("table", "things", "terminal", "collect")));
    int calls = engine.sql().calls();
    engine.sql().failAtCall(1);
    assertThatThrownBy(() -> engine.call("run", Map.of()))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("the disk is on fire");
    assertThat(engine.sql().calls() - calls).isEqualTo(1);
  }
}
