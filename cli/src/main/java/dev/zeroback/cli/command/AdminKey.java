package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import java.util.Optional;

/** The key of the running dev server: made anew for every run, readable by its owner only. */
final class AdminKey {
  static final String FILE = ".zeroback/dev.json";

  private AdminKey() {}

  static void save(Session session, String projectDirectory, String address, String key) {
    String json =
        "{ \"url\": "
            + TypeText.quoted(address)
            + ", \"adminKey\": "
            + TypeText.quoted(key)
            + " }\n";
    session.files().writeSecret(projectDirectory + "/" + FILE, json);
  }

  /** Returns the address of the running dev server, if one wrote its file. */
  static Optional<String> address(Session session, String projectDirectory) {
    return read(session, projectDirectory, "url");
  }

  /** Returns the key of the dev server at {@code address}. */
  static Optional<String> of(Session session, String projectDirectory, String address) {
    return address(session, projectDirectory).equals(Optional.of(address))
        ? read(session, projectDirectory, "adminKey")
        : Optional.empty();
  }

  private static Optional<String> read(Session session, String projectDirectory, String member) {
    return session
        .files()
        .readText(projectDirectory + "/" + FILE)
        .flatMap(text -> session.host().json().text(text, member));
  }

  /** Removes the file, which a dev server that was killed has left. */
  static void forgetAll(Session session, String projectDirectory) {
    session.files().remove(projectDirectory + "/" + FILE);
  }

  /** Removes the file of the dev server with that key; another's stays. */
  static void forget(Session session, String projectDirectory, String key) {
    if (read(session, projectDirectory, "adminKey").equals(Optional.of(key))) {
      session.files().remove(projectDirectory + "/" + FILE);
    }
  }
}
