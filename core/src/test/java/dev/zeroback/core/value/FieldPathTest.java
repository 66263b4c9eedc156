package dev.zeroback.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
  private final Doc document =
      TreeDoc.of(Map.of("address", Map.of("city", "Bern"), "name", "Ada", "tags", List.of("a")));

  @Test
  void nestedField_isRead() {
    assertThat(FieldPath.parse("address.city").read(document).string()).isEqualTo("Bern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "address.none", "name.length", "tags.0", "none.city", "toString"})
  void pathToNothing_isAbsent(String path) {
    assertThat(FieldPath.parse(path).read(document).kind()).isEqualTo(Doc.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
  void emptySegment_isRefused(String path) {
    assertThatThrownBy(() -> FieldPath.parse(path))
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
        .hasMessageContaining("\"" + path + "\"");
  }
}
