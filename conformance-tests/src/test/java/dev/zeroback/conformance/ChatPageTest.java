package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.Page;
import dev.zeroback.conformance.harness.Project;
import dev.zeroback.conformance.harness.Server;
import dev.zeroback.conformance.harness.Tab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chat example, in Solid, in two tabs of a browser. */
class ChatPageTest {
  private static final Path SCREENSHOTS = Project.MODULE.resolve("target/screenshots");
  private static final String BODIES =
      "[...document.querySelectorAll('[data-testid=message] .body')].map(e => e.innerText).reverse()";

  private static Server server;
  private static Page page;

  private Tab ada;
  private Tab grace;

  @BeforeAll
  static void start() {
    server = Server.production(App.CHAT);
    page = Page.build(App.CHAT, server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void openTabs() {
    ada = Tab.open(page.address(), "[data-testid=messages]");
    grace = Tab.open(page.address(), "[data-testid=messages]");
    ada.fill("[data-testid=name]", "Ada");
    grace.fill("[data-testid=name]", "Grace");
  }

  @AfterEach
  void closeTabs() {
    ada.close();
    grace.close();
  }

  private static void say(Tab tab, String text) {
    tab.fill("[data-testid=new-message]", text);
    tab.press("[data-testid=new-message]", "Enter");
  }

  @Test
  void aConversation_isTheSameInBothTabs() {
    say(ada, "Does the engine take the new index?");
    grace.waitFor(BODIES + ".length === 1");
    say(grace, "It does. Eleven microseconds an insert.");
    ada.waitFor(BODIES + ".length === 2");
    say(ada, "Then we can ship it.");
    grace.waitFor(BODIES + ".length === 3");
    assertThat(grace.evaluate(BODIES)).isEqualTo(ada.evaluate(BODIES));
    Tab.screenshot(SCREENSHOTS.resolve("chat-two-tabs.png"), ada, grace);

    ada.click("[aria-label='Delete Then we can ship it.']");
    grace.waitFor(BODIES + ".length === 2");
  }

  @Test
  void olderMessages_stayWithoutGapWhileNewOnesArrive() {
    for (Tab tab : List.of(ada, grace)) {
      tab.click("[data-testid=channel-random]");
    }
    for (int i = 1; i <= 25; i++) {
      say(ada, "message " + i);
    }
    grace.waitFor(BODIES + ".at(-1) === 'message 25'");
    grace.waitFor(BODIES + ".length === 20");
    grace.click("[data-testid=older]");
    grace.waitFor(BODIES + ".length === 25");
    for (int i = 26; i <= 30; i++) {
      say(ada, "message " + i);
    }
    grace.waitFor(BODIES + ".length === 30");
    assertThat(grace.evaluate(BODIES + ".every((body, i) => body === `message ${i + 1}`)"))
        .isEqualTo(true);
    grace.waitFor("document.querySelector('[data-testid=older]') === null");
  }
}
