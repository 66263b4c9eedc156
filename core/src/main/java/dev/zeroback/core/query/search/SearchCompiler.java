package dev.zeroback.core.query.search;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.storage.SqlNames;
import java.util.ArrayList;

/**
 * Compiles what a user searches for to an expression that FTS5 accepts, whatever the text.
 *
 * <pre>
 * either = both { "OR" both }
 * both   = terms { ( "AND" | "NOT" | "AND" "NOT" ) terms }
 * terms  = term { term }
 * term   = phrase | "(" [ either ] ")" | "NEAR(" { phrase } [ "," distance ] ")"
 * phrase = ( word | quoted text ) [ "*" ]
 * </pre>
 *
 * <p>Documents must hold all of several terms. A word ends with a blank, a parenthesis or a
 * quotation mark; it reaches FTS5 as a phrase, which its tokenizer splits further. Quoted text that
 * is not closed ends with the query. What holds neither letter nor digit is left out.
 *
 * <p>FTS5 joins terms without an operator only where no parenthesis is next to them, and has no
 * {@code AND NOT}.
 *
 * @see <a href="https://www.sqlite.org/fts5.html#full_text_query_syntax">FTS5 query syntax</a>
 */
public final class SearchCompiler {
  private static final int MAX_LENGTH = 1_024;

  /** A level of parentheses takes at most 8 places on the stack of FTS5's parser, which has 100. */
  private static final int MAX_DEPTH = 10;

  private static final int MAX_DISTANCE_DIGITS = 6;
  private static final int TRIGRAM = 3;

  private final String text;
  private final boolean trigram;
  private final ArrayList<String> shortTerms = new ArrayList<>();
  private int shortAt;
  private int at;
  private int depth;
  private boolean insideNear;

  /** The last operator that was taken, and where it was. */
  private String operator;

  private int operatorAt;

  private SearchCompiler(String text, boolean trigram) {
    this.text = text;
    this.trigram = trigram;
  }

  /**
   * @param tokenizer {@code unicode61}, {@code porter} or {@code trigram}
   * @throws ZerobackException {@link ErrorCode#INVALID_SEARCH} with the position, counting from 1,
   *     when it cannot be told what is meant
   */
  public static SearchExpression compile(String text, String tokenizer) {
    if (text.length() > MAX_LENGTH) {
      throw new ZerobackException(
          ErrorCode.INVALID_SEARCH,
          "The query of .search() is longer than 1,024 characters; shorten it.");
    }
    SearchCompiler compiler =
        new SearchCompiler(text.replace('\0', ' '), tokenizer.equals("trigram"));
    String match = compiler.skipBlanks() ? compiler.either() : "";
    if (compiler.skipBlanks()) {
      throw unclear(compiler.at, "\")\" closes nothing");
    }
    return new SearchExpression(match, compiler.shortTerms.toArray(new String[0]));
  }

  private String either() {
    int shortBefore = shortTerms.size();
    String left = both();
    while (take("OR")) {
      left = joined(left, " OR ", both());
      refuseShort(shortBefore, "next to OR");
    }
    return left;
  }

  private String both() {
    String left = terms();
    while (true) {
      boolean and = take("AND");
      if (take("NOT")) {
        left = without(left);
      } else if (and) {
        left = joined(left, " AND ", terms());
      } else {
        return left;
      }
    }
  }

  private String without(String left) {
    int shortBefore = shortTerms.size();
    int position = operatorAt;
    String right = terms();
    refuseShort(shortBefore, "after NOT");
    if (left.isEmpty() && shortBefore > 0) {
      throw unclear(position, "NOT needs a term of at least three characters before it");
    }
    return left.isEmpty() || right.isEmpty() ? left : left + " NOT (" + right + ")";
  }

  private String terms() {
    String all = "";
    boolean any = false;
    boolean afterGroup = false;
    while (skipBlanks() && text.charAt(at) != ')' && operatorHere() == null) {
      boolean group = text.charAt(at) == '(';
      String term = group ? group() : text.startsWith("NEAR(", at) ? near() : phrase();
      if (!term.isEmpty()) {
        all = joined(all, group || afterGroup ? " AND " : " ", term);
        afterGroup = group;
      }
      any = true;
    }
    if (!any) {
      throw nothingHere();
    }
    return all;
  }

  private ZerobackException nothingHere() {
    String here = operatorHere();
    if (here != null) {
      return unclear(at, here + " needs a term before it");
    }
    return operator == null
        ? unclear(at, "\")\" closes nothing")
        : unclear(operatorAt, operator + " needs a term after it");
  }

  private String group() {
    int start = at++;
    if (++depth > MAX_DEPTH) {
      throw unclear(start, "there are more than " + MAX_DEPTH + " levels of parentheses");
    }
    String inner = skipBlanks() && text.charAt(at) != ')' ? either() : "";
    close(start);
    depth--;
    return inner.isEmpty() ? "" : "(" + inner + ")";
  }

  private String near() {
    int start = at;
    int shortBefore = shortTerms.size();
    String phrases = "";
    String distance = "";
    at += "NEAR(".length();
    insideNear = true;
    while (skipBlanks() && text.charAt(at) != ')' && text.charAt(at) != ',') {
      if (text.charAt(at) == '(') {
        throw unclear(at, "NEAR( ) holds words and phrases only");
      }
      phrases = joined(phrases, " ", phrase());
    }
    insideNear = false;
    refuseShort(shortBefore, "in NEAR( )");
    if (at < text.length() && text.charAt(at) == ',') {
      at++;
      distance = "," + distance();
    }
    close(start);
    return phrases.isEmpty() ? "" : "NEAR(" + phrases + distance + ")";
  }

  private String distance() {
    skipBlanks();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > MAX_DISTANCE_DIGITS) {
      throw unclear(start, "NEAR( ) takes a number of words after the comma");
    }
    return text.substring(start, at);
  }

  private void close(int start) {
    if (!skipBlanks()) {
      throw unclear(start, "the parenthesis is not closed");
    }
    if (text.charAt(at) != ')') {
      throw unclear(at, "\")\" is expected");
    }
    at++;
  }

  private String phrase() {
    int start = at;
    String content = text.charAt(at) == '"' ? quoted() : word();
    boolean prefix = false;
    while (at < text.length() && text.charAt(at) == '*') {
      prefix = true;
      at++;
    }
    if (trigram && !content.isEmpty() && characters(content) < TRIGRAM) {
      shortTerms.add(content);
      shortAt = start;
      return "";
    }
    return isSearchable(content)
        ? "\"" + SqlNames.doubled(content, '"') + (prefix ? "\"*" : "\"")
        : "";
  }

  private String quoted() {
    String content = "";
    at++;
    int end = text.indexOf('"', at);
    while (end >= 0 && text.startsWith("\"\"", end)) {
      content += text.substring(at, end + 1);
      at = end + 2;
      end = text.indexOf('"', at);
    }
    content += end < 0 ? text.substring(at) : text.substring(at, end);
    at = end < 0 ? text.length() : end + 1;
    return content;
  }

  /** A word, without the asterisks at its end. */
  private String word() {
    int end = wordEnd();
    while (end > at && text.charAt(end - 1) == '*') {
      end--;
    }
    String word = text.substring(at, end);
    at = end;
    return word;
  }

  private int wordEnd() {
    int end = at;
    while (end < text.length() && !endsWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean endsWord(char unit) {
    return isBlank(unit) || unit == '(' || unit == ')' || unit == '"' || insideNear && unit == ',';
  }

  /** ASCII blanks, the no-break space and the ideographic one. */
  private static boolean isBlank(char unit) {
    return unit <= ' ' || unit == '\u00A0' || unit == '\u3000';
  }

  /** Whether anything follows. */
  private boolean skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  /** The operator that stands here; {@code null} if none does. */
  private String operatorHere() {
    String word = text.substring(at, wordEnd());
    return word.equals("AND") || word.equals("OR") || word.equals("NOT") ? word : null;
  }

  private boolean take(String name) {
    skipBlanks();
    if (!name.equals(operatorHere())) {
      return false;
    }
    operator = name;
    operatorAt = at;
    at += name.length();
    return true;
  }

  private boolean isSearchable(String content) {
    for (int i = 0; i < content.length(); i++) {
      char unit = content.charAt(i);
      boolean letter = unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' || unit >= '\u0080';
      if (trigram || letter || unit >= '0' && unit <= '9') {
        return true;
      }
    }
    return false;
  }

  private static int characters(String content) {
    int count = 0;
    for (int i = 0; i < content.length(); i++) {
      count += Character.isLowSurrogate(content.charAt(i)) ? 0 : 1;
    }
    return count;
  }

  private void refuseShort(int before, String where) {
    if (shortTerms.size() > before) {
      throw unclear(
          shortAt, "with the tokenizer trigram a term " + where + " needs at least 3 characters");
    }
  }

  private static String joined(String left, String operator, String right) {
    return left.isEmpty() ? right : right.isEmpty() ? left : left + operator + right;
  }

  private static ZerobackException unclear(int position, String what) {
    return new ZerobackException(
        ErrorCode.INVALID_SEARCH,
        "The query of .search() cannot be understood at character "
            + (position + 1)
            + ": "
            + what
            + ". What is meant as plain text goes in quotation marks.");
  }
}
