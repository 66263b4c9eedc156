package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.SourceModule;

/** What a name or an expression stands for once names and imports are followed. */
public sealed interface Meaning {
  /** A value of the project, as it is written. */
  record Value(Located value) implements Meaning {}

  /**
   * An export of a package.
   *
   * @param specifier the package; {@link ModuleGraph#SERVER} stands for the generated server module
   *     too
   */
  record External(String specifier, String name) implements Meaning {}

  /** A whole module: {@code import * as}. */
  record Namespace(SourceModule module) implements Meaning {}

  /** All of a package. */
  record ExternalNamespace(String specifier) implements Meaning {}

  /** A function declaration, class, enum or namespace: surely no registered function. */
  record Plain() implements Meaning {}

  /** Only a type. */
  record TypeOnly() implements Meaning {}

  /** Not to be known without running the code. */
  record Unknown() implements Meaning {}
}
