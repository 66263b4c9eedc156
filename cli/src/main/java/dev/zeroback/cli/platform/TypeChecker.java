package dev.zeroback.cli.platform;

import java.util.List;
import java.util.function.Consumer;

/** Checks types beside the program, faster each time: it remembers what it has checked. */
public interface TypeChecker {
  /**
   * Checks a project. A check that another overtakes tells nothing.
   *
   * @param library path of the TypeScript to use, {@code typescript/lib/typescript.js}
   * @param settings path of the project's {@code tsconfig.json}
   * @param directory what the places of problems are relative to
   * @param onChecked told the lines that {@code tsc --pretty false} would print
   * @return gives the check up: it leaves the processor to others, unless it has so little to do
   *     that it may as well end
   */
  Runnable check(
      String library, String settings, String directory, Consumer<List<String>> onChecked);
}
