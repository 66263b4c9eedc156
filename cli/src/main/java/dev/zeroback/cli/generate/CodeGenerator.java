package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.platform.FileSystem;
import java.util.List;
import java.util.Optional;

/** Generates the {@code _generated} folder. */
public final class CodeGenerator {
  /** How {@code manifest.ts} names the schema's module. */
  public static final String SCHEMA_MODULE = "\"../schema.js\"";

  private CodeGenerator() {}

  public static List<GeneratedFile> generate(Project project) {
    return List.of(
        ApiFile.of(project), DataModelFile.of(project), ManifestFile.of(project), ServerFile.of());
  }

  /**
   * Writes the files whose text changed, so that watchers see only real changes; returns how many.
   */
  public static int write(FileSystem files, Project project) {
    int written = 0;
    for (GeneratedFile file : generate(project)) {
      String path = project.functionsDirectory() + "/_generated/" + file.name();
      if (!files.readText(path).equals(Optional.of(file.text()))) {
        files.writeText(path, file.text());
        written++;
      }
    }
    return written;
  }
}
