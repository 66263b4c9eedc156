package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.platform.Json;
import dev.zeroback.cli.platform.Lines;
import dev.zeroback.cli.platform.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Scaffolds a project. Files of the user are never overwritten. */
final class InitCommand implements Command {
  private static final List<String> FUNCTION_FILES =
      List.of("zeroback/schema.ts", "zeroback/tasks.ts", "zeroback/_generated/server.ts");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "init",
        "Scaffold a new Zeroback project",
        List.of("dir"),
        0,
        false,
        List.of(),
        """
        Creates zeroback/ with a starter schema and functions, .zeroback/entry.ts, wrangler.toml
        and .gitignore lines in [dir] (default: the current folder). Where zeroback/ is already
        there, it stays as it is; where wrangler.toml is too, nothing is changed.
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    String directory = session.path(line.argument(0).orElse("."));
    FileSystem files = session.files();
    Optional<String> file = fileInTheWayOf(directory + "/zeroback", files);
    if (file.isPresent()) {
      session.fail(
          session.shown(file.get())
              + " is a file, and init needs a folder there. Rename it, or name another folder.");
      return;
    }
    boolean hasFunctions = files.exists(directory + "/zeroback");
    boolean isConfigured = WorkerConfiguration.in(session, directory).isPresent();
    if (hasFunctions && isConfigured) {
      session.say(
          session.shown(directory + "/zeroback") + "/ already exists: nothing was changed.");
      session.exit(0);
      return;
    }
    Template template = new Template(session);
    List<String> created = new ArrayList<>();
    if (!hasFunctions) {
      for (String name : FUNCTION_FILES) {
        files.writeText(directory + "/" + name, template.text(name));
        created.add(name);
      }
    }
    if (!isConfigured) {
      files.writeText(
          directory + "/wrangler.toml",
          template.text("wrangler.toml").replace("my-app", workerName(directory)));
      created.add("wrangler.toml");
    }
    if (template.writeEntryIfMissing(directory, directory + "/zeroback")) {
      created.add(Template.ENTRY);
    }
    if (addToGitignore(files, directory + "/.gitignore", template.text("gitignore"))) {
      created.add(".gitignore");
    }
    report(session, directory, created);
    session.exit(0);
  }

  /** Returns the file that stands where {@code path} or a folder above it has to be. */
  private static Optional<String> fileInTheWayOf(String path, FileSystem files) {
    String above = path;
    while (!files.exists(above) && !above.equals(Paths.parent(above))) {
      above = Paths.parent(above);
    }
    return files.exists(above) && !files.isDirectory(above) ? Optional.of(above) : Optional.empty();
  }

  private static void report(Session session, String directory, List<String> created) {
    for (String name : created) {
      session.say("  + " + session.shown(directory + "/" + name));
    }
    session.say("");
    WorkerConfiguration.in(session, directory)
        .flatMap(WorkerConfiguration::lack)
        .ifPresent(session::say);
    session.say("Next:");
    String folder = session.shown(directory);
    if (!folder.equals(".")) {
      session.say("  cd " + quoted(folder));
    }
    PackageManager packages = PackageManager.of(session, directory);
    String missing = missingPackages(session, directory);
    if (!missing.isEmpty()) {
      session.say("  " + packages.adder() + missing);
    }
    session.say("  " + packages.runner() + " @zeroback/cli dev");
  }

  /** Returns the packages that the project lacks, a space before each. */
  private static String missingPackages(Session session, String directory) {
    Json json = session.host().json();
    String manifest = session.files().readText(directory + "/package.json").orElse("{}");
    List<String> dependencies =
        List.of("dependencies", "devDependencies").stream()
            .flatMap(kind -> json.member(manifest, kind).stream())
            .toList();
    Predicate<String> isDeclared =
        name -> dependencies.stream().anyMatch(each -> json.text(each, name).isPresent());
    String hooks = isDeclared.test("solid-js") ? "@zeroback/solid" : "@zeroback/react";
    return Stream.of("@zeroback/server", hooks)
        .filter(
            name ->
                !isDeclared.test(name)
                    || NodeModules.find(session, directory, name + "/package.json").isEmpty())
        .map(name -> " " + name)
        .collect(Collectors.joining());
  }

  /** Returns a path as shells take it. */
  private static String quoted(String path) {
    boolean plain =
        path.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-~".indexOf(c) >= 0);
    return plain ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  /** Adds the lines that are not there yet; returns whether there were any. */
  private static boolean addToGitignore(FileSystem files, String path, String lines) {
    String present = files.readText(path).orElse("");
    List<String> known = Lines.of(present).stream().map(InitCommand::ignored).toList();
    List<String> missing =
        Lines.of(lines).stream().filter(line -> !known.contains(ignored(line))).toList();
    if (missing.isEmpty()) {
      return false;
    }
    String separator = present.isEmpty() ? "" : present.endsWith("\n") ? "\n" : "\n\n";
    files.writeText(path, present + separator + String.join("\n", missing) + "\n");
    return true;
  }

  /** A folder is ignored with a slash at its end and without. */
  private static String ignored(String line) {
    String name = line.trim();
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * Returns the folder's name as Cloudflare allows it: lower case letters, digits and dashes, at
   * most 63.
   */
  private static String workerName(String directory) {
    StringBuilder name = new StringBuilder();
    for (char c : Paths.name(directory).toLowerCase(Locale.ROOT).toCharArray()) {
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (plain) {
        name.append(c);
      } else if (name.length() > 0 && name.charAt(name.length() - 1) != '-') {
        name.append('-');
      }
    }
    while (name.length() > 63 || name.length() > 0 && name.charAt(name.length() - 1) == '-') {
      name.setLength(name.length() - 1);
    }
    return name.length() == 0 ? "my-app" : name.toString();
  }
}
