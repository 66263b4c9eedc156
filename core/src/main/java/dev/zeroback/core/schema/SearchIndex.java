package dev.zeroback.core.schema;

import dev.zeroback.core.value.FieldPath;

/** A full-text index. */
public final class SearchIndex {
  private final String table;
  private final String name;
  private final FieldPath searchField;
  private final FieldPath[] filterFields;
  private final String tokenizer;

  SearchIndex(
      String table,
      String name,
      FieldPath searchField,
      FieldPath[] filterFields,
      String tokenizer) {
    this.table = table;
    this.name = name;
    this.searchField = searchField;
    this.filterFields = filterFields;
    this.tokenizer = tokenizer;
  }

  public String name() {
    return name;
  }

  /**
   * Name of the FTS5 table, to be quoted. FTS5 appends {@code _data} and the like to it, which the
   * last dot keeps apart from the names of other search indexes.
   */
  public String sqlName() {
    return "f_".concat(table).concat(".").concat(name).concat(".text");
  }

  public FieldPath searchField() {
    return searchField;
  }

  /** Not to be changed. */
  public FieldPath[] filterFields() {
    return filterFields;
  }

  /** {@code unicode61}, {@code porter} or {@code trigram}. */
  public String tokenizer() {
    return tokenizer;
  }
}
