package dev.zeroback.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;
import org.junit.jupiter.api.Test;

class CommitLogTest {
  private final CommitLog log = new CommitLog(100);

  private static ReadSet readOfRow(double rid) {
    ReadSet reads = new ReadSet();
    reads.add(new Read(0, -1, KeyRange.ofRow(rid), null));
    return reads;
  }

  private void commit(double ts, double rid) {
    commit(ts, rid, "{}");
  }

  private void commit(double ts, double rid, String text) {
    Version version = new Version(rid, text, new String[0], null);
    log.append(new Commit(ts, new WriteSet(new Change[] {new Change(0, rid, null, version)})));
  }

  @Test
  void commitToWhatWasRead_breaksTheRead() {
    commit(101, 7);
    assertThat(log.stillHolds(readOfRow(7), 100)).isFalse();
  }

  @Test
  void commitElsewhere_leavesTheReadStanding() {
    commit(101, 8);
    assertThat(log.stillHolds(readOfRow(7), 100)).isTrue();
  }

  @Test
  void commitBeforeTheRead_doesNotCount() {
    commit(101, 7);
    commit(102, 8);
    assertThat(log.stillHolds(readOfRow(7), 101)).isTrue();
  }

  @Test
  void logThatNoLongerReachesBack_breaksTheRead() {
    commit(101, 8);
    log.forget(101);
    assertThat(log.stillHolds(readOfRow(7), 100)).isFalse();
    assertThat(log.stillHolds(new ReadSet(), 100)).isTrue();
  }

  @Test
  void moreCommitsThanTheLogHolds_dropTheOlderHalf() {
    for (int i = 1; i <= CommitLog.CAPACITY; i++) {
      commit(100 + i, 8);
    }
    assertThat(log.stillHolds(readOfRow(7), 100)).isTrue();
    commit(100 + CommitLog.CAPACITY + 1, 8);
    int dropped = CommitLog.CAPACITY / 2 + 1;
    assertThat(log.stillHolds(readOfRow(7), 100 + dropped - 1)).isFalse();
    assertThat(log.stillHolds(readOfRow(7), 100 + dropped)).isTrue();
    assertThat(log.stillHolds(readOfRow(8), 100 + dropped)).isFalse();
  }

  @Test
  void moreCharactersThanTheLogHolds_dropTheOlderHalf() {
    String text = "x".repeat(1 << 20);
    int held = (int) (CommitLog.MOST_CHARS / text.length());
    for (int i = 1; i <= held; i++) {
      commit(100 + i, 8, text);
    }
    assertThat(log.stillHolds(readOfRow(7), 100)).isTrue();
    commit(100 + held + 1, 8);
    int dropped = (held + 1) / 2 + 1;
    assertThat(log.stillHolds(readOfRow(7), 100 + dropped - 1)).isFalse();
    assertThat(log.stillHolds(readOfRow(7), 100 + dropped)).isTrue();
    // What was dropped no longer counts.
    for (int i = 1; i < dropped; i++) {
      commit(200 + i, 8, text);
    }
    assertThat(log.stillHolds(readOfRow(7), 100 + dropped)).isTrue();
    commit(300, 8, text);
    assertThat(log.stillHolds(readOfRow(7), 100 + dropped)).isFalse();
  }

  @Test
  void charactersOfWhatWasForgotten_doNotCount() {
    String text = "x".repeat(1 << 22);
    for (int i = 1; i <= 10; i++) {
      commit(100 + i, 8, text);
      log.forget(100 + i);
      commit(100.5 + i, 8, "{}");
      assertThat(log.stillHolds(readOfRow(7), 100 + i)).isTrue();
    }
  }

  @Test
  void documentsThatWereDeleted_count() {
    Version before = new Version(8, "x".repeat(1 << 22), new String[0], null);
    WriteSet deletion = new WriteSet(new Change[] {new Change(0, 8, before, null)});
    for (int i = 1; i <= 3; i++) {
      log.append(new Commit(100 + i, deletion));
    }
    assertThat(log.stillHolds(readOfRow(7), 100)).isFalse();
  }
}
