package dev.zeroback.core.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCompilerTest {
  private static String compiled(String text) {
    return SearchCompiler.compile(text, "unicode61").match;
  }

  /** Quotation marks are written as single ones on both sides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fix bug                  | 'fix' 'bug'",
        "fix*                     | 'fix'*",
        "fix***                   | 'fix'*",
        "fi*x                     | 'fi*x'",
        "'fix bug'                | 'fix bug'",
        "'fix bu'*                | 'fix bu'*",
        "fix AND bug              | 'fix' AND 'bug'",
        "fix OR bug               | 'fix' OR 'bug'",
        "fix NOT bug              | 'fix' NOT ('bug')",
        "fix AND NOT bug          | 'fix' NOT ('bug')",
        "a b OR c d               | 'a' 'b' OR 'c' 'd'",
        "a OR b AND c NOT d e     | 'a' OR 'b' AND 'c' NOT ('d' 'e')",
        "a NOT b NOT c            | 'a' NOT ('b') NOT ('c')",
        "a AND NOT b AND c        | 'a' NOT ('b') AND 'c'",
        "(a OR b) c               | ('a' OR 'b') AND 'c'",
        "f(x) y                   | 'f' AND ('x') AND 'y'",
        "init()                   | 'init'",
        "NEAR(fix 'the bug', 5)   | NEAR('fix' 'the bug',5)",
        "NEAR(fix, 5) now         | NEAR('fix',5) 'now'",
        "NEAR(fix bug*)           | NEAR('fix' 'bug'*)",
        "NEAR (fix bug)           | 'NEAR' AND ('fix' 'bug')",
        "NEAR fix,5               | 'NEAR' 'fix,5'",
        "and or not               | 'and' 'or' 'not'",
        "'AND' 'OR'               | 'AND' 'OR'",
        "ANDROID NOTE             | 'ANDROID' 'NOTE'",
        "foo-bar                  | 'foo-bar'",
        "title:x ^y a+b {c}       | 'title:x' '^y' 'a+b' '{c}'",
        "a.b                      | 'a.b'",
        "'not closed              | 'not closed'",
        "open 'again              | 'open' 'again'",
        "say 'a''b' twice         | 'say' 'a''b' 'twice'",
        "a - b & c                | 'a' 'b' 'c'",
        "- AND a                  | 'a'",
        "a OR ()                  | 'a'",
        "a NOT -                  | 'a'",
        "- NOT a                  | ``",
        "東京　大阪                 | '東京' '大阪'",
        "🎉                       | '🎉'",
      })
  void meaning_isWrittenAsFts5ReadsIt(String text, String expected) {
    assertThat(compiled(text.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void apostrophe_staysInItsWord() {
    assertThat(compiled("it's")).isEqualTo("\"it's\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n\t ", "-", "()", "(( ) - *)", "\"", "\"\"", "*", "NEAR()", "\0"})
  void textWithoutTerms_looksForNothing(String text) {
    assertThat(compiled(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fix AND         |  5 | AND needs a term after it",
        "AND fix         |  1 | AND needs a term before it",
        "NOT fix         |  1 | NOT needs a term before it",
        "a OR OR b       |  6 | OR needs a term before it",
        "a OR AND b      |  6 | AND needs a term before it",
        "a AND NOT       |  7 | NOT needs a term after it",
        "(a AND) b       |  4 | AND needs a term after it",
        "a (b            |  3 | the parenthesis is not closed",
        "a (b (c) d      |  3 | the parenthesis is not closed",
        "(               |  1 | the parenthesis is not closed",
        "a b)            |  4 | `\")\" closes nothing`",
        ":)              |  2 | `\")\" closes nothing`",
        ")               |  1 | `\")\" closes nothing`",
        "x NEAR(a b      |  3 | the parenthesis is not closed",
        "NEAR(a b, x)    | 11 | NEAR( ) takes a number of words",
        "NEAR(a, 1234567)|  9 | NEAR( ) takes a number of words",
        "NEAR(a, 1 b)    | 11 | `\")\" is expected`",
        "NEAR(a (b))     |  8 | NEAR( ) holds words and phrases only",
        "((((((((((( a   | 11 | more than 10 levels of parentheses"
      })
  void whatCannotBeMeant_isRefusedWithItsPosition(String text, int position, String reason) {
    assertThatThrownBy(() -> compiled(text))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_SEARCH)
        .hasMessageContaining("at character " + position + ": ")
        .hasMessageContaining(reason);
  }

  @Test
  void veryLongText_isRefused() {
    assertThatThrownBy(() -> compiled("word ".repeat(300)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_SEARCH)
        .hasMessageContaining("1,024 characters");
  }

  @Test
  void shortTermsOfTrigrams_areLookedForInTheText() {
    SearchExpression found = SearchCompiler.compile("東京 とうきょう \"a\"\"\" 🎉🎉", "trigram");
    assertThat(found.match).isEqualTo("\"とうきょう\"");
    assertThat(found.shortTerms).containsExactly("東京", "a\"", "🎉🎉");
    assertThat(SearchCompiler.compile("c++ ->x", "trigram").match).isEqualTo("\"c++\" \"->x\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc OR de       | 8 | next to OR",
        "de OR abc       | 1 | next to OR",
        "abc NOT de      | 9 | after NOT",
        "de NOT abc      | 4 | NOT needs a term of at least three characters before it",
        "NEAR(abc de)    | 10 | in NEAR( )"
      })
  void shortTermsOfTrigrams_cannotBeAlternatives(String text, int position, String reason) {
    assertThatThrownBy(() -> SearchCompiler.compile(text, "trigram"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_SEARCH)
        .hasMessageContaining("at character " + position + ": ")
        .hasMessageContaining(reason);
  }
}
