package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeResultTest {
  @Test
  void resultLargerThanOneSqlValue_isReadWholeAndInOrder() {
    try (TestEngine engine = TodoApp.start()) {
      for (int i = 0; i < 6; i++) {
        engine.call("tasks:create", Map.of("project", "A", "text", i + "x".repeat(500_000)));
      }
      for (int time = 0; time < 2; time++) {
        List<?> tasks = (List<?>) engine.call("tasks:list", Map.of("project", "A"));
        assertThat(tasks).hasSize(6);
        for (int i = 0; i < 6; i++) {
          assertThat(TodoApp.text(tasks.get(i), "text")).startsWith(i + "x");
        }
      }
    }
  }
}
