package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.FunctionExport.Kind;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Located;
import dev.zeroback.cli.analysis.Meaning;
import dev.zeroback.cli.analysis.Names;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Expression.Property;
import dev.zeroback.cli.syntax.WrittenCall;
import java.util.Optional;

/**
 * What the handlers of queries and mutations must not do: they run in a transaction, perhaps more
 * than once.
 */
final class HandlerCheck {
  private HandlerCheck() {}

  static void check(Project project, Diagnostics diagnostics) {
    for (FunctionModule module : project.modules()) {
      for (FunctionExport function : module.functions()) {
        if (function.kind().isPresent() && function.kind().get() != Kind.ACTION) {
          handlerOf(function, project.names())
              .ifPresent(handler -> checkFetch(function, handler, diagnostics));
        }
      }
    }
  }

  private static Optional<Located> handlerOf(FunctionExport function, Names names) {
    if (function.definition().isEmpty()
        || !(names.meaningOf(function.definition().get()) instanceof Meaning.Value definition)
        || !(definition.value().expression() instanceof Expression.ObjectLiteral object)) {
      return Optional.empty();
    }
    for (Property property : object.properties()) {
      if (property instanceof Property.Entry entry
          && entry.key().equals("handler")
          && entry.value() instanceof Expression.FunctionLiteral) {
        return Optional.of(new Located(definition.value().module(), entry.value()));
      }
    }
    return Optional.empty();
  }

  private static void checkFetch(
      FunctionExport function, Located handler, Diagnostics diagnostics) {
    Expression.FunctionLiteral body = (Expression.FunctionLiteral) handler.expression();
    if (handler.module().declarations().containsKey("fetch")
        || handler.module().importOf("fetch").isPresent()
        || WrittenCall.mentions(handler.module(), body.body(), "fetch")) {
      return;
    }
    for (WrittenCall call : WrittenCall.in(handler.module(), body.body())) {
      boolean global =
          call.receiver().isEmpty() || call.receiver().equals(Optional.of("globalThis"));
      if (call.name().equals("fetch") && global) {
        String kind = function.kind().get().word();
        diagnostics.add(
            handler.module().path(),
            call.position(),
            "FETCH_IN_TRANSACTION",
            "\""
                + function.name()
                + "\" is a "
                + kind
                + " and calls fetch. Queries and mutations run in a"
                + " transaction and may run again: call fetch in an action, which passes the answer to a "
                + kind
                + ".");
      }
    }
  }
}
