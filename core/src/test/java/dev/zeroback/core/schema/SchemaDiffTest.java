package dev.zeroback.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaDiffTest {
  private final TreeDocs docs = new TreeDocs();

  @Test
  void sameSchema_changesNothing() {
    Doc schema =
        schema(
            "{\"a\":{\"type\":\"string\"}}",
            "[{\"name\":\"i\",\"fields\":[\"a\"]}]",
            "[{\"name\":\"s\",\"searchField\":\"a\"}]");
    assertThat(diff(schema, schema).isEmpty()).isTrue();
  }

  @Test
  void newTable_isAdded() {
    SchemaDiff diff = diff(docs.parse("{\"tables\":{}}"), schema("{}", "[]", "[]"));
    assertThat(diff.added()).extracting(Table::name).containsExactly("t");
    assertThat(diff.changed()).isEmpty();
  }

  @Test
  void removedTable_staysAndIsComparedWhenItComesBack() {
    Doc first = schema("{\"a\":{\"type\":\"string\"}}", "[]", "[]");
    Doc none = docs.parse("{\"tables\":{}}");
    assertThat(diff(first, none).isEmpty()).isTrue();
    Doc recorded = SchemaRecord.after(first, none, docs);
    Doc back = schema("{\"a\":{\"type\":\"number\"}}", "[]", "[]");
    assertThat(diff(recorded, back).changed().get(0).narrowedFields()).containsExactly("a");
  }

  @Test
  void changedIndexes_areDroppedAndBuilt() {
    String fields = "{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"}}";
    Doc before =
        schema(
            fields,
            "[{\"name\":\"same\",\"fields\":[\"a\",\"b\"]},{\"name\":\"gone\",\"fields\":[\"a\"]},"
                + "{\"name\":\"other\",\"fields\":[\"a\"]},{\"name\":\"alone\",\"fields\":[\"a\"]}]",
            "[]");
    Doc after =
        schema(
            fields,
            "[{\"name\":\"alone\",\"fields\":[\"a\"],\"unique\":true},"
                + "{\"name\":\"other\",\"fields\":[\"a\",\"b\"]},"
                + "{\"name\":\"same\",\"fields\":[\"a\",\"b\"]},{\"name\":\"new\",\"fields\":[\"b\"]}]",
            "[]");
    TableDiff diff = diff(before, after).changed().get(0);
    assertThat(diff.droppedIndexes())
        .extracting(Index::name)
        .containsExactly("gone", "other", "alone");
    assertThat(diff.builtIndexes())
        .extracting(Index::name)
        .containsExactly("alone", "other", "new");
    assertThat(diff.narrowedFields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"s\",\"searchField\":\"b\"}",
        "{\"name\":\"s\",\"searchField\":\"a\",\"tokenize\":\"porter\"}",
        "{\"name\":\"s\",\"searchField\":\"a\",\"filterFields\":[\"b\"]}",
        "{\"name\":\"z\",\"searchField\":\"a\"}"
      })
  void changedSearchIndex_isDroppedAndBuilt(String changed) {
    String fields = "{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"}}";
    TableDiff diff =
        diff(
                schema(fields, "[]", "[{\"name\":\"s\",\"searchField\":\"a\"}]"),
                schema(fields, "[]", "[" + changed + "]"))
            .changed()
            .get(0);
    assertThat(diff.droppedSearchIndexes()).hasSize(1);
    assertThat(diff.builtSearchIndexes()).hasSize(1);
  }

  @Test
  void newRequiredField_isNarrowerAndANewOptionalOneIsNot() {
    Doc before = schema("{}", "[]", "[]");
    Doc after =
        schema(
            "{\"must\":{\"type\":\"any\"},\"may\":{\"type\":\"optional\",\"inner\":{\"type\":\"null\"}}}",
            "[]",
            "[]");
    assertThat(diff(before, after).changed().get(0).narrowedFields()).containsExactly("must");
  }

  @Test
  void removedField_isNoChangeUntilItComesBackWithAnotherType() {
    Doc first = schema("{\"a\":{\"type\":\"string\"}}", "[]", "[]");
    Doc without = schema("{}", "[]", "[]");
    assertThat(diff(first, without).isEmpty()).isTrue();
    Doc recorded = SchemaRecord.after(first, without, docs);

    String optional = "{\"a\":{\"type\":\"optional\",\"inner\":{\"type\":\"%s\"}}}";
    assertThat(diff(recorded, schema(optional.formatted("string"), "[]", "[]")).isEmpty()).isTrue();
    assertThat(narrowed(recorded, optional.formatted("number"))).containsExactly("a");
    assertThat(narrowed(recorded, "{\"a\":{\"type\":\"string\"}}")).containsExactly("a");
  }

  @Test
  void record_ofANewDatabaseIsTheDeclaredSchema() {
    Doc declared =
        schema(
            "{\"a\":{\"type\":\"string\"}}",
            "[{\"name\":\"i\",\"fields\":[\"a\"]}]",
            "[{\"name\":\"s\",\"searchField\":\"a\"}]");
    assertThat(docs.stringify(SchemaRecord.after(docs.absent(), declared, docs)))
        .isEqualTo(docs.stringify(declared));
    assertThat(docs.stringify(SchemaRecord.after(declared, declared, docs)))
        .isEqualTo(docs.stringify(declared));
  }

  private List<String> narrowed(Doc before, String fields) {
    return diff(before, schema(fields, "[]", "[]")).changed().get(0).narrowedFields();
  }

  private static SchemaDiff diff(Doc stored, Doc declared) {
    return SchemaDiff.between(Schema.decode(stored), Schema.decode(declared));
  }

  private Doc schema(String fields, String indexes, String searchIndexes) {
    return docs.parse(
        "{\"tables\":{\"t\":{\"fields\":%s,\"indexes\":%s,\"searchIndexes\":%s}}}"
            .formatted(fields, indexes, searchIndexes));
  }
}
