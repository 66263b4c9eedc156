package dev.zeroback.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntervalIndexTest {
  /** The naive loop over all ranges is the reference. */
  @Test
  void randomRanges_areFoundExactlyWhereTheNaiveLoopFindsThem() {
    long seed = Long.getLong("zeroback.seed", 20260101L);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      IntervalIndex index = new IntervalIndex();
      List<RangeEntry> all = new ArrayList<>();
      for (int step = -random.nextInt(2_000); step < 0; step++) {
        RangeEntry entry = new RangeEntry(randomRead(random), null, null, step, random.nextInt());
        all.add(entry);
        index.add(entry);
      }
      for (int step = 0; step < 120; step++) {
        if (!all.isEmpty() && random.nextInt(3) == 0) {
          index.remove(all.remove(random.nextInt(all.size())));
        } else {
          RangeEntry entry = new RangeEntry(randomRead(random), null, null, step, random.nextInt());
          all.add(entry);
          index.add(entry);
        }
        String key = randomKey(random);
        double rid = random.nextInt(6);
        Set<RangeEntry> found = new HashSet<>();
        index.stab(key, rid, found::add);
        Set<RangeEntry> expected = new HashSet<>();
        for (RangeEntry entry : all) {
          if (entry.read.range.contains(key, rid)) {
            expected.add(entry);
          }
        }
        assertThat(found).as("seed %d, round %d, step %d", seed, round, step).isEqualTo(expected);
      }
    }
  }

  @Test
  void indexFromWhichEverythingWasRemoved_isEmpty() {
    IntervalIndex index = new IntervalIndex();
    RangeEntry entry = new RangeEntry(new Read(0, 0, KeyRange.ALL, null), null, null, 0, 1);
    index.add(entry);
    index.remove(entry);
    assertThat(index.isEmpty()).isTrue();
  }

  private static Read randomRead(Random random) {
    KeyRange range =
        new KeyRange(
            randomKey(random),
            random.nextInt(6),
            random.nextInt(5) == 0 ? "~" : randomKey(random),
            random.nextInt(6));
    return new Read(0, 0, range, null);
  }

  private static String randomKey(Random random) {
    String key = "";
    for (int length = random.nextInt(3); length > 0; length--) {
      key += (char) ('A' + random.nextInt(4));
    }
    return key;
  }
}
