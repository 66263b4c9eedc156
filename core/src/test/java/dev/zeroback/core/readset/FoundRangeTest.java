package dev.zeroback.core.readset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundRangeTest {
  private static final TreeDocs DOCS = new TreeDocs();
  private static final KeyRange RANGE = KeyRange.ofKeys("b", "f");

  /** A document whose sort key is a letter. */
  private static Version version(int rid, String key) {
    String text = "{\"_id\":\"" + rid + "\",\"key\":\"" + key + "\"}";
    return new Version(rid, text, new String[] {key}, DOCS);
  }

  private static Read read(boolean descending) {
    FoundRange.Order order =
        (document, key, rid) ->
            KeyRange.compare(
                document.field("key").string(),
                Double.parseDouble(document.field("_id").string()),
                key,
                rid);
    Read read = new Read(0, 0, RANGE, null);
    read.found = new FoundRange(DOCS.parse("[]"), descending, 2, order, DOCS);
    return read;
  }

  private static String key(Random random) {
    return Character.toString('a' + random.nextInt(7));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void changes_leaveWhatTheRangeHolds(boolean descending) {
    Random random = new Random(19);
    Comparator<Version> order =
        Comparator.comparing((Version version) -> version.key(0)).thenComparing(one -> one.rid);
    List<Version> all = new ArrayList<>();
    Read read = read(descending);
    for (int rid = 1; rid <= 2_000; rid++) {
      boolean comes = all.size() < 30 || random.nextInt(3) == 0;
      Version before = comes ? null : all.remove(random.nextInt(all.size()));
      Version after =
          !comes && random.nextInt(3) == 0
              ? null
              : version(comes ? rid : (int) before.rid, key(random));
      if (after != null) {
        all.add(after);
      }
      Change change = new Change(0, before == null ? after.rid : before.rid, before, after);
      for (Version version : new Version[] {before, after}) {
        // As the index of reads tells it: once for each version in the range.
        if (version != null && RANGE.contains(version.key(0), version.rid)) {
          read.follow(change);
        }
      }
      List<String> expected =
          all.stream()
              .filter(version -> RANGE.contains(version.key(0), version.rid))
              .sorted(descending ? order.reversed() : order)
              .map(version -> version.text)
              .toList();
      assertThat(DOCS.stringify(read.found.documents))
          .isEqualTo(expected.toString().replace(", ", ","));
      assertThat(read.found.chars())
          .isEqualTo(2 + expected.stream().mapToInt(String::length).sum());
    }
  }

  @Test
  void documentThatStaysButIsNotThere_hasTheRangeReadAgain() {
    Read read = read(false);
    read.follow(new Change(0, 1, version(1, "c"), version(1, "c")));
    assertThat(read.found).isNull();
  }
}
