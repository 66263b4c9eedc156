package dev.zeroback.core.readset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadTest {
  private static final int TASKS = 0;
  private static final int BY_PROJECT = 0;

  private static Version version(double rid, String key) {
    return new Version(rid, "{}", new String[] {key}, null);
  }

  private static Change inserted(double rid, String key) {
    return new Change(TASKS, rid, null, version(rid, key));
  }

  private static Read rangeOf(String startKey, String endKey) {
    return new Read(TASKS, BY_PROJECT, KeyRange.ofKeys(startKey, endKey), null);
  }

  @Test
  void insertInsideTheRange_overlaps() {
    assertThat(rangeOf("Ga", "Ga~").overlaps(inserted(7, "GaX"))).isTrue();
  }

  @Test
  void insertAtTheExclusiveEnd_doesNotOverlap() {
    assertThat(rangeOf("Ga", "Gb").overlaps(inserted(7, "Gb"))).isFalse();
  }

  @Test
  void updateThatLeavesTheRange_overlaps() {
    Change moved = new Change(TASKS, 7, version(7, "Ga"), version(7, "Gz"));
    assertThat(rangeOf("Ga", "Gb").overlaps(moved)).isTrue();
  }

  @Test
  void updateThatEntersTheRange_overlaps() {
    Change moved = new Change(TASKS, 7, version(7, "Gz"), version(7, "Ga"));
    assertThat(rangeOf("Ga", "Gb").overlaps(moved)).isTrue();
  }

  @Test
  void changeInTheRangeThatDoesNotMatter_doesNotOverlap() {
    Read read = new Read(TASKS, -1, KeyRange.ALL, null, change -> change.rid == 7);
    assertThat(read.overlaps(inserted(7, "Ga"))).isTrue();
    assertThat(read.overlaps(inserted(8, "Ga"))).isFalse();
  }

  @Test
  void deleteInsideTheRange_overlaps() {
    assertThat(rangeOf("Ga", "Gb").overlaps(new Change(TASKS, 7, version(7, "Ga"), null))).isTrue();
  }

  @Test
  void otherTable_doesNotOverlap() {
    Change elsewhere = new Change(TASKS + 1, 7, null, version(7, "Ga"));
    assertThat(rangeOf("Ga", "Gb").overlaps(elsewhere)).isFalse();
  }

  @Test
  void rangeNarrowedToWhatWasConsumed_ignoresLaterRowsOfTheSameKey() {
    Read consumed =
        new Read(TASKS, BY_PROJECT, KeyRange.ofKeys("Ga", "Gb").endingWith("Ga", 5), null);
    assertThat(consumed.overlaps(inserted(5, "Ga"))).isTrue();
    assertThat(consumed.overlaps(inserted(6, "Ga"))).isFalse();
  }

  @Test
  void descendingRangeNarrowedToWhatWasConsumed_ignoresEarlierRows() {
    Read consumed =
        new Read(TASKS, BY_PROJECT, KeyRange.ofKeys("Ga", "Gb").beginningWith("Ga", 5), null);
    assertThat(consumed.overlaps(inserted(4, "Ga"))).isFalse();
    assertThat(consumed.overlaps(inserted(9, "Ga"))).isTrue();
  }

  @Test
  void pointRead_overlapsOnlyItsRow() {
    Read point = new Read(TASKS, -1, KeyRange.ofRow(7), null);
    assertThat(point.overlaps(inserted(7, "Ga"))).isTrue();
    assertThat(point.overlaps(inserted(8, "Ga"))).isFalse();
  }

  @Test
  void placeOutsideTheRange_cannotWidenIt() {
    KeyRange range = KeyRange.ofKeys("Gb", "Gc");
    assertThat(range.beginningAfter("Ga", 5)).isSameAs(range);
    assertThat(range.endingBefore("Gd", 5)).isSameAs(range);
    assertThat(range.beginningAfter("Gb", 5).contains("Gb", 5)).isFalse();
    assertThat(range.beginningAfter("Gb", 5).contains("Gb", 6)).isTrue();
    assertThat(range.endingBefore("Gb", 5).contains("Gb", 5)).isFalse();
    assertThat(range.endingBefore("Gb", 5).contains("Gb", 4)).isTrue();
  }
}
