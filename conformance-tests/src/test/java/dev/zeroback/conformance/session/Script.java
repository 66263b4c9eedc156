package dev.zeroback.conformance.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session of several clients, one step a line: {@code a> frame} is sent by client {@code a},
 * {@code a< frame} must be the next frame that it gets. {@code <name>} stands for text that the
 * server chose: what it is when it first arrives, it must be from then on. Lines that begin with
 * {@code #} are comments.
 */
record Script(String name, List<Step> steps) {
  private static final Pattern LINE = Pattern.compile("(\\w+)([<>]) (.+)");

  /** One frame of one client. */
  sealed interface Step {
    String client();

    String frame();
  }

  record Send(String client, String frame) implements Step {}

  record Expect(String client, String frame) implements Step {}

  static Script read(Path file) {
    try {
      List<Step> steps =
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Script::step)
              .toList();
      return new Script(file.getFileName().toString(), steps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Step step(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      throw new IllegalArgumentException("Not a step: " + line);
    }
    String client = match.group(1);
    String frame = match.group(3);
    return match.group(2).equals(">") ? new Send(client, frame) : new Expect(client, frame);
  }
}
