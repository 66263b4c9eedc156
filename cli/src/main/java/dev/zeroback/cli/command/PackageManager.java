package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;

/** How the user's package manager runs a program: told by the lock file. */
final class PackageManager {
  private PackageManager() {}

  /** Returns the words before a program's name, as in {@code pnpm exec}. */
  static String runner(Session session, String projectDirectory) {
    for (String folder = projectDirectory; ; folder = Paths.parent(folder)) {
      if (has(session, folder, "bun.lock") || has(session, folder, "bun.lockb")) {
        return "bunx";
      }
      if (has(session, folder, "pnpm-lock.yaml")) {
        return "pnpm exec";
      }
      if (has(session, folder, "yarn.lock")) {
        return "yarn";
      }
      if (has(session, folder, "package-lock.json") || folder.equals(Paths.parent(folder))) {
        return "npx";
      }
    }
  }

  private static boolean has(Session session, String folder, String file) {
    return session.files().exists(folder + "/" + file);
  }
}
