package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.SourceModule;

/** A value together with the module whose names it uses. */
public record Located(SourceModule module, Expression expression) {
  Located in(Expression part) {
    return new Located(module, part);
  }
}
