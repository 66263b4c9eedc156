package dev.zeroback.cli.analysis;

import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The definitions that are being read, each one a part of the one before. One that is met again is
 * a part of itself: reading it would never end.
 */
final class OpenDefinitions {
  private final Diagnostics diagnostics;
  private final List<Expression> open = new ArrayList<>();

  OpenDefinitions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * Returns what {@code reader} makes of a definition; nothing, and reports it, where the
   * definition is a part of itself.
   *
   * @param reference what stands for the definition: itself, else a name or a member
   */
  <T> Optional<T> read(
      Located reference, Located definition, Function<Located, Optional<T>> reader) {
    for (Expression each : open) {
      if (each == definition.expression()) {
        report(reference);
        return Optional.empty();
      }
    }
    open.add(definition.expression());
    Optional<T> result = reader.apply(definition);
    open.remove(open.size() - 1);
    return result;
  }

  private void report(Located reference) {
    Expression place = reference.expression();
    String name =
        place instanceof Expression.Member member
            ? member.name()
            : ((Expression.Name) place).name();
    diagnostics.add(
        reference.module().path(),
        place.position(),
        "RECURSIVE_DEFINITION",
        "\""
            + name
            + "\" is a part of its own definition, which would have no end. Store the inner documents in a"
            + " table and refer to them with v.id(), or take v.any() here.");
  }
}
