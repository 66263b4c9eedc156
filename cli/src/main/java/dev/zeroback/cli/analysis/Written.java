package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Position;

/** A text in the user's code and where it stands. */
public record Written(String text, String path, Position position) {}
