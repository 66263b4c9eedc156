package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.TypeText;

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
    StringBuilder text = new StringBuilder();
    boolean empty = project.modules().stream().allMatch(module -> module.functions().isEmpty());
    if (!empty) {
      String possible = api.hasPossible() ? ", RegisteredFunction" : "";
      text.append("import type { FunctionReferenceTo")
          .append(possible)
          .append(" } from \"@zeroback/server\"\n");
    }
    for (FunctionModule module : project.modules()) {
      if (!module.functions().isEmpty()) {
        text.append("import type * as ").append(names.of(module));
        text.append(" from ").append(TypeText.quoted("../" + module.name())).append('\n');
      }
    }
    text.append(empty ? "" : "\n");
    if (api.hasPossible()) {
      text.append(filter("PublicFunctions", "public"))
          .append(filter("InternalFunctions", "internal"));
    }
    text.append("/** Functions that clients may call. */\n");
    text.append(declaration("api", api, "PublicFunctions"));
    text.append("\n/** Functions that only other functions may call. */\n");
    text.append(declaration("internal", internal, "InternalFunctions"));
    return GeneratedFile.of("api.ts", text.toString());
  }

  private static String declaration(String name, ApiTree tree, String filter) {
    return "export const "
        + name
        + " = "
        + tree.value("")
        + " as unknown as "
        + tree.type("", filter)
        + "\n";
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
