package dev.zeroback.cli.platform;

import java.util.List;
import java.util.function.Consumer;

/** Bundles a worker's own sources into one module; packages stay imports. */
public interface Bundler {
  /**
   * Bundles {@code entry} and all that it imports by relative path, and writes nothing.
   *
   * @param beside a file of the installed program whose esbuild is to be used
   * @param output where the module will lie: what stays an import is named as seen from there
   * @param adder what users type before the name of a package that they miss
   */
  void bundle(
      String beside,
      String directory,
      String entry,
      String output,
      String adder,
      Consumer<Bundle> onBundled);

  /**
   * What came of a project.
   *
   * @param module its text; empty when there are problems
   * @param sources absolute paths of the files that were read, and of those that an import looked
   *     for in vain
   * @param problems what is wrong, one text with its place for each problem
   */
  record Bundle(String module, List<String> sources, List<String> problems) {}
}
