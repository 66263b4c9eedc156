package dev.zeroback.cli.analysis;

import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.analysis.FunctionExport.Kind;
import java.util.Map;
import java.util.Optional;

/** What a factory of the generated server module makes. */
record FunctionFactory(Access access, Kind kind) {
  private static final Map<String, FunctionFactory> BY_NAME =
      Map.of(
          "query", new FunctionFactory(Access.PUBLIC, Kind.QUERY),
          "mutation", new FunctionFactory(Access.PUBLIC, Kind.MUTATION),
          "action", new FunctionFactory(Access.PUBLIC, Kind.ACTION),
          "internalQuery", new FunctionFactory(Access.INTERNAL, Kind.QUERY),
          "internalMutation", new FunctionFactory(Access.INTERNAL, Kind.MUTATION),
          "internalAction", new FunctionFactory(Access.INTERNAL, Kind.ACTION));

  static Optional<FunctionFactory> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
