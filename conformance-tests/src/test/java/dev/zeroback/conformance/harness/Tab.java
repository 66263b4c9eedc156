package dev.zeroback.conformance.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A tab of a headless Chromium, with cookies and storage of its own. Actions wait for their
 * element.
 */
public final class Tab implements AutoCloseable {
  private final int id;

  private Tab(int id) {
    this.id = id;
  }

  /**
   * Opens a page. {@link #firstSeenMillis} then tells when the first element of {@code selector}
   * appeared.
   */
  public static Tab open(URI page, String selector) {
    Map<?, ?> answer =
        (Map<?, ?>)
            Launcher.shared().run("openTab", Map.of("url", page.toString(), "selector", selector));
    return new Tab((Integer) answer.get("tab"));
  }

  public void reload() {
    Launcher.shared().run("reload", Map.of("tab", id));
  }

  public void click(String selector) {
    Launcher.shared().run("click", Map.of("tab", id, "selector", selector));
  }

  public void fill(String selector, String text) {
    Launcher.shared().run("fill", Map.of("tab", id, "selector", selector, "text", text));
  }

  /** Chooses a file in a file input. */
  public void upload(String selector, Path file) {
    Launcher.shared()
        .run("upload", Map.of("tab", id, "selector", selector, "file", file.toString()));
  }

  public void press(String selector, String key) {
    Launcher.shared().run("press", Map.of("tab", id, "selector", selector, "key", key));
  }

  /** Waits until a JavaScript expression is true in the page. */
  public void waitFor(String expression) {
    Launcher.shared().run("waitFor", Map.of("tab", id, "expression", expression));
  }

  /** The value of a JavaScript expression in the page. */
  public Object evaluate(String expression) {
    return Launcher.shared().run("evaluate", Map.of("tab", id, "expression", expression));
  }

  /**
   * Waits for the element and returns the milliseconds from the last navigation to its appearance.
   */
  public double firstSeenMillis() {
    waitFor("window.firstSeenMillis !== undefined");
    return ((Number) evaluate("window.firstSeenMillis")).doubleValue();
  }

  /** Writes one PNG that shows tabs side by side. */
  public static void screenshot(Path file, Tab... tabs) {
    List<Integer> ids = Stream.of(tabs).map(tab -> tab.id).toList();
    Launcher.shared().run("screenshot", Map.of("tabs", ids, "file", file.toString()));
  }

  @Override
  public void close() {
    Launcher.shared().run("closeTab", Map.of("tab", id));
  }
}
