package dev.zeroback.core.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.Foreign;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {
  private static final Map<String, Object> ANY = Map.of("type", "any");
  private static final Map<String, Object> STRING = Map.of("type", "string");
  private static final Map<String, Object> OPTIONAL = Map.of("type", "optional", "inner", STRING);

  @Test
  void foreignValue_isRefusedWithItsPath() {
    Object value = Map.of("list", List.of(1.0, Map.of("when", new Foreign("Date"))));
    assertRefused(ANY, value, "args.list[1].when: Expected a value that can be stored, got a Date");
    assertRefused(STRING, new Foreign("symbol"), "args: Expected string, got a symbol");
  }

  @Test
  void keyWithDollar_isRefusedWithItsPath() {
    String message = "args.a.$b: Keys that begin with \"$\" are reserved";
    assertRefused(ANY, Map.of("a", Map.of("$b", 1.0)), message);
    Object record = Map.of("type", "record", "keys", STRING, "values", ANY);
    assertRefused(record, Map.of("a", Map.of("$b", 1.0)), message);
  }

  @Test
  void undefinedElement_isRefused() {
    List<Object> value = List.of("a", Absent.ABSENT);
    String message = "args[1]: undefined in an array; use null";
    assertRefused(ANY, value, message);
    assertRefused(Map.of("type", "array", "element", STRING), value, message);
  }

  @Test
  void undefinedMember_countsAsMissing() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a", Absent.ABSENT);
    value.put("b", Absent.ABSENT);
    assertAccepted(ANY, value);
    assertAccepted(object(Map.of("a", OPTIONAL)), value);
    assertRefused(
        object(Map.of("a", STRING)), value, "args.a: Missing required field, expected string");
  }

  @Test
  void undefined_isNotAnyValue() {
    assertRefused(
        ANY, Absent.ABSENT, "args: Missing required field, expected a value that can be stored");
    assertAccepted(OPTIONAL, Absent.ABSENT);
  }

  @Test
  void nestingUpToTheLimit_isAccepted() {
    assertAccepted(ANY, nested(Validator.MAX_DEPTH));
  }

  @Test
  void nestingBeyondTheLimit_isRefused() {
    String path = "args" + "[0]".repeat(Validator.MAX_DEPTH);
    assertRefused(
        ANY,
        nested(Validator.MAX_DEPTH + 1),
        path + ": Nested more than 64 levels deep, or the value contains itself");
  }

  @Test
  void siblingsOfDeepValues_startFromTheirOwnDepth() {
    assertAccepted(ANY, List.of(nested(Validator.MAX_DEPTH - 1), nested(Validator.MAX_DEPTH - 1)));
    Object union = Map.of("type", "union", "members", List.of(List.of(), STRING));
    Object deepOrString =
        Map.of(
            "type",
            "union",
            "members",
            List.of(
                Map.of("type", "array", "element", Map.of("type", "array", "element", STRING)),
                ANY));
    assertAccepted(deepOrString, nested(Validator.MAX_DEPTH));
    assertThatThrownBy(() -> decode(union)).hasMessageContaining("expected a validator");
  }

  @Test
  void valueThatContainsItself_isRefused() {
    Map<String, Object> cycle = new LinkedHashMap<>();
    cycle.put("self", cycle);
    assertThatThrownBy(() -> check(ANY, cycle)).hasMessageContaining("contains itself");
  }

  static List<Object> taggedValues() {
    return Arrays.asList(
        1L, new byte[0], Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0);
  }

  @ParameterizedTest
  @MethodSource("taggedValues")
  void valueThatJsonLacks_needsTags(Object tagged) {
    assertThat(check(ANY, List.of("a", Map.of("b", tagged)))).isTrue();
  }

  @Test
  void plainValue_needsNoTags() {
    assertThat(
            check(
                ANY,
                Arrays.asList(
                    "a", 1.5, 0.0, -1.0, Double.MAX_VALUE, true, null, Map.of("b", List.of()))))
        .isFalse();
  }

  @Test
  void typedTaggedValues_needTags() {
    assertThat(check(Map.of("type", "int64"), 1L)).isTrue();
    assertThat(check(Map.of("type", "bytes"), new byte[1])).isTrue();
    assertThat(check(Map.of("type", "number"), Double.NaN)).isTrue();
    assertThat(check(Map.of("type", "literal", "value", 1L), 1L)).isTrue();
    assertThat(check(Map.of("type", "number"), 1.0)).isFalse();
  }

  @Test
  void patch_checksOnlyTheFieldsItSets() {
    ObjectValidator tasks = fields(Map.of("title", STRING, "note", OPTIONAL));
    tasks.checkPartial(TreeDoc.of(Map.of("title", "a")), "tasks");
    tasks.checkPartial(TreeDoc.of(Map.of("note", Absent.ABSENT)), "tasks");
    assertThatThrownBy(() -> tasks.checkPartial(TreeDoc.of(Map.of("title", 1.0)), "tasks"))
        .hasMessage("tasks.title: Expected string, got number 1");
    assertThatThrownBy(
            () -> tasks.checkPartial(TreeDoc.of(Map.of("title", Absent.ABSENT)), "tasks"))
        .hasMessage("tasks.title: A required field cannot be removed");
    assertThatThrownBy(() -> tasks.checkPartial(TreeDoc.of(List.of()), "tasks"))
        .hasMessage("tasks: Expected object, got an array");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_id", "_creationTime"})
  void patchOfASystemField_isRefusedEvenAsUndefined(String name) {
    ObjectValidator tasks = fields(Map.of("title", STRING));
    for (Object value : List.of("x", Absent.ABSENT)) {
      assertThatThrownBy(() -> tasks.checkPartial(TreeDoc.of(Map.of(name, value)), "tasks"))
          .hasMessage("tasks." + name + ": Unexpected field: the system sets it, leave it out");
    }
  }

  @Test
  void storedDocument_mayHoldFieldsThatAreNoLongerDeclared() {
    ObjectValidator tasks = fields(Map.of("at", object(Map.of("city", STRING))));
    tasks.checkStored(
        TreeDoc.of(Map.of("old", 1.0, "at", Map.of("city", "Bern", "zip", 3.0))), "tasks");
    assertThatThrownBy(
            () -> tasks.checkStored(TreeDoc.of(Map.of("at", Map.of("city", 3.0))), "tasks"))
        .hasMessage("tasks.at.city: Expected string, got number 3");
  }

  static List<Object> malformedDescriptions() {
    return Arrays.asList(
        null,
        "string",
        Map.of(),
        Map.of("type", 1.0),
        Map.of("type", "date"),
        Map.of("type", "id"),
        Map.of("type", "array"),
        Map.of("type", "array", "element", OPTIONAL),
        Map.of("type", "object"),
        Map.of("type", "object", "fields", Map.of("$a", STRING)),
        Map.of("type", "object", "fields", Map.of("\uD800", STRING)),
        Map.of("type", "optional"),
        Map.of("type", "literal"),
        Map.of("type", "literal", "value", List.of()),
        Map.of("type", "literal", "value", "\uD800"),
        Map.of("type", "record", "keys", STRING),
        Map.of("type", "record", "keys", STRING, "values", OPTIONAL),
        Map.of("type", "union", "members", List.of()),
        Map.of("type", "union"));
  }

  @ParameterizedTest
  @MethodSource("malformedDescriptions")
  void malformedDescription_isRefusedWithItsPlace(Object description) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", description);
    assertThatThrownBy(() -> ObjectValidator.ofFields(TreeDoc.of(fields), "tasks"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageStartingWith("tasks.a");
  }

  private static Object nested(int levels) {
    List<Object> value = new ArrayList<>();
    for (int i = 1; i < levels; i++) {
      value = new ArrayList<>(List.of(value));
    }
    return value;
  }

  private static Map<String, Object> object(Map<String, ?> fields) {
    return Map.of("type", "object", "fields", fields);
  }

  private static ObjectValidator fields(Map<String, ?> fields) {
    return ObjectValidator.ofFields(TreeDoc.of(fields), "tasks");
  }

  private static Validator decode(Object description) {
    return Validator.decode(TreeDoc.of(description), "validator");
  }

  private static boolean check(Object description, Object value) {
    return decode(description).check(TreeDoc.of(value), "args");
  }

  private static void assertAccepted(Object description, Object value) {
    check(description, value);
  }

  private static void assertRefused(Object description, Object value, String message) {
    assertThatThrownBy(() -> check(description, value))
        .hasFieldOrPropertyWithValue("code", ErrorCode.EXECUTION_ERROR)
        .hasMessage(message);
  }
}
