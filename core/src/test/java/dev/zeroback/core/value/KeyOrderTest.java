package dev.zeroback.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.RandomValues;
import dev.zeroback.core.testkit.TreeDoc;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sort keys, the reference order and SQLite must agree on every pair of values. */
class KeyOrderTest {
  private static final int VALUES = 3_000;
  private static final int PAIRS = 100_000;

  private final long seed = Long.getLong("zeroback.seed", System.nanoTime());
  private final RandomValues random = new RandomValues(seed);
  private final Keys keys = new Keys(new JvmNatives());

  @Test
  void randomPairs_haveKeysInTheOrderOfValues() {
    for (int i = 0; i < PAIRS; i++) {
      Doc a = TreeDoc.of(random.value());
      Doc b = TreeDoc.of(i % 2 == 0 ? random.value() : random.near(TreeDoc.tree(a)));
      assertThat(Integer.signum(keys.encode(a).compareTo(keys.encode(b))))
          .as("%s against %s, -Dzeroback.seed=%d", a, b, seed)
          .isEqualTo(Integer.signum(ValueOrder.compare(a, b)));
    }
  }

  @Test
  void reversedPairs_compareTheOtherWayRound() {
    for (int i = 0; i < PAIRS / 10; i++) {
      Doc a = TreeDoc.of(random.value());
      Doc b = TreeDoc.of(random.near(TreeDoc.tree(a)));
      assertThat(Integer.signum(ValueOrder.compare(a, b)))
          .as("%s against %s, -Dzeroback.seed=%d", a, b, seed)
          .isEqualTo(-Integer.signum(ValueOrder.compare(b, a)));
    }
  }

  @Test
  void keysInATextColumn_areSortedBySqliteInTheOrderOfValues() throws SQLException {
    List<Doc> values = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      values.add(TreeDoc.of(random.value()));
    }
    List<Doc> sorted = sortedBySqlite(values);
    assertThat(sorted).hasSize(VALUES);
    for (int i = 1; i < VALUES; i++) {
      assertThat(ValueOrder.compare(sorted.get(i - 1), sorted.get(i)))
          .as("%s before %s, -Dzeroback.seed=%d", sorted.get(i - 1), sorted.get(i), seed)
          .isLessThanOrEqualTo(0);
    }
  }

  @Test
  void keysWithAPrefix_lieBetweenThePrefixAndItsEnd() {
    for (int i = 0; i < PAIRS / 10; i++) {
      String prefix = keys.encode(TreeDoc.of(random.value()));
      String key = prefix + keys.encode(TreeDoc.of(random.value()));
      assertThat(key.compareTo(prefix)).isPositive();
      assertThat(key.compareTo(prefix + Keys.END)).as("-Dzeroback.seed=%d", seed).isNegative();
      assertThat(key.chars().allMatch(unit -> unit < 0xD800)).isTrue();
    }
  }

  private List<Doc> sortedBySqlite(List<Doc> values) throws SQLException {
    List<Doc> sorted = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = database.createStatement()) {
      statement.execute("CREATE TABLE t (rid INTEGER PRIMARY KEY, k TEXT NOT NULL)");
      statement.execute("CREATE INDEX i ON t (k)");
      database.setAutoCommit(false);
      try (PreparedStatement insert =
          database.prepareStatement("INSERT INTO t (rid, k) VALUES (?, ?)")) {
        for (int i = 0; i < values.size(); i++) {
          insert.setInt(1, i);
          insert.setString(2, keys.encode(values.get(i)));
          insert.execute();
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT rid, k FROM t ORDER BY k, rid")) {
        while (rows.next()) {
          Doc value = values.get(rows.getInt(1));
          assertThat(rows.getString(2)).isEqualTo(keys.encode(value));
          sorted.add(value);
        }
      }
    }
    return sorted;
  }
}
