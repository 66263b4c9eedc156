package dev.zeroback.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes on what Wrangler says about the user's code and keeps back what it says about itself. */
final class WranglerLines {
  private static final String STARTS = "⎔ Starting local server";
  private static final String RELOADS = "⎔ Reloading local server";

  /**
   * Wrangler's banner, its table of bindings, its progress, what it asks its own users, and the
   * requests by which {@code dev} itself starts the app's object.
   */
  private static final List<String> NOISE =
      List.of(
          "⛅️ wrangler",
          "─────",
          "Your Worker has access to the following bindings",
          "Binding  ",
          STARTS,
          RELOADS,
          "[wrangler:info] GET /health ",
          "🪵  Logs were written to",
          "Cloudflare collects anonymous telemetry",
          "If you think this is a bug then please create an issue",
          "Note that there is a newer version of Wrangler",
          "? Would you like to report this error to Cloudflare?",
          "🤖 Using fallback value");

  /** A taken port that Wrangler does not name: newer ones say so of the debuggers'. */
  static final int UNNAMED = 0;

  private static final String INFO = "[wrangler:info] ";
  private static final String ERROR = "[wrangler:error] ";

  /** How workerd begins what it says of the user's Worker. */
  private static final String USER_CODE = "service core:user:";

  /** How workerd and Wrangler begin, in a line that then names the address, ":" and the port. */
  private static final List<String> TAKEN =
      List.of("Address already in use; toString() = ", "✘ [ERROR] Address already in use (");

  /** How the engine begins to say that it does not serve an app, and how its errors are named. */
  private static final String REFUSED_APP = "Zeroback cannot serve this app: ";

  private static final String ERROR_CLASS = " [ZerobackError]: ";

  /** What follows the user's error when code fails while it is loaded, and only repeats it. */
  private static final List<String> AFTER_FAILED_CODE =
      List.of(
          "▲ [WARNING] A DurableObjectNamespace in the config referenced the class ",
          "✘ [ERROR] The Workers runtime failed to start.",
          "Runtime stderr:",
          "{\"timestamp\":");

  private static final String BUILD_FAILED = "✘ [ERROR] Build failed with ";

  private final Consumer<String> sink;
  private final Runnable onReady;
  private final Runnable onReloaded;
  private final Runnable onPortTaken;
  private final Runnable onBuildFailed;
  private boolean ready;
  private boolean buildFailed;
  private boolean refusesApp;
  private boolean codeFailed;
  private Optional<Integer> takenPort = Optional.empty();

  WranglerLines(
      Consumer<String> sink,
      Runnable onReady,
      Runnable onReloaded,
      Runnable onPortTaken,
      Runnable onBuildFailed) {
    this.sink = sink;
    this.onReady = onReady;
    this.onReloaded = onReloaded;
    this.onPortTaken = onPortTaken;
    this.onBuildFailed = onBuildFailed;
  }

  /** Whether Wrangler says by that line that it has bundled the worker and is about to run it. */
  static boolean tellsOfBundle(String raw) {
    return raw.contains(STARTS) || raw.contains(RELOADS);
  }

  /** Whether Wrangler served. */
  boolean wereReady() {
    return ready;
  }

  /** Whether the user's code threw while it was loaded. */
  boolean codeFailed() {
    return codeFailed;
  }

  /** Whether the worker could not be bundled. */
  boolean buildFailed() {
    return buildFailed;
  }

  /**
   * Returns the port that another program holds, or {@link #UNNAMED}, if Wrangler came to know one.
   */
  Optional<Integer> takenPort() {
    return takenPort;
  }

  void accept(String raw) {
    String line = withoutColors(raw);
    String start = line.trim();
    if (start.isEmpty() || isBinding(start) || NOISE.stream().anyMatch(start::startsWith)) {
      return;
    }
    if (TAKEN.stream().anyMatch(start::contains)) {
      boolean isNews = takenPort.isEmpty();
      takenPort = Optional.of(portIn(start));
      if (isNews) {
        onPortTaken.run();
      }
      return;
    }
    if (takenPort.isPresent() && start.startsWith("stack: ")) {
      return;
    }
    if (codeFailed && AFTER_FAILED_CODE.stream().anyMatch(start::startsWith)) {
      return;
    }
    codeFailed |= start.contains(USER_CODE) && start.contains(": Uncaught ");
    if (isRefusalOfApp(line, start)) {
      return;
    }
    if (!buildFailed && start.startsWith(BUILD_FAILED)) {
      buildFailed = true;
      sink.accept(line);
      onBuildFailed.run();
    } else if (line.startsWith(INFO + "Ready on http")) {
      if (!ready) {
        ready = true;
        onReady.run();
      }
    } else if (start.startsWith("⎔ Local server updated")) {
      onReloaded.run();
    } else if (line.startsWith(INFO)) {
      sink.accept(line.substring(INFO.length()));
    } else if (line.startsWith(ERROR)) {
      sink.accept(line.substring(ERROR.length()));
    } else {
      sink.accept(line);
    }
  }

  /**
   * Shows why the engine does not serve the app, without where in itself it found that out; returns
   * whether the line was a part of it.
   */
  private boolean isRefusalOfApp(String line, String start) {
    int from = line.indexOf(REFUSED_APP);
    int said = from < 0 ? -1 : line.indexOf(ERROR_CLASS, from);
    if (said >= 0) {
      refusesApp = true;
      sink.accept(
          line.substring(0, from + REFUSED_APP.length())
              + line.substring(said + ERROR_CLASS.length()));
      return true;
    }
    refusesApp = refusesApp && (line.startsWith(" ") || start.equals("}"));
    if (!refusesApp) {
      return false;
    }
    refusesApp = !start.equals("}");
    if (!start.startsWith("at ") && !start.startsWith("code: '") && !start.equals("}")) {
      sink.accept(line);
      if (start.startsWith("Deploy a schema that accepts them")) {
        sink.accept(
            "  If you need none of the local data: stop dev, \"zeroback reset\", start it again.");
      }
    }
    return true;
  }

  /** A row of Wrangler's table of bindings: {@code env.NAME (...) Kind local}. */
  private static boolean isBinding(String start) {
    return start.startsWith("env.") && start.contains("   ") && start.endsWith(" local");
  }

  /** Returns the number after the last colon. */
  private static int portIn(String line) {
    int port = 0;
    for (int i = line.lastIndexOf(':') + 1;
        i < line.length() && Character.isDigit(line.charAt(i));
        i++) {
      port = 10 * port + Character.digit(line.charAt(i), 10);
    }
    return port;
  }

  /** Removes ECMA-48 control sequences: ESC, {@code [}, parameters, a letter. */
  static String withoutColors(String line) {
    if (line.indexOf('\u001B') < 0) {
      return line;
    }
    StringBuilder plain = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\u001B' && i + 1 < line.length() && line.charAt(i + 1) == '[') {
        i += 2;
        while (i < line.length() && !Character.isLetter(line.charAt(i))) {
          i++;
        }
      } else {
        plain.append(line.charAt(i));
      }
    }
    return plain.toString();
  }
}
