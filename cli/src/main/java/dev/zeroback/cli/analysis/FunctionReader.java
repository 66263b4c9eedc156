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

  FunctionModule read(SourceModule module, String name) {
    List<FunctionExport> functions = new ArrayList<>();
    FunctionModule.Special special = FunctionModule.Special.NONE;
    for (var export : names.exportedNames(module).entrySet()) {
      Meaning meaning = names.exportOf(module, export.getKey()).orElseGet(Meaning.Unknown::new);
      if (export.getKey().equals("default")) {
        special = specialOf(meaning);
      }
      functionIn(export.getKey(), export.getValue(), meaning).ifPresent(functions::add);
    }
    return new FunctionModule(module, name, functions, special);
  }

  private FunctionModule.Special specialOf(Meaning meaning) {
    return switch (names.calledServerFunction(meaning).orElse("")) {
      case "httpRouter" -> FunctionModule.Special.HTTP_ROUTER;
      case "cronJobs" -> FunctionModule.Special.CRON_JOBS;
      default -> FunctionModule.Special.NONE;
    };
  }

  /** Returns the function that {@code exported} is or may be; nothing when it is surely none. */
  private Optional<FunctionExport> functionIn(String name, Position position, Meaning exported) {
    Meaning meaning = exported;
    for (int wrappers = 0; wrappers < MAX_WRAPPERS; wrappers++) {
      if (meaning instanceof Meaning.Unknown || meaning instanceof Meaning.External) {
        return Optional.of(unknown(name, position));
      }
      Optional<String> factory = names.calledServerFunction(meaning);
      if (factory.isPresent()) {
        Optional<Located> definition = wrappers == 0 ? firstArgument(meaning) : Optional.empty();
        return FunctionFactory.named(factory.get())
            .map(
                made ->
                    new FunctionExport(
                        name, position, made.access(), Optional.of(made.kind()), definition));
      }
      if (!(meaning instanceof Meaning.Value found)
          || !(found.value().expression() instanceof Expression.Call call)) {
        return Optional.empty();
      }
      meaning = resultOf(names.meaningOf(found.value().in(call.callee())));
    }
    return Optional.of(unknown(name, position));
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

  private static FunctionExport unknown(String name, Position position) {
    return new FunctionExport(name, position, Access.UNKNOWN, Optional.empty(), Optional.empty());
  }
}
