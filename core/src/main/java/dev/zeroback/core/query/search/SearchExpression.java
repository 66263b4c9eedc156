package dev.zeroback.core.query.search;

/** What to look for: documents have to meet the FTS5 expression and to hold every short term. */
public final class SearchExpression {
  /** An expression of FTS5; empty when there is none. */
  public final String match;

  /**
   * Terms of fewer than three characters, which an index of trigrams does not hold: they are looked
   * for in the text itself. Empty for other tokenizers.
   */
  public final String[] shortTerms;

  SearchExpression(String match, String[] shortTerms) {
    this.match = match;
    this.shortTerms = shortTerms;
  }
}
