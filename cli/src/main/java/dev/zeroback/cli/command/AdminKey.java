package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;

/** The key of the running dev server: made anew for every run, readable by its owner only. */
final class AdminKey {
  static final String FILE = ".zeroback/dev.json";

  private AdminKey() {}

  static void save(Session session, String projectDirectory, String address, String key) {
    String json =
        "{ \"url\": " + TypeText.quoted(address) + ", \"adminKey\": " + TypeText.quoted(key) + " }\n";
    session.files().writeSecret(projectDirectory + "/" + FILE, json);
  }

  static void forget(Session session, String projectDirectory) {
    session.files().remove(projectDirectory + "/" + FILE);
  }
}
