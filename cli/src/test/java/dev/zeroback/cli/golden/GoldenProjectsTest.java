package dev.zeroback.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.ProjectReader;
import dev.zeroback.cli.check.ProjectCheck;
import dev.zeroback.cli.diagnostic.Diagnostic;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.generate.CodeGenerator;
import dev.zeroback.cli.generate.GeneratedFile;
import dev.zeroback.cli.platform.DiskFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden project. After a wanted change: {@code mvn -pl core,cli test
 * -Dtest=GoldenProjectsTest -Dsurefire.failIfNoSpecifiedTests=false -Dbless}.
 */
class GoldenProjectsTest {
  private static final Path PROJECTS = Path.of("src/test/resources/golden");

  /** The same for every project, and checked by one of them. */
  private static final String CONSTANT = "server.ts";

  @TempDir private Path folder;

  static List<String> projects() throws IOException {
    try (Stream<Path> files = Files.list(PROJECTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("projects")
  void outputIsAsBlessed(String name) throws IOException {
    Path file = PROJECTS.resolve(name);
    GoldenProject golden = GoldenProject.read(file);
    golden.unpackInputs(folder);
    Map<String, String> outputs = outputs(name.equals("todo.txt"));
    if (System.getProperty("bless") != null) {
      new GoldenProject(golden.title(), golden.inputs(), outputs).write(file);
    } else {
      assertThat(outputs).isEqualTo(golden.outputs());
    }
  }

  private Map<String, String> outputs(boolean withConstant) {
    Map<String, String> outputs = new LinkedHashMap<>();
    Diagnostics diagnostics = new Diagnostics(folder.toString());
    Project project =
        new ProjectReader(new DiskFileSystem(), folder + "/zeroback", diagnostics).read();
    ProjectCheck.check(project, diagnostics);
    if (!diagnostics.all().isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (Diagnostic each : diagnostics.all()) {
        text.append(each).append("\n\n");
      }
      return Map.of("errors", text.toString());
    }
    for (GeneratedFile each : CodeGenerator.generate(project)) {
      if (withConstant || !each.name().equals(CONSTANT)) {
        outputs.put(each.name(), each.text());
      }
    }
    return outputs;
  }
}
