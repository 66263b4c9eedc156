package dev.zeroback.cli.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The grammar against the TypeScript compiler, on every TypeScript file of the installed npm
 * packages.
 */
class RealFilesTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final int FEWEST_FILES = 300;
  private static final int MOST_FILES = 700;

  private static List<String> compilerAnswers;

  @BeforeAll
  static void askTheCompiler() throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                "node",
                "cli/src/test/node/typescript-exports.mjs",
                String.valueOf(Integer.getInteger("files", MOST_FILES)),
                "node_modules",
                "wrangler-template/zeroback")
            .directory(REPOSITORY.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    compilerAnswers =
        new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(node.waitFor()).as("run \"npm ci\" first: the compiler is asked").isZero();
  }

  @Test
  void exportsEqualTheCompilers_onInstalledFiles() throws IOException {
    List<String> differences = new ArrayList<>();
    for (String answer : compilerAnswers) {
      List<String> columns = Arrays.asList(answer.split("\t"));
      Path file = REPOSITORY.resolve(columns.get(0));
      Set<String> expected = new TreeSet<>(columns.subList(1, columns.size()));
      try {
        Set<String> actual =
            exportedNames(ModuleParser.parse(file.toString(), Files.readString(file)));
        if (!actual.equals(expected)) {
          differences.add(file + "\n  read     " + actual + "\n  compiler " + expected);
        }
      } catch (SyntaxException e) {
        differences.add(file + ":" + e.position().line() + " " + e.getMessage());
      }
    }
    assertThat(compilerAnswers).hasSizeGreaterThan(FEWEST_FILES);
    assertThat(differences).isEmpty();
  }

  private static Set<String> exportedNames(SourceModule module) {
    Set<String> names = new TreeSet<>();
    for (ExportEntry entry : module.exports()) {
      names.add(exportedName(entry));
    }
    return names;
  }

  private static String exportedName(ExportEntry entry) {
    if (entry instanceof ExportEntry.Local local) {
      return local.exported();
    }
    if (entry instanceof ExportEntry.Indirect indirect) {
      return indirect.exported();
    }
    if (entry instanceof ExportEntry.All) {
      return "*";
    }
    return entry instanceof ExportEntry.Assignment ? "export=" : "default";
  }
}
