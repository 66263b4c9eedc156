package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;

/** The files that a new project starts with; they lie beside the program. */
final class Template {
  static final String ENTRY = ".zeroback/entry.ts";
  static final String DEFAULT_FUNCTIONS = "zeroback";

  private final Session session;

  Template(Session session) {
    this.session = session;
  }

  String text(String name) {
    String path = session.host().installDirectory() + "/template/" + name;
    return session
        .files()
        .readText(path)
        .orElseThrow(() -> new IllegalStateException("The installation lacks " + path));
  }

  /**
   * Writes the worker's entry when it is missing; it imports the manifest of {@code
   * functionsDirectory}.
   */
  boolean writeEntryIfMissing(String projectDirectory, String functionsDirectory) {
    String entry = projectDirectory + "/" + ENTRY;
    if (session.files().exists(entry)) {
      return false;
    }
    String manifest =
        Paths.relative(Paths.parent(entry), functionsDirectory) + "/_generated/manifest";
    session
        .files()
        .writeText(
            entry,
            text(ENTRY).replace("../" + DEFAULT_FUNCTIONS + "/_generated/manifest", manifest));
    return true;
  }
}
