package dev.zeroback.conformance.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the repository. */
public final class Project {
  /** The repository's root, whichever folder of it the tests were started in. */
  public static final Path ROOT = root();

  public static final Path MODULE = ROOT.resolve("conformance-tests");

  private Project() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("conformance-tests/launcher"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("Run the tests inside the repository.");
      }
    }
    return folder;
  }
}
