package dev.zeroback.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptResultsTest {
  private static final String LARGE = "x".repeat(KeptResults.BUDGET_CHARS / 4);

  private final KeptResults kept = new KeptResults();

  private static LiveQuery answered(String key) {
    LiveQuery query = new LiveQuery(key, null, null, null, 0);
    query.answer(LARGE, null, null, key);
    return query;
  }

  private void keepOthers() {
    for (int i = 0; i < 6; i++) {
      kept.keep(answered("other" + i));
    }
  }

  @Test
  void whatHasNotBeenAnsweredForLong_isForgotten_butForItsHash() {
    LiveQuery query = answered("q");
    kept.keep(query);
    assertThat(query.resultText()).isEqualTo(LARGE);
    keepOthers();
    assertThat(query.isAnswered()).isFalse();
    assertThat(query.answerHash()).isEqualTo("q");
  }

  @Test
  void whatIsToBeTold_isNotForgotten() {
    LiveQuery query = answered("q");
    kept.keep(query);
    query.toBeTold(true);
    keepOthers();
    assertThat(query.resultText()).isEqualTo(LARGE);
    query.toBeTold(false);
    kept.keep(query);
    keepOthers();
    assertThat(query.isAnswered()).isFalse();
  }
}
