package dev.zeroback.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadSetTextTest {
  private final TreeDocs docs = new TreeDocs();
  private final ReadSetText texts = new ReadSetText(docs);

  private static ReadSet randomReads(Random random) {
    ReadSet reads = new ReadSet();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      reads.add(new Read(random.nextInt(3), random.nextInt(3) - 1, KeyRange.ALL, null));
      Read any = reads.get(i);
      reads.set(i, new Read(any.table, any.index, randomRange(random, any.index), null));
    }
    return reads;
  }

  private static KeyRange randomRange(Random random, int index) {
    double rid = 1 + random.nextInt(1000);
    if (index < 0) {
      return random.nextBoolean()
          ? KeyRange.ofRow(rid)
          : KeyRange.ofRows(rid, rid + random.nextInt(9));
    }
    String key =
        "G" + (char) ('a' + random.nextInt(3)) + "\t\u0001\u6e05".substring(0, random.nextInt(4));
    return switch (random.nextInt(3)) {
      case 0 -> KeyRange.ofKeys(key, key + KeyRange.END_KEY);
      case 1 -> KeyRange.ALL;
      default -> new KeyRange(key, rid, key + "x", 0);
    };
  }

  @Test
  void whateverTheRoom_textCoversTheReadsAndFits() {
    Random random = new Random(4);
    for (int round = 0; round < 5_000; round++) {
      ReadSet reads = randomReads(random);
      int room = 4 + random.nextInt(200);
      String text = texts.encode(reads, room);
      if (text == null) {
        assertThat(room).isLessThan(8);
        continue;
      }
      assertThat(text.length()).isLessThanOrEqualTo(room);
      assertThat(text.chars().allMatch(unit -> unit <= 0xFF)).isTrue();
      ReadSet stored = texts.decode(docs.parse(text), new ReadSet());
      for (int i = 0; i < reads.size(); i++) {
        assertThat(stored.covers(reads.get(i))).as("%s of %s", i, text).isTrue();
      }
    }
  }

  @Test
  void enoughRoom_keepsTheRangesExactly() {
    Random random = new Random(5);
    for (int round = 0; round < 1_000; round++) {
      ReadSet reads = randomReads(random);
      ReadSet stored = texts.decode(docs.parse(texts.encode(reads, 4_000)), new ReadSet());
      for (int i = 0; i < reads.size(); i++) {
        assertThat(stored.covers(reads.get(i))).isTrue();
        assertThat(reads.covers(stored.get(i))).isTrue();
      }
    }
  }
}
