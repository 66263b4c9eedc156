package dev.zeroback.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import dev.zeroback.core.value.Keys;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  private static final String FIELDS =
      """
      {"title":{"type":"string"},
       "author":{"type":"optional","inner":{"type":"string"}},
       "address":{"type":"optional","inner":{"type":"object","fields":{"city":{"type":"string"}}}},
       "extra":{"type":"any"},
       "scores":{"type":"record","keys":{"type":"string"},"values":{"type":"number"}}}
      """;

  @Test
  void table_hasItsIndexesInOrder() {
    Table table =
        decode(
                """
                [{"name":"by_title","fields":["title"]},
                 {"name":"by_city","fields":["address.city","title"],"unique":true}]
                """,
                """
                [{"name":"search_title","searchField":"title","filterFields":["author"]},
                 {"name":"search_author","searchField":"author","tokenize":"trigram"}]
                """)
            .table("tasks");
    assertThat(table.ordinal()).isZero();
    assertThat(table.sqlName()).isEqualTo("t_tasks");
    assertThat(table.fields().names())
        .containsExactly("title", "author", "address", "extra", "scores");

    Index byCity = table.index("by_city");
    assertThat(byCity.ordinal()).isEqualTo(1);
    assertThat(byCity.unique()).isTrue();
    assertThat(byCity.column()).isEqualTo("k_by_city");
    assertThat(byCity.sqlName()).isEqualTo("i_tasks.by_city");
    assertThat(table.index("by_title").unique()).isFalse();
    assertThat(table.index("by_id")).isNull();

    SearchIndex searchTitle = table.searchIndexOn("title");
    assertThat(searchTitle.tokenizer()).isEqualTo("unicode61");
    assertThat(searchTitle.filterFields()[0].text()).isEqualTo("author");
    assertThat(table.searchIndexOn("author").tokenizer()).isEqualTo("trigram");
    assertThat(table.searchIndexOn("extra")).isNull();
  }

  @Test
  void keyOfAnIndex_isThatOfItsFields() {
    Keys keys = new Keys(new JvmNatives());
    Index index =
        decode("[{\"name\":\"i\",\"fields\":[\"address.city\",\"title\"]}]")
            .table("tasks")
            .index("i");
    assertThat(index.key(keys, document("{\"title\":\"a\",\"address\":{\"city\":\"b\"}}")))
        .isEqualTo("Gb\u0001Ga\u0001");
    assertThat(index.key(keys, document("{\"title\":\"a\"}"))).isEqualTo("AGa\u0001");
  }

  @Test
  void unknownTable_isNull() {
    assertThat(decode("[]").table("users")).isNull();
    assertThat(decode("[]").table("constructor")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"address.city", "extra.any.thing", "scores.math", "author"})
  void fieldThatADocumentCanHave_isIndexed(String field) {
    assertThat(decode(indexOn(field)).table("tasks").index("i").fields()[0].text())
        .isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "autor | Did you mean \"author\"?",
        "Title | Did you mean \"title\"?",
        "adress.city | Declared fields: title, author, address, extra, scores.",
        "address.zip | names field \"address.zip\", which the table does not declare",
        "title.length | which the table does not declare",
        "scores.math.last | which the table does not declare",
        "toString | which the table does not declare",
        "_creationTime | leave it out",
        "_id | leave it out"
      })
  void fieldThatNoDocumentHas_isRefused(String field, String message) {
    assertRefused(indexOn(field), "Index \"i\" on table \"tasks\"", message);
  }

  @Test
  void fieldFarFromEveryOther_getsNoSuggestion() {
    assertThatThrownBy(() -> decode(indexOn("quantity")))
        .satisfies(refused -> assertThat(refused).message().doesNotContain("Did you mean"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "by_id | every table has it",
        "by_creation_time | every table has it",
        "_mine | begin with a letter",
        "'' | begin with a letter",
        "a-b | begin with a letter",
        "1st | begin with a letter",
        "ä | begin with a letter"
      })
  void indexNameThatIsTaken_isRefused(String name, String message) {
    assertRefused(
        "[{\"name\":\"" + name + "\",\"fields\":[\"title\"]}]", "\"" + name + "\"", message);
  }

  @Test
  void sameIndexNameTwice_isRefusedAcrossBothKinds() {
    String index = "[{\"name\":\"a\",\"fields\":[\"title\"]}]";
    String other = "{\"name\":\"A\",\"fields\":[\"title\"]}]";
    assertRefused(index.replace("]}]", "]},") + other, "Index \"A\"", "declared twice");
    assertThatThrownBy(() -> decode(index, "[{\"name\":\"a\",\"searchField\":\"title\"}]"))
        .hasMessageContaining("declared twice");
  }

  @Test
  void indexWithoutFields_isRefused() {
    assertRefused("[{\"name\":\"a\",\"fields\":[]}]", "names no field");
    assertRefused("[{\"name\":\"a\"}]", "names no field");
  }

  @Test
  void fieldTwiceInAnIndex_isRefused() {
    assertRefused(
        "[{\"name\":\"a\",\"fields\":[\"title\",\"author\",\"title\"]}]", "\"title\" twice");
  }

  @Test
  void moreIndexesThanColumns_areRefused() {
    String many =
        IntStream.range(0, 65)
            .mapToObj(i -> "{\"name\":\"i" + i + "\",\"fields\":[\"title\"]}")
            .collect(Collectors.joining(",", "[", "]"));
    assertRefused(many, "more than 64 indexes");
  }

  @Test
  void searchIndexes_areChecked() {
    assertSearchRefused(
        "{\"name\":\"s\",\"searchField\":\"title\",\"tokenize\":\"snowball\"}", "\"snowball\"");
    assertSearchRefused("{\"name\":\"s\",\"searchField\":\"titel\"}", "Did you mean \"title\"?");
    assertSearchRefused(
        "{\"name\":\"s\",\"searchField\":\"title\",\"filterFields\":[\"nope\"]}", "\"nope\"");
    assertSearchRefused(
        "{\"name\":\"s\",\"searchField\":\"title\"},{\"name\":\"t\",\"searchField\":\"title\"}",
        "keep one of them");
    assertSearchRefused("{\"name\":\"s\",\"searchField\":\"address\"}", "which never holds text");
    assertSearchRefused("{\"name\":\"s\",\"searchField\":\"_id\"}", "leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_users", "1st", "a b", "a.b", "tasks:x", "ünits"})
  void tableNameThatSqlOrIdsCannotCarry_isRefused(String name) {
    assertThatThrownBy(() -> decodeTables("{\"" + name + "\":{\"fields\":{}}}"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining("Table name \"" + name + "\"");
  }

  @Test
  void longestTableName_isAccepted() {
    String longest = "t".repeat(64);
    assertThat(decodeTables("{\"" + longest + "\":{\"fields\":{}}}").table(longest)).isNotNull();
    assertThatThrownBy(() -> decodeTables("{\"" + longest + "t\":{\"fields\":{}}}"))
        .hasMessageContaining("at most 64");
  }

  @Test
  void tablesThatDifferInCaseOnly_areRefused() {
    assertThatThrownBy(() -> decodeTables("{\"tasks\":{\"fields\":{}},\"Tasks\":{\"fields\":{}}}"))
        .hasMessageContaining("upper and lower case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_id", "_creationTime", "_x", "$x", "a.b", ""})
  void reservedFieldName_isRefused(String name) {
    Map<String, ?> fields = Map.of(name, Map.of("type", "any"));
    Doc schema = TreeDoc.of(Map.of("tables", Map.of("tasks", Map.of("fields", fields))));
    assertThatThrownBy(() -> Schema.decode(schema))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContainingAll("tasks", name, "rename");
  }

  @Test
  void idOfATableThatIsNotDeclared_isRefusedWhereItStands() {
    String id = "{\"type\":\"array\",\"element\":{\"type\":\"id\",\"table\":\"%s\"}}";
    String tables = "{\"users\":{\"fields\":{}},\"tasks\":{\"fields\":{\"owners\":%s}}}";
    assertThat(decodeTables(tables.formatted(id.formatted("users"))).table("tasks")).isNotNull();
    assertThatThrownBy(() -> decodeTables(tables.formatted(id.formatted("usres"))))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessage(
            "Table tasks.owners.element: v.id(\"usres\") names a table that schema.ts does not"
                + " declare. Did you mean \"users\"?");
  }

  @Test
  void fieldsNamedLikeADescription_areNoIds() {
    assertThat(
            decodeTables(
                "{\"t\":{\"fields\":{\"type\":{\"type\":\"literal\",\"value\":\"id\"},"
                    + "\"table\":{\"type\":\"string\"},\"fields\":{\"type\":\"any\"}}}}"))
        .isNotNull();
  }

  @Test
  void whatIsNoSchema_isRefused() {
    assertThatThrownBy(() -> Schema.decode(document("{}"))).hasMessageContaining("defineSchema");
    assertThatThrownBy(() -> decodeTables("{\"tasks\":7}")).hasMessageContaining("defineTable");
    assertThatThrownBy(() -> decodeTables("{\"tasks\":{\"fields\":{\"a\":\"string\"}}}"))
        .hasMessageStartingWith("tasks.a: expected a validator");
  }

  private static String indexOn(String field) {
    return "[{\"name\":\"i\",\"fields\":[\"" + field + "\"]}]";
  }

  private static void assertRefused(String indexes, String... parts) {
    assertThatThrownBy(() -> decode(indexes))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContainingAll(parts);
  }

  private static void assertSearchRefused(String searchIndexes, String part) {
    assertThatThrownBy(() -> decode("[]", "[" + searchIndexes + "]"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining(part);
  }

  private static Schema decode(String indexes) {
    return decode(indexes, "[]");
  }

  private static Schema decode(String indexes, String searchIndexes) {
    return decodeTables(
        "{\"tasks\":{\"fields\":%s,\"indexes\":%s,\"searchIndexes\":%s}}"
            .formatted(FIELDS, indexes, searchIndexes));
  }

  private static Schema decodeTables(String tables) {
    return Schema.decode(document("{\"tables\":" + tables + "}"));
  }

  private static Doc document(String json) {
    return new TreeDocs().parse(json);
  }
}
