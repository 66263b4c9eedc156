package dev.zeroback.cli.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A project folder and what code generation makes of it, kept in one text file: a line that says
 * what the case is about, then sections, each after a line {@code === name}. Sections below {@code
 * zeroback/} and {@code shared/} are the project's files; {@code errors} is the error text; the
 * others are generated files.
 */
record GoldenProject(String title, Map<String, String> inputs, Map<String, String> outputs) {
  private static final String MARK = "=== ";

  static GoldenProject read(Path file) throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>();
    Map<String, String> outputs = new LinkedHashMap<>();
    String text = Files.readString(file);
    int start = text.indexOf(MARK);
    String title = text.substring(0, start).strip();
    while (start < text.length()) {
      int lineEnd = text.indexOf('\n', start);
      String name = text.substring(start + MARK.length(), lineEnd);
      int next = text.indexOf("\n" + MARK, lineEnd);
      int end = next < 0 ? text.length() : next + 1;
      (isInput(name) ? inputs : outputs).put(name, text.substring(lineEnd + 1, end));
      start = end;
    }
    return new GoldenProject(title, inputs, outputs);
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(title).append("\n\n");
    inputs.forEach((name, content) -> text.append(MARK).append(name).append('\n').append(content));
    outputs.forEach((name, content) -> text.append(MARK).append(name).append('\n').append(content));
    Files.writeString(file, text);
  }

  void unpackInputs(Path folder) throws IOException {
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      Path target = folder.resolve(input.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, input.getValue());
    }
  }

  private static boolean isInput(String section) {
    return section.startsWith("zeroback/") || section.startsWith("shared/");
  }
}
