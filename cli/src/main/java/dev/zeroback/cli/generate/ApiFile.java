package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.TypeText;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code api.ts}: a reference to every function, typed by its definition. Server code is
 * imported as types only.
 */
final class ApiFile {
  private ApiFile() {}

  static GeneratedFile of(Project project) {
    ModuleNames names = new ModuleNames(project.modules());
    ApiTree api =
        ApiTree.of(project.modules(), names, function -> function.access() == Access.PUBLIC);
    ApiTree internal =
        ApiTree.of(project.modules(), names, function -> function.access() == Access.INTERNAL);
    StringBuilder body = new StringBuilder();
    for (FunctionModule module : project.modules()) {
      if (!module.functions().isEmpty()) {
        body.append("import type * as ").append(names.of(module));
        body.append(" from ").append(TypeText.quoted("../" + module.name() + ".js")).append('\n');
      }
    }
    body.append(body.isEmpty() ? "" : "\n");
    if (api.hasPossible()) {
      body.append(filter("PublicFunctions", "public"))
          .append(filter("InternalFunctions", "internal"));
    }
    body.append("/** Functions that clients may call. */\n");
    body.append(declaration("api", api, "PublicFunctions"));
    body.append("\n/** Functions that only other functions may call. */\n");
    body.append(declaration("internal", internal, "InternalFunctions"));
    return GeneratedFile.of("api.ts", imports(body.toString()) + body);
  }

  /** The import of the types that {@code body} names. */
  private static String imports(String body) {
    String used =
        Stream.of("FunctionReferencesTo", "FunctionReferenceTo", "RegisteredFunction")
            .filter(type -> body.contains(type + "<"))
            .collect(Collectors.joining(", "));
    return used.isEmpty() ? "" : "import type { " + used + " } from \"@zeroback/server\"\n";
  }

  private static String declaration(String name, ApiTree tree, String filter) {
    String start = "export const " + name + " = " + tree.value("") + " as unknown as ";
    return start + tree.type("", start.length() - start.lastIndexOf('\n') - 1, filter) + "\n";
  }

  private static String filter(String name, String visibility) {
    return """
        /** The VISIBILITY functions among exports that may be anything. */
        type NAME<Exports> = {
          [
            Name in keyof Exports as Exports[Name] extends RegisteredFunction<any, "VISIBILITY", any, any> ? Name : never
          ]: FunctionReferenceTo<Exports[Name]>
        }

        """
        .replace("NAME", name)
        .replace("VISIBILITY", visibility);
  }
}
