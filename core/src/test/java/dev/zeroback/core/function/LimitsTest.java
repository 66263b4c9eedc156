package dev.zeroback.core.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TreeDoc;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"b", "aaaaaaaaaaaa", "éééééé", "€€€€", "😀😀😀", "a€é😀b"})
  void result_isMeasuredInBytesOfUtf8(String text) {
    double bytes = text.getBytes(StandardCharsets.UTF_8).length;
    assertThat(new Limits(TreeDoc.of(Map.of("resultBytes", bytes))).exceededBy(text)).isFalse();
    assertThat(new Limits(TreeDoc.of(Map.of("resultBytes", bytes - 1))).exceededBy(text)).isTrue();
  }
}
