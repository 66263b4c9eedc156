package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.TreeDocs;
import org.junit.jupiter.api.Test;

class SchemaRecordTest {
  private final TreeDocs docs = new TreeDocs();

  private Doc schema(String fields, String indexes) {
    return docs.parse(
        "{'tables':{'t':{'fields':%s,'indexes':%s,'searchIndexes':[]}}}"
            .formatted(fields, indexes)
            .replace('\'', '"'));
  }

  private String after(Doc recorded, Doc declared) {
    return docs.stringify(SchemaRecord.after(recorded, declared, docs)).replace('"', '\'');
  }

  @Test
  void firstSchema_isRecordedWithItsColumns() {
    assertThat(
            after(
                docs.absent(),
                schema("{'a':{'type':'string'}}", "[{'name':'By_A','fields':['a']}]")))
        .isEqualTo(
            "{'tables':{'t':{'fields':{'a':{'type':'string'}},"
                + "'indexes':[{'name':'By_A','fields':['a']}],'searchIndexes':[],"
                + "'columns':['k_by_a']}}}");
  }

  @Test
  void sameSchema_isTheSameRecord() {
    Doc declared = schema("{'a':{'type':'string'}}", "[{'name':'i','fields':['a']}]");
    Doc recorded = SchemaRecord.after(docs.absent(), declared, docs);
    assertThat(after(recorded, declared)).isEqualTo(docs.stringify(recorded).replace('"', '\''));
  }

  @Test
  void removedField_isRecordedAsOptional() {
    Doc recorded = SchemaRecord.after(docs.absent(), schema("{'a':{'type':'string'}}", "[]"), docs);
    String optional = "'a':{'type':'optional','inner':{'type':'string'}}";
    assertThat(after(recorded, schema("{}", "[]"))).contains(optional);
    Doc without = SchemaRecord.after(recorded, schema("{}", "[]"), docs);
    assertThat(after(without, schema("{}", "[]"))).contains("{" + optional + "}");
  }

  @Test
  void removedTable_isKeptAsItWas() {
    Doc recorded = SchemaRecord.after(docs.absent(), schema("{'a':{'type':'string'}}", "[]"), docs);
    assertThat(after(recorded, docs.parse("{\"tables\":{}}")))
        .isEqualTo(docs.stringify(recorded).replace('"', '\''));
  }

  @Test
  void columnsOfFormerIndexes_areGivenUpWhenTheyBecomeTooMany() {
    Doc recorded = docs.absent();
    int most = 0;
    for (int i = 0; i < 200; i++) {
      recorded =
          SchemaRecord.after(
              recorded,
              schema("{'a':{'type':'any'}}", "[{'name':'i" + i + "','fields':['a']}]"),
              docs);
      Doc columns = recorded.field("tables").field("t").field("columns");
      assertThat(columns.at(0).string()).isEqualTo("k_i" + i);
      most = Math.max(most, columns.size());
    }
    assertThat(most).isEqualTo(90);
  }
}
