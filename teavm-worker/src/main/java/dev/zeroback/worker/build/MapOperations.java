package dev.zeroback.worker.build;

import dev.zeroback.core.port.TextMap;
import org.teavm.backend.javascript.codegen.SourceWriter;
import org.teavm.backend.javascript.rendering.Precedence;
import org.teavm.backend.javascript.spi.Injector;
import org.teavm.backend.javascript.spi.InjectorContext;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.DependencyNode;
import org.teavm.dependency.DependencyPlugin;
import org.teavm.dependency.MethodDependency;
import org.teavm.model.FieldReference;
import org.teavm.model.MethodReference;

/** Writes what {@link dev.zeroback.worker.JsTextMap} does as operations of a native {@code Map}. */
public final class MapOperations implements Injector, DependencyPlugin {
  @Override
  public void generate(InjectorContext context, MethodReference method) {
    SourceWriter out = context.getWriter();
    switch (method.getName()) {
      case "make" -> out.append("new ").appendGlobal("Map").append("()");
      case "find" -> {
        out.append("(");
        call(context, "get");
        out.append(" ?? null)");
      }
      case "holds" -> call(context, "has");
      case "store" -> call(context, "set");
      case "drop" -> call(context, "delete");
      case "empty" -> call(context, "clear");
      case "count" -> {
        context.writeExpr(context.getArgument(0), Precedence.MEMBER_ACCESS);
        out.append(".size");
      }
      case "iterate" -> call(context, "values");
      case "next" -> {
        out.append("(");
        call(context, "next");
        out.append(".value ?? null)");
      }
      default -> throw new IllegalArgumentException(method.toString());
    }
  }

  /** Calls a method of the first argument with the others, of which the second is a text. */
  private static void call(InjectorContext context, String name) {
    SourceWriter out = context.getWriter();
    context.writeExpr(context.getArgument(0), Precedence.MEMBER_ACCESS);
    out.append(".").append(name).append("(");
    if (context.argumentCount() > 1) {
      out.appendFunction("$rt_ustr").append("(");
      context.writeExpr(context.getArgument(1), Precedence.min());
      out.append(")");
    }
    if (context.argumentCount() > 2) {
      out.append(", ");
      context.writeExpr(context.getArgument(2), Precedence.min());
    }
    out.append(")");
  }

  /** What is stored in any map may be found in any. */
  @Override
  public void methodReached(DependencyAgent agent, MethodDependency method) {
    DependencyNode stored =
        agent.linkField(new FieldReference(TextMap.class.getName(), "map")).getValue();
    if (method.getReference().getName().equals("store")) {
      method.getVariable(3).connect(stored);
    } else {
      stored.connect(method.getResult());
    }
  }
}
