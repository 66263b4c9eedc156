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

  private static final String ONLY =
      """

      /** Returns the app's only `kind` among default exports that may be anything until they run. */
      function theOnly<T>(kind: abstract new () => T, defaults: Record<string, unknown>): T | undefined {
        const found = Object.entries(defaults).filter((entry): entry is [string, T] => entry[1] instanceof kind)
        if (found.length > 1) {
          const names = found.map(([name]) => `"${name}"`).join(" and ")
          throw new TypeError(`${names} have default exports of one kind, and an app has one. Move everything into one file.`)
        }
        return found[0]?.[1]
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
                + TypeText.member(names.of(module), function.name());
        (function.access() == Access.UNKNOWN ? possible : known).add(entry);
      }
    }
  }

  static GeneratedFile of(Project project) {
    return GeneratedFile.of("manifest.ts", new ManifestFile(project).body());
  }

  private String body() {
    StringBuilder text = new StringBuilder();
    if (!values().isEmpty()) {
      text.append("import { ").append(String.join(", ", values()));
      text.append(" } from \"@zeroback/server\"\n");
    }
    text.append("import type { RegisteredFunction } from \"@zeroback/server\"\n");
    for (FunctionModule module : project.modules()) {
      if (!module.functions().isEmpty() || module.special() != Special.NONE) {
        text.append("import * as ").append(names.of(module)).append(" from ");
        text.append(TypeText.quoted("../" + module.name() + ".js")).append('\n');
      }
    }
    text.append('\n').append(schema()).append('\n').append(functions());
    text.append("\nexport const httpRouter = ").append(httpRouter()).append('\n');
    text.append("\nexport const cronJobsDef = ").append(cronJobs()).append('\n');
    text.append(possible.isEmpty() ? "" : KEEP_FUNCTIONS);
    return text.append(hasPossibleSpecial() ? ONLY : "").toString();
  }

  /** Returns what the manifest takes from the server package, types aside. */
  private List<String> values() {
    List<String> values = new ArrayList<>();
    if (hasPossibleSpecial()) {
      values.addAll(List.of("CronJobs", "HttpRouter"));
    }
    if (project.schema().isEmpty()) {
      values.add("defineSchema");
    }
    return values;
  }

  private String schema() {
    Optional<SchemaModel> schema = project.schema();
    if (schema.isEmpty()) {
      return "export const schema = defineSchema({})\n";
    }
    return schema.get().exported().equals("default")
        ? "export { default as schema } from " + CodeGenerator.SCHEMA_MODULE + "\n"
        : "export { schema } from " + CodeGenerator.SCHEMA_MODULE + "\n";
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

  private boolean hasPossibleSpecial() {
    return project.modules().stream().anyMatch(module -> module.special() == Special.POSSIBLE);
  }

  private String httpRouter() {
    return special(Special.HTTP_ROUTER, "HttpRouter");
  }

  private String cronJobs() {
    return special(Special.CRON_JOBS, "CronJobs");
  }

  private String special(Special special, String kind) {
    StringBuilder candidates = new StringBuilder();
    String known = "undefined";
    for (FunctionModule module : project.modules()) {
      String value = names.of(module) + ".default";
      if (module.special() == special) {
        known = value;
      }
      if (module.special() == special || module.special() == Special.POSSIBLE) {
        candidates.append("\n  ").append(TypeText.key(module.name()));
        candidates.append(": ").append(value).append(',');
      }
    }
    return hasPossibleSpecial() ? "theOnly(" + kind + ", {" + candidates + "\n})" : known;
  }
}
