package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.FunctionModule.Special;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.SchemaModel;
import dev.zeroback.cli.analysis.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes {@code manifest.ts}: what the worker's entry hands to the runtime. */
final class ManifestFile {
  private static final String KEEP_FUNCTIONS =
      """

      /** Keeps the functions among exports that may be anything until they run. */
      function functionsAmong(exports: Record<string, unknown>): Record<string, RegisteredFunction> {
        const found: Record<string, RegisteredFunction> = {}
        for (const [name, value] of Object.entries(exports)) {
          if (typeof value === "object" && value !== null && "kind" in value && "visibility" in value && "handler" in value) {
            found[name] = value as RegisteredFunction
          }
        }
        return found
      }
      """;

  private final Project project;
  private final ModuleNames names;
  private final List<String> known = new ArrayList<>();
  private final List<String> possible = new ArrayList<>();

  private ManifestFile(Project project) {
    this.project = project;
    this.names = new ModuleNames(project.modules());
    for (FunctionModule module : project.modules()) {
      for (FunctionExport function : module.functions()) {
        String entry =
            TypeText.quoted(module.name() + ":" + function.name())
                + ": "
                + names.of(module)
                + "."
                + function.name();
        (function.access() == Access.UNKNOWN ? possible : known).add(entry);
      }
    }
  }

  static GeneratedFile of(Project project) {
    return GeneratedFile.of("manifest.ts", new ManifestFile(project).body());
  }

  private String body() {
    StringBuilder text = new StringBuilder();
    text.append(
        project.schema().isPresent() ? "" : "import { defineSchema } from \"@zeroback/server\"\n");
    text.append("import type { RegisteredFunction } from \"@zeroback/server\"\n");
    for (FunctionModule module : project.modules()) {
      if (!module.functions().isEmpty() || module.special() != Special.NONE) {
        text.append("import * as ").append(names.of(module)).append(" from ");
        text.append(TypeText.quoted("../" + module.name())).append('\n');
      }
    }
    text.append('\n').append(schema()).append('\n').append(functions());
    text.append("\nexport const httpRouter = ").append(special(Special.HTTP_ROUTER)).append('\n');
    text.append("\nexport const cronJobsDef = ").append(special(Special.CRON_JOBS)).append('\n');
    return text.append(possible.isEmpty() ? "" : KEEP_FUNCTIONS).toString();
  }

  private String schema() {
    Optional<SchemaModel> schema = project.schema();
    if (schema.isEmpty()) {
      return "export const schema = defineSchema({})\n";
    }
    return schema.get().exported().equals("default")
        ? "export { default as schema } from \"../schema\"\n"
        : "export { schema } from \"../schema\"\n";
  }

  private String functions() {
    StringBuilder text =
        new StringBuilder("export const functions: Record<string, RegisteredFunction> = {");
    known.forEach(entry -> text.append("\n  ").append(entry).append(','));
    if (!possible.isEmpty()) {
      text.append("\n  ...functionsAmong({");
      possible.forEach(entry -> text.append("\n    ").append(entry).append(','));
      text.append("\n  }),");
    }
    return text.append(known.isEmpty() && possible.isEmpty() ? "}\n" : "\n}\n").toString();
  }

  private String special(Special special) {
    return project.modules().stream()
        .filter(module -> module.special() == special)
        .findFirst()
        .map(module -> names.of(module) + ".default")
        .orElse("undefined");
  }
}
