package dev.zeroback.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.SeededEntropy;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdTest {
  private static final double LARGEST_RID = 9_007_199_254_740_991d;

  private final SeededEntropy entropy = new SeededEntropy(1);

  @Test
  void mintedId_isReadBackWithItsRow() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      double rid = Math.floor(random.nextDouble() * LARGEST_RID);
      DocumentId minted = DocumentId.mint("tasks", rid, entropy);
      DocumentId read = DocumentId.parse(minted.text());
      assertThat(read).as(minted.text()).isNotNull();
      assertThat(read.rid()).isEqualTo(rid).isEqualTo(minted.rid());
      assertThat(read.table()).isEqualTo("tasks");
      assertThat(read.creationTimeMillis()).isEqualTo(Math.floor(rid / 2_048));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2_047, 2_048, (1L << 36) * 2_048d, LARGEST_RID})
  void rowAtABoundary_survives(double rid) {
    assertThat(DocumentId.parse(DocumentId.mint("a", rid, entropy).text()).rid()).isEqualTo(rid);
  }

  @Test
  void idsInOrderOfRows_areInOrderOfText() {
    double rid = 1_735_689_600_000d * 2_048 + 2_000;
    String last = "";
    for (int i = 0; i < 200; i++) {
      String text = DocumentId.mint("t", rid + i, entropy).text();
      assertThat(text).isGreaterThan(last);
      last = text;
    }
  }

  @Test
  void twoIdsOfOneRow_differInTheirRandomPart() {
    assertThat(DocumentId.mint("t", 5, entropy).text())
        .isNotEqualTo(DocumentId.mint("t", 5, entropy).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "tasks",
        "tasks:",
        ":01JGFJJZ000000000000000000",
        "tasks:01JGFJJZ00000000000000000",
        "tasks:01JGFJJZ0000000000000000000",
        "tasks:01jgfjjz000000000000000000",
        "tasks:81JGFJJZ000000000000000000",
        "tasks:7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "tasks:01JGFJJZ00000000000000000I",
        "tasks:01JGFJJZ00000000000000000L",
        "tasks:01JGFJJZ00000000000000000O",
        "tasks:01JGFJJZ00000000000000000U",
        "tasks:01JGFJJZ00000000000000000-",
        "tasks 01JGFJJZ000000000000000000"
      })
  void textOfAnotherForm_isNoId(String text) {
    assertThat(DocumentId.parse(text)).isNull();
  }
}
