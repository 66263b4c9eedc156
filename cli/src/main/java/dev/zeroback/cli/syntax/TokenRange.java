package dev.zeroback.cli.syntax;

/**
 * Tokens of one module, skipped by the grammar.
 *
 * @param first index of the first token
 * @param last index of the last token, inclusive
 */
public record TokenRange(int first, int last) {}
