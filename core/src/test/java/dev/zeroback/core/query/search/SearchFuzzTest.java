package dev.zeroback.core.query.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random texts, most of them of what the query language is made of: FTS5 accepts all results. */
class SearchFuzzTest {
  private static final int TEXTS = 100_000;

  private static final String[] PARTS = {
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "NEAR",
    "(",
    ")",
    "()",
    "\"",
    "\"\"",
    "*",
    "^",
    ":",
    ",",
    ", 3)",
    "{",
    "}",
    "+",
    "-",
    ".",
    "'",
    "\\",
    "\0",
    "\t",
    "　",
    "fix",
    "bug",
    "foo-bar",
    "it's",
    "a.b",
    "title:",
    "rank",
    "é",
    "東京",
    "東京タワー",
    "🎉",
    "\uD83C",
    "\uDF89",
    "\uFFFF",
    "%",
    "_",
    ";",
    "--",
    "1",
    "99999999",
    "NOT(",
    " AND NOT ",
    "x"
  };

  private final long seed = Long.getLong("zeroback.seed", 20260103L);
  private final Random random = new Random(seed);
  private final JdbcSqlStorage sql = new JdbcSqlStorage(new TreeDocs());

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void anyText_isFoundOrRefusedButNeverAnSqlError() {
    int accepted = 0;
    for (String tokenizer : new String[] {"unicode61", "trigram"}) {
      SqlStorage.Statement search = searchIn(tokenizer);
      for (int i = 0; i < TEXTS / 2; i++) {
        accepted += accepts(search, randomText(), tokenizer) ? 1 : 0;
      }
    }
    System.out.printf("SearchFuzzTest: %d texts, %d accepted, seed %d%n", TEXTS, accepted, seed);
    assertThat(accepted).isGreaterThan(TEXTS / 3);
  }

  /** The deepest and the longest expressions that the limits of the compiler allow. */
  @Test
  void largestTexts_areAccepted() {
    String level = "a OR b AND c NOT (";
    for (String text :
        new String[] {
          level.repeat(10) + "a OR b AND c NOT d" + ")".repeat(10),
          "(".repeat(10) + "a" + ")".repeat(10),
          "a b ".repeat(256),
          "a NOT ".repeat(170) + "a",
          "a OR ".repeat(204) + "a",
          "a AND ".repeat(170) + "a",
          "a OR b AND ".repeat(92) + "a",
          "a (b) ".repeat(170),
          "NEAR(" + "a ".repeat(500) + ",9)",
          "\"" + "a ".repeat(500) + "\""
        }) {
      assertThat(accepts(searchIn("unicode61"), text, "unicode61")).as(text).isTrue();
    }
  }

  private SqlStorage.Statement searchIn(String tokenizer) {
    sql.prepare("DROP TABLE IF EXISTS texts").run();
    sql.prepare("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='" + tokenizer + "')").run();
    sql.prepare("INSERT INTO texts (text) VALUES ('fix the bug'), ('東京タワー'), ('a b x')").run();
    return sql.prepare("SELECT rowid FROM texts(?) ORDER BY rank");
  }

  private boolean accepts(SqlStorage.Statement search, String text, String tokenizer) {
    SearchExpression expression;
    try {
      expression = SearchCompiler.compile(text, tokenizer);
    } catch (ZerobackException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_SEARCH);
      return false;
    }
    if (!expression.match.isEmpty()) {
      try {
        search.bind(expression.match).query();
      } catch (SqlStorage.SqlException error) {
        throw new AssertionError(
            "seed " + seed + ": <" + text + "> became <" + expression.match + ">", error);
      }
    }
    return true;
  }

  private String randomText() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i >= 0; i--) {
      if (random.nextInt(6) == 0) {
        text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
      } else {
        // Words between operators make texts that mean something.
        text.append(
            PARTS[random.nextBoolean() ? 25 + random.nextInt(13) : random.nextInt(PARTS.length)]);
      }
      text.append(random.nextInt(3) == 0 ? "" : " ");
    }
    return text.toString();
  }
}
