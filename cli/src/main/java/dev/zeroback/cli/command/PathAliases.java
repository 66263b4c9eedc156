package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.platform.Json;
import dev.zeroback.cli.platform.Lines;
import dev.zeroback.cli.platform.Paths;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names that the project's {@code tsconfig.json} gives to paths: the nearest one above the
 * functions counts, with what it extends by a path, as the bundler has it.
 */
final class PathAliases {
  private static final String FILE = "/tsconfig.json";
  private static final int MOST_EXTENDED = 8;

  private final Session session;

  /** The folder of the configuration that is to have the names. */
  private final String from;

  private PathAliases(Session session, String from) {
    this.session = session;
    this.from = from;
  }

  /**
   * Returns the option {@code paths} for a configuration in the folder {@code from}, in JSON;
   * nothing where the project has no such names.
   */
  static Optional<String> of(Session session, String functionsDirectory, String from) {
    String folder = functionsDirectory;
    while (!session.files().exists(folder + FILE)) {
      if (folder.equals(Paths.parent(folder))) {
        return Optional.empty();
      }
      folder = Paths.parent(folder);
    }
    return new PathAliases(session, from).in(folder + FILE, 0);
  }

  private Optional<String> in(String file, int extended) {
    Json json = session.host().json();
    String text = JsonComments.without(session.files().readText(file).orElse(""));
    String options = json.member(text, "compilerOptions").orElse("{}");
    Optional<String> base = json.text(options, "baseUrl");
    String folder = Paths.resolve(Paths.parent(file), base.orElse("."));
    Optional<String> own =
        json.member(options, "paths")
            .map(paths -> moved(paths, folder))
            .or(() -> base.map(any -> "{ \"*\": [" + seen(folder + "/*") + "] }"));
    return own.isPresent() || extended == MOST_EXTENDED
        ? own
        : json.text(text, "extends")
            .filter(name -> name.startsWith("."))
            .map(name -> Paths.resolve(Paths.parent(file), name))
            .map(path -> path.endsWith(".json") ? path : path + ".json")
            .flatMap(path -> in(path, extended + 1));
  }

  /** Names the targets, which stand in lines of their own, as they are seen from the new folder. */
  private String moved(String paths, String folder) {
    return Lines.of(paths).stream()
        .map(line -> line.startsWith("    \"") ? movedTarget(line, folder) : line)
        .collect(Collectors.joining("\n"));
  }

  private String movedTarget(String line, String folder) {
    int start = line.indexOf('"');
    int end = line.lastIndexOf('"');
    String target = seen(Paths.resolve(folder, line.substring(start + 1, end)));
    return line.substring(0, start) + target + line.substring(end + 1);
  }

  private String seen(String path) {
    String relative = Paths.relative(from, path);
    return TypeText.quoted(relative.startsWith("../") ? relative : "./" + relative);
  }
}
