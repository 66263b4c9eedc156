package dev.zeroback.cli.platform;

import java.util.List;
import java.util.function.Consumer;

/** Bundles a worker's own sources into one module; packages stay imports. */
public interface Bundler {
  /**
   * Bundles {@code entry} and all that it imports by relative path.
   *
   * @param beside a file of the installed program whose esbuild is to be used
   * @param output the module to write; it is left alone when something is wrong
   * @param onSources told the paths of all sources of the bundle, relative to {@code directory}
   * @param onProblems told what is wrong, one text with its place for each problem
   */
  void bundle(
      String beside,
      String directory,
      String entry,
      String output,
      Consumer<List<String>> onSources,
      Consumer<List<String>> onProblems);
}
