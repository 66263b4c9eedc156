package dev.zeroback.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests of an example's page, built as for production, in two tabs that are opened anew for each
 * test. The tests share the page's server and its data.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TwoTabs {
  private final App app;
  private final String ready;

  private Server server;
  private Page page;

  protected Tab first;
  protected Tab second;

  /**
   * @param ready selector of an element that the page has when it can be used
   */
  protected TwoTabs(App app, String ready) {
    this.app = app;
    this.ready = ready;
  }

  @BeforeAll
  void serve() {
    server = Server.production(app);
    page = Page.build(app, server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    first = Tab.open(page.address(), ready);
    second = Tab.open(page.address(), ready);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void aPhone_showsThePageWithoutScrollingSideways() {
    Object tooWide =
        first.evaluate(
            """
            new Promise((resolve) => {
              const frame = document.createElement("iframe")
              frame.style.cssText = "position: fixed; border: 0; width: 320px; height: 600px"
              frame.src = location.href
              document.body.append(frame)
              const look = () => {
                const page = frame.contentDocument
                const fields = [...page.querySelectorAll("input:not([type=checkbox], [type=file])")]
                if (fields.length === 0) return setTimeout(look, 50)
                const narrow = fields.filter((field) => field.clientWidth < 100)
                resolve(page.documentElement.scrollWidth > 320 ? "page" : narrow.map((field) => field.outerHTML).join())
              }
              look()
            })
            """);
    assertThat(tooWide).isEqualTo("");
  }

  /** From now on the server knows none of the functions that the page of a tab calls. */
  protected static void misspellCalls(Tab tab) {
    tab.evaluate(
        """
        (() => {
          const { send } = WebSocket.prototype
          WebSocket.prototype.send = function (text) {
            send.call(this, text.replace(/"fn":"\\w+:/, '"fn":"misspelt:'))
          }
        })()
        """);
  }

  /** What the page of a tab sends stays with it until {@link #letGo}. */
  protected static void hold(Tab tab) {
    tab.evaluate(
        """
        (() => {
          const { send } = WebSocket.prototype
          const held = []
          WebSocket.prototype.send = function (text) {
            held.push(() => send.call(this, text))
          }
          window.letGo = () => {
            WebSocket.prototype.send = send
            held.forEach((sendOne, i) => setTimeout(sendOne, 100 * i))
          }
        })()
        """);
  }

  /** Sends what was held, one message after the other, so that they are answered one by one. */
  protected static void letGo(Tab tab) {
    tab.evaluate("letGo()");
  }

  /** Waits until a tab shows a problem that begins so. */
  protected static void waitForProblem(Tab tab, String beginning) {
    tab.waitFor("document.querySelector('.problem')?.innerText.startsWith('" + beginning + "')");
  }

  /** Writes one picture of both tabs to {@code target/screenshots}. */
  protected void screenshot(String file) {
    Path screenshots = Project.MODULE.resolve("target/screenshots");
    Tab.screenshot(screenshots.resolve(file), first, second);
  }
}
