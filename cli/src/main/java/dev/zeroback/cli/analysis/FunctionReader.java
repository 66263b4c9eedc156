package dev.zeroback.cli.analysis;

import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Position;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the functions that a module exports. */
final class FunctionReader {
  /** How many wrappers around a factory are looked through. */
  private static final int MAX_WRAPPERS = 10;

  private final Names names;

  FunctionReader(Names names) {
    this.names = names;
  }

  /** What made an exported value. */
  private sealed interface Origin {
    /**
     * A function of the server package.
     *
     * @param argument its first one, where it is called directly
     */
    record ServerFunction(String name, Optional<Located> argument) implements Origin {}

    /** Not to be known without running the code. */
    record Hidden() implements Origin {}

    /** Surely nothing of the server package. */
    record Other() implements Origin {}
  }

  FunctionModule read(SourceModule module, String name) {
    List<FunctionExport> functions = new ArrayList<>();
    FunctionModule.Special special = FunctionModule.Special.NONE;
    for (var export : names.exportedNames(module).entrySet()) {
      Meaning meaning = names.exportOf(module, export.getKey()).orElseGet(Meaning.Unknown::new);
      Origin origin = originOf(meaning);
      if (export.getKey().equals("default")) {
        special = specialOf(origin);
      }
      functionIn(export.getKey(), export.getValue(), origin).ifPresent(functions::add);
    }
    return new FunctionModule(module, name, functions, special);
  }

  private static FunctionModule.Special specialOf(Origin origin) {
    if (origin instanceof Origin.ServerFunction made) {
      return switch (made.name()) {
        case "httpRouter" -> FunctionModule.Special.HTTP_ROUTER;
        case "cronJobs" -> FunctionModule.Special.CRON_JOBS;
        default -> FunctionModule.Special.NONE;
      };
    }
    return origin instanceof Origin.Hidden
        ? FunctionModule.Special.POSSIBLE
        : FunctionModule.Special.NONE;
  }

  /** Returns the function that an export is or may be; nothing when it is surely none. */
  private static Optional<FunctionExport> functionIn(
      String name, Position position, Origin origin) {
    if (origin instanceof Origin.ServerFunction made) {
      return FunctionFactory.named(made.name())
          .map(
              factory ->
                  new FunctionExport(
                      name,
                      position,
                      factory.access(),
                      Optional.of(factory.kind()),
                      made.argument()));
    }
    return origin instanceof Origin.Hidden
        ? Optional.of(
            new FunctionExport(name, position, Access.UNKNOWN, Optional.empty(), Optional.empty()))
        : Optional.empty();
  }

  private Origin originOf(Meaning exported) {
    Meaning meaning = exported;
    for (int wrappers = 0; wrappers < MAX_WRAPPERS; wrappers++) {
      if (meaning instanceof Meaning.Unknown || meaning instanceof Meaning.External) {
        return new Origin.Hidden();
      }
      Optional<String> called = names.calledServerFunction(meaning);
      if (called.isPresent()) {
        return new Origin.ServerFunction(
            called.get(), wrappers == 0 ? firstArgument(meaning) : Optional.empty());
      }
      if (!(meaning instanceof Meaning.Value found)
          || !(found.value().expression() instanceof Expression.Call call)) {
        return new Origin.Other();
      }
      meaning = resultOf(names.meaningOf(found.value().in(call.callee())));
    }
    return new Origin.Hidden();
  }

  /** Returns what a wrapper such as {@code (config) => query(config)} makes. */
  private Meaning resultOf(Meaning wrapper) {
    return wrapper instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.FunctionLiteral function
            && function.result().isPresent()
        ? names.meaningOf(found.value().in(function.result().get()))
        : new Meaning.Unknown();
  }

  private Optional<Located> firstArgument(Meaning meaning) {
    Located call = ((Meaning.Value) meaning).value();
    List<Expression> arguments = ((Expression.Call) call.expression()).arguments();
    return arguments.isEmpty() ? Optional.empty() : Optional.of(call.in(arguments.get(0)));
  }
}
