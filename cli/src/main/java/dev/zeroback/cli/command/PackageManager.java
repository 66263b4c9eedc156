package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The package manager of a project, in the words that its user types.
 *
 * @param runner before the name of a program that need not be installed, as in {@code npx}
 * @param adder before the names of packages, as in {@code npm install}
 */
record PackageManager(String runner, String adder) {
  private static final PackageManager NPM = new PackageManager("npx", "npm install");
  private static final PackageManager PNPM = new PackageManager("pnpx", "pnpm add");
  private static final PackageManager BUN = new PackageManager("bunx", "bun add");

  /** Yarn's first version runs installed programs only. */
  private static final PackageManager YARN = new PackageManager("npx", "yarn add");

  private record LockFile(String name, PackageManager writtenBy) {}

  /** In a folder with several, the first one counts. */
  private static final List<LockFile> LOCK_FILES =
      List.of(
          new LockFile("bun.lock", BUN),
          new LockFile("bun.lockb", BUN),
          new LockFile("pnpm-lock.yaml", PNPM),
          new LockFile("yarn.lock", YARN),
          new LockFile("package-lock.json", NPM));

  private static final Map<String, PackageManager> BY_NAME =
      Map.of("bun", BUN, "pnpm", PNPM, "yarn", YARN);

  /** Returns the paths of what package managers write last, when they have installed something. */
  static List<String> records(String projectDirectory) {
    return Stream.of(
            "node_modules/.package-lock.json",
            "node_modules/.modules.yaml",
            "node_modules/.yarn-integrity",
            "node_modules/.yarn-state.yml",
            ".pnp.cjs")
        .map(name -> projectDirectory + "/" + name)
        .toList();
  }

  /** Told by the nearest lock file, else by the package manager that runs this program. */
  static PackageManager of(Session session, String projectDirectory) {
    String folder = projectDirectory;
    while (true) {
      for (LockFile lockFile : LOCK_FILES) {
        if (session.files().exists(folder + "/" + lockFile.name)) {
          return lockFile.writtenBy;
        }
      }
      if (folder.equals(Paths.parent(folder))) {
        return runningThis(session);
      }
      folder = Paths.parent(folder);
    }
  }

  /** npm and its siblings name themselves, {@code pnpm/9.1.0 node/...}, to what they run. */
  private static PackageManager runningThis(Session session) {
    String agent = session.host().environment("npm_config_user_agent").orElse("");
    int slash = agent.indexOf('/');
    return slash < 0 ? NPM : BY_NAME.getOrDefault(agent.substring(0, slash), NPM);
  }
}
