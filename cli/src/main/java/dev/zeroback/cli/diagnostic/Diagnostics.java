package dev.zeroback.cli.diagnostic;

import dev.zeroback.cli.platform.Paths;
import dev.zeroback.cli.syntax.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that everything is said at once. */
public final class Diagnostics {
  private final String workingDirectory;
  private final List<Diagnostic> found = new ArrayList<>();

  public Diagnostics(String workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  public void add(String path, Position position, String code, String message) {
    Diagnostic diagnostic =
        new Diagnostic(Paths.relative(workingDirectory, path), position, code, message);
    if (!found.contains(diagnostic)) {
      found.add(diagnostic);
    }
  }

  /** Returns all of them by file and place. */
  public List<Diagnostic> all() {
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing(Diagnostic::file)
            .thenComparing(each -> each.position().line())
            .thenComparing(each -> each.position().column()));
    return sorted;
  }
}
