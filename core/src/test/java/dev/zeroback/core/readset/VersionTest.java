package dev.zeroback.core.readset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TreeDocs;
import org.junit.jupiter.api.Test;

class VersionTest {
  private static final String ID = "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @Test
  void id_isRecognised_whereItIsTheFirstField() {
    Version version = version("{\"_id\":\"" + ID + "\",\"_creationTime\":1}");
    assertThat(version.hasId(ID)).isTrue();
    assertThat(version.hasId(ID.substring(0, ID.length() - 1))).isFalse();
    assertThat(version.hasId(ID.substring(0, ID.length() - 1) + "W")).isFalse();
  }

  /** JavaScript puts fields with whole numbers for names before all others. */
  @Test
  void id_isRecognised_whereAnotherFieldComesFirst() {
    assertThat(version("{\"7\":\"x\",\"_id\":\"" + ID + "\"}").hasId(ID)).isTrue();
  }

  private static Version version(String text) {
    return new Version(1, text, new String[0], new TreeDocs());
  }
}
