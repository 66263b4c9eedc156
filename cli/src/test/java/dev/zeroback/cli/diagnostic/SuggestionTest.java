package dev.zeroback.cli.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> NAMES = List.of("init", "dev", "codegen", "tasks:list");

  @Test
  void closeNameIsSuggested() {
    assertThat(Suggestion.among(NAMES, "dve")).isEqualTo(" Did you mean \"dev\"?");
    assertThat(Suggestion.among(NAMES, "codgen")).isEqualTo(" Did you mean \"codegen\"?");
    assertThat(Suggestion.among(NAMES, "task:list")).isEqualTo(" Did you mean \"tasks:list\"?");
  }

  @Test
  void farNameIsNot() {
    assertThat(Suggestion.among(NAMES, "publish")).isEmpty();
    assertThat(Suggestion.among(List.of(), "x")).isEmpty();
  }
}
