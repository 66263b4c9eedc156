package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.platform.ChildProcesses;
import dev.zeroback.cli.platform.Json;
import dev.zeroback.cli.platform.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Checks the types of the functions folder with the project's own TypeScript: by the folder's
 * {@code tsconfig.json} if it has one, else strictly.
 */
final class TypeCheck {
  private static final String SETTINGS = ".zeroback/check.json";

  private static final String MISSING = ": Cannot find module '";

  /** Modules that come with Node: packages of these names are others. */
  private static final Set<String> OF_NODE =
      Set.of(
          "assert",
          "async_hooks",
          "buffer",
          "child_process",
          "crypto",
          "dns",
          "events",
          "fs",
          "http",
          "https",
          "module",
          "net",
          "os",
          "path",
          "process",
          "querystring",
          "stream",
          "timers",
          "tls",
          "url",
          "util",
          "worker_threads",
          "zlib");

  /** What a worker gets of a file that is no code, by the ending of its name. */
  private static final Map<String, String> IMPORTED_AS =
      Map.of(
          ".txt", "string",
          ".html", "string",
          ".sql", "string",
          ".bin", "ArrayBuffer",
          ".wasm", "WebAssembly.Module");

  private final Session session;
  private final WorkerProject project;
  private final String compiler;

  private TypeCheck(Session session, WorkerProject project, String compiler) {
    this.session = session;
    this.project = project;
    this.compiler = compiler;
  }

  /** Returns nothing when TypeScript is not installed in the project. */
  static Optional<TypeCheck> of(Session session, WorkerProject project) {
    return NodeModules.find(session, project.directory(), "typescript/bin/tsc")
        .map(compiler -> new TypeCheck(session, project, compiler));
  }

  /**
   * Checks what was checked before, as far as it changed. TypeScript 7 and later cannot be loaded
   * into this process and start fast: they are run each time.
   *
   * @return gives the check up; it ends without being heard, as one that another overtakes
   */
  Runnable startAgain(Consumer<List<String>> onChecked) {
    String library = Paths.parent(Paths.parent(compiler)) + "/lib/typescript.js";
    if (!session.files().exists(library)) {
      return start(onChecked)::stop;
    }
    return session
        .host()
        .typeChecker()
        .check(
            library, settings(), project.directory(), lines -> onChecked.accept(problems(lines)));
  }

  /** Starts the check; tells what is wrong, one text with its place for each problem. */
  ChildProcesses.Child start(Consumer<List<String>> onChecked) {
    List<String> lines = new ArrayList<>();
    return session
        .host()
        .processes()
        .start(
            compiler,
            List.of("--noEmit", "--pretty", "false", "-p", settings()),
            project.directory(),
            Map.of(),
            lines::add,
            code -> onChecked.accept(code == 0 ? List.of() : failure(code, lines)));
  }

  /** Tells what is wrong when the compiler failed, if need be that it did not say. */
  private List<String> failure(int code, List<String> lines) {
    List<String> problems = problems(lines);
    return problems.isEmpty()
        ? List.of("TypeScript ended with exit code " + code + " and named no error.")
        : problems;
  }

  private String settings() {
    String own = project.functionsDirectory() + "/tsconfig.json";
    return session.files().exists(own) ? own : writeSettings();
  }

  private String writeSettings() {
    String path = project.directory() + "/" + SETTINGS;
    String functions = Paths.relative(Paths.parent(path), project.functionsDirectory());
    Optional<String> aliases =
        PathAliases.of(session, project.functionsDirectory(), Paths.parent(path));
    String text =
        """
        {
          "compilerOptions": {
            "target": "es2022",
            "lib": ["es2022", "dom", "dom.iterable"],
            "module": "esnext",
            "moduleResolution": "bundler",
            "types": [TYPES],ALIASES
            "strict": true,
            "skipLibCheck": true,
            "resolveJsonModule": true,
            "allowImportingTsExtensions": true,
            "noEmit": true,
            "incremental": true,
            "tsBuildInfoFile": "./check.tsbuildinfo"
          },
          "include": [FUNCTIONS],
          "exclude": ["**/*.test.ts", "**/*.spec.ts"]
        }
        """
            .replace("TYPES", usesNode() ? "\"node\"" : "")
            .replace("ALIASES", aliases.map(each -> "\n\"paths\": " + each + ",").orElse(""))
            .replace("FUNCTIONS", TypeText.quoted(functions));
    if (!session.files().readText(path).equals(Optional.of(text))) {
      session.files().writeText(path, text);
    }
    return path;
  }

  /** Other packages bring Node's types too: they count where the project names them. */
  private boolean usesNode() {
    Json json = session.host().json();
    String manifest = session.files().readText(project.directory() + "/package.json").orElse("{}");
    return Stream.of("dependencies", "devDependencies")
            .flatMap(kind -> json.member(manifest, kind).stream())
            .anyMatch(packages -> json.text(packages, "@types/node").isPresent())
        && NodeModules.find(session, project.directory(), "@types/node/package.json").isPresent();
  }

  /** Joins each problem with the lines that explain it, its place written as the CLI writes it. */
  private List<String> problems(List<String> lines) {
    List<String> problems = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(" ") && !problems.isEmpty()) {
        int last = problems.size() - 1;
        problems.set(last, problems.get(last) + "\n" + line);
      } else if (!line.isBlank()) {
        problems.add(inOurForm(line) + cure(line));
      }
    }
    return problems;
  }

  /** Says how to get a module that is not there, or its types. */
  private String cure(String line) {
    int start = line.indexOf(MISSING);
    int end = start < 0 ? -1 : line.indexOf('\'', start + MISSING.length());
    if (end < 0) {
      return "";
    }
    String module = line.substring(start + MISSING.length(), end);
    String[] parts = module.split("/", -1);
    String name =
        parts[0].startsWith("@") && parts.length > 1 ? parts[0] + "/" + parts[1] : parts[0];
    if (name.startsWith("node:") || OF_NODE.contains(name)) {
      return "\nNode's modules need nodejs_compat among the compatibility_flags of the worker's"
          + " configuration, and their types: "
          + adding("@types/node");
    }
    if (name.startsWith(".")) {
      String ending = module.substring(module.lastIndexOf('.'));
      return IMPORTED_AS.containsKey(ending)
          ? "\nIf it is there, a .d.ts file in the functions folder has to say what it is:"
              + " declare module \"*%s\" { const content: %s; export default content }"
                  .formatted(ending, IMPORTED_AS.get(ending))
          : "";
    }
    if (name.startsWith("@/") || name.startsWith("~") || name.startsWith("#")) {
      return "\nIf it stands for a path, the project's tsconfig.json has to say so under \"paths\":"
          + " the bundler reads no other file.";
    }
    boolean isPackage =
        !name.isEmpty()
            && !name.contains(":")
            && NodeModules.find(session, project.directory(), name + "/package.json").isEmpty();
    return isPackage ? "\nIf it is a package, install it: " + adding(name) : "";
  }

  private String adding(String packageName) {
    return PackageManager.of(session, project.directory()).adder() + " " + packageName;
  }

  /** Turns {@code file.ts(3,5): error TS2322: message} into {@code file.ts:3:5 TS2322}, message. */
  private static String inOurForm(String line) {
    int error = line.indexOf("): error TS");
    int open = error < 0 ? -1 : line.lastIndexOf('(', error);
    int colon = error < 0 ? -1 : line.indexOf(": ", error + 3);
    if (open < 0 || colon < 0) {
      return line;
    }
    String place = line.substring(open + 1, error).replace(',', ':');
    String code = line.substring(error + "): error ".length(), colon);
    return line.substring(0, open) + ":" + place + "  " + code + "\n" + line.substring(colon + 2);
  }
}
