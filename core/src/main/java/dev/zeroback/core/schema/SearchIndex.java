package dev.zeroback.core.schema;

import dev.zeroback.core.value.FieldPath;

/** A full-text index. */
public final class SearchIndex {
  private final String name;
  private final FieldPath searchField;
  private final FieldPath[] filterFields;
  private final String tokenizer;

  SearchIndex(String name, FieldPath searchField, FieldPath[] filterFields, String tokenizer) {
    this.name = name;
    this.searchField = searchField;
    this.filterFields = filterFields;
    this.tokenizer = tokenizer;
  }

  public String name() {
    return name;
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
