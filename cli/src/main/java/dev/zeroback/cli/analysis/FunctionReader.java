package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the functions that a module exports. */
final class FunctionReader {
  private static final Map<String, FunctionExport.Access> FACTORIES =
      Map.of(
          "query", FunctionExport.Access.PUBLIC,
          "mutation", FunctionExport.Access.PUBLIC,
          "action", FunctionExport.Access.PUBLIC,
          "internalQuery", FunctionExport.Access.INTERNAL,
          "internalMutation", FunctionExport.Access.INTERNAL,
          "internalAction", FunctionExport.Access.INTERNAL);

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
      Meaning meaning =
          names.exportOf(module, export.getKey()).orElseGet(Meaning.Unknown::new);
      if (export.getKey().equals("default")) {
        special = specialOf(meaning);
      }
      accessOf(meaning, 0)
          .map(access -> new FunctionExport(export.getKey(), export.getValue(), access))
          .ifPresent(functions::add);
    }
    return new FunctionModule(module.path(), name, functions, special);
  }

  private FunctionModule.Special specialOf(Meaning meaning) {
    Optional<String> called = calledServerFunction(meaning);
    if (called.equals(Optional.of("httpRouter"))) {
      return FunctionModule.Special.HTTP_ROUTER;
    }
    return called.equals(Optional.of("cronJobs"))
        ? FunctionModule.Special.CRON_JOBS
        : FunctionModule.Special.NONE;
  }

  /** Returns who may call the function that {@code meaning} is; nothing when it is surely no function. */
  private Optional<FunctionExport.Access> accessOf(Meaning meaning, int wrappers) {
    if (meaning instanceof Meaning.Unknown || meaning instanceof Meaning.External) {
      return Optional.of(FunctionExport.Access.UNKNOWN);
    }
    if (!(meaning instanceof Meaning.Value found)
        || !(found.value().expression() instanceof Expression.Call call)) {
      return Optional.empty();
    }
    Meaning callee = names.meaningOf(found.value().in(call.callee()));
    if (callee instanceof Meaning.External external
        && external.specifier().equals(ModuleGraph.SERVER)) {
      return Optional.ofNullable(FACTORIES.get(external.name()));
    }
    if (callee instanceof Meaning.Value wrapper
        && wrapper.value().expression() instanceof Expression.FunctionLiteral function
        && function.result().isPresent()
        && wrappers < MAX_WRAPPERS) {
      return accessOf(
          names.meaningOf(wrapper.value().in(function.result().get())), wrappers + 1);
    }
    return Optional.of(FunctionExport.Access.UNKNOWN);
  }

  private Optional<String> calledServerFunction(Meaning meaning) {
    return meaning instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.Call call
            && names.meaningOf(found.value().in(call.callee())) instanceof Meaning.External external
            && external.specifier().equals(ModuleGraph.SERVER)
        ? Optional.of(external.name())
        : Optional.empty();
  }
}
