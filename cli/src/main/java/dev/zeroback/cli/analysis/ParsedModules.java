package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.ModuleParser;
import dev.zeroback.cli.syntax.SourceModule;
import dev.zeroback.cli.syntax.SyntaxException;
import java.util.HashMap;
import java.util.Map;

/**
 * The TypeScript files that were parsed, each kept until its text is another one: a program that
 * reads a project again and again parses only what was saved.
 */
public final class ParsedModules {
  private record Parsed(String text, SourceModule module) {}

  private final Map<String, Parsed> byPath = new HashMap<>();

  SourceModule parse(String path, String text) throws SyntaxException {
    Parsed known = byPath.get(path);
    if (known != null && known.text().equals(text)) {
      return known.module();
    }
    SourceModule module = ModuleParser.parse(path, text);
    byPath.put(path, new Parsed(text, module));
    return module;
  }
}
