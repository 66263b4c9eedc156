package dev.zeroback.cli.command;

import java.util.function.Consumer;

/** Passes on what Wrangler says about the user's code and keeps back what it says about itself. */
final class WranglerLines {
  private final Consumer<String> sink;
  private final Runnable onReady;
  private boolean ready;

  WranglerLines(Consumer<String> sink, Runnable onReady) {
    this.sink = sink;
    this.onReady = onReady;
  }

  void accept(String line) {
    if (line.contains("Ready on http") && !ready) {
      ready = true;
      onReady.run();
    } else {
      sink.accept(line);
    }
  }
}
