package dev.zeroback.cli.syntax;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * What one TypeScript file declares.
 *
 * @param path the file's path as it was given
 * @param declarations by local name, in source order
 * @param statements expression statements at the top level, in source order
 */
public record SourceModule(
    String path,
    List<ImportBinding> imports,
    List<ExportEntry> exports,
    Map<String, Declaration> declarations,
    List<Expression> statements,
    List<Token> tokens) {

  public Optional<ImportBinding> importOf(String local) {
    return imports.stream().filter(binding -> binding.local().equals(local)).findFirst();
  }
}
