package dev.zeroback.cli.syntax;

/**
 * A place in a source file.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Position(int line, int column) {}
