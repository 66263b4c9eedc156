package dev.zeroback.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteBufferTest {
  private final Table table =
      Schema.decode(new TreeDocs().parse("{\"tables\":{\"t\":{\"fields\":{}}}}")).table("t");
  private final WriteBuffer buffer = new WriteBuffer(1, 1_000);

  private static Version version(double rid, String text) {
    return new Version(rid, text, new String[0], null);
  }

  private void put(double rid, String text) {
    buffer.put(table, rid, null, version(rid, text));
  }

  private String text(double rid) {
    PendingWrite write = buffer.find(table, rid);
    return write == null ? null : write.after.text;
  }

  @Test
  void documentWrittenAgainAndAgain_isUndoneInOneStep() {
    put(1, "before");
    int savepoint = buffer.savepoint();
    for (int i = 0; i < 1_000; i++) {
      put(1, "version " + i);
      put(2, "version " + i);
    }
    assertThat(buffer.savepoint()).isEqualTo(savepoint + 2);
    buffer.rollBackTo(savepoint);
    assertThat(text(1)).isEqualTo("before");
    assertThat(text(2)).isNull();
  }

  /** As nested mutations set them: each savepoint ends by being undone, or by being left alone. */
  @Test
  void randomWritesAndUndoings_leaveWhatACopyOfEverythingWould() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      WriteBuffer writes = new WriteBuffer(1, 1_000);
      Map<Double, String> expected = new HashMap<>();
      List<Integer> savepoints = new ArrayList<>();
      List<Map<Double, String>> copies = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        int choice = random.nextInt(10);
        if (choice < 6) {
          double rid = random.nextInt(3);
          String text = "s" + step;
          writes.put(table, rid, null, version(rid, text));
          expected.put(rid, text);
        } else if (choice < 8) {
          savepoints.add(writes.savepoint());
          copies.add(new HashMap<>(expected));
        } else if (!savepoints.isEmpty()) {
          int last = savepoints.size() - 1;
          int savepoint = savepoints.remove(last);
          Map<Double, String> copy = copies.remove(last);
          if (choice == 8) {
            writes.rollBackTo(savepoint);
            expected = copy;
          }
        }
        for (double rid = 0; rid < 3; rid++) {
          PendingWrite write = writes.find(table, rid);
          assertThat(write == null ? null : write.after.text)
              .as("seed %d, step %d, row %.0f", seed, step, rid)
              .isEqualTo(expected.get(rid));
        }
      }
    }
  }
}
