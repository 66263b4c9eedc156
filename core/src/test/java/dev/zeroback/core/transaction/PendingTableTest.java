package dev.zeroback.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.readset.Version;
import org.junit.jupiter.api.Test;

class PendingTableTest {
  @Test
  void writesInAnyOrder_areKeptInRowOrder() {
    PendingTable table = new PendingTable(0);
    for (double rid : new double[] {5, 1, 9, 3, 7}) {
      table.add(new PendingWrite(rid, null, new Version(rid, "{}", new String[0], null)));
    }
    assertThat(table.size()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(table.rid(i)).isEqualTo(1 + 2 * i);
    }
    assertThat(table.find(9)).isNotNull();
    assertThat(table.find(4)).isNull();
    table.remove(table.find(5));
    assertThat(table.find(5)).isNull();
    assertThat(table.size()).isEqualTo(4);
  }
}
