package dev.zeroback.cli.syntax;

/**
 * A name that an import brings into a module.
 *
 * @param imported the exporting module's name for it, {@code "default"}, or {@link #NAMESPACE}
 * @param specifier the module as written
 */
public record ImportBinding(
    Position position, String local, String imported, String specifier, boolean typeOnly) {
  public static final String NAMESPACE = "*";
}
