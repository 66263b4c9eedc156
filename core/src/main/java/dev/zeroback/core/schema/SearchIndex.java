package dev.zeroback.core.schema;

import dev.zeroback.core.value.FieldPath;

/**
 * A full-text index.
 *
 * @param tokenizer {@code unicode61}, {@code porter} or {@code trigram}
 */
public record SearchIndex(String name, FieldPath searchField, FieldPath[] filterFields, String tokenizer) {}
