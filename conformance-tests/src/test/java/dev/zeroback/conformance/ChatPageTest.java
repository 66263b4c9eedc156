package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.Tab;
import dev.zeroback.conformance.harness.TwoTabs;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chat example, in Solid, in two tabs of a browser. */
class ChatPageTest extends TwoTabs {
  private static final String BODIES =
      "[...document.querySelectorAll('[data-testid=message] .body')].map(e => e.innerText).reverse()";

  ChatPageTest() {
    super(App.CHAT, "[data-testid=messages]");
  }

  @BeforeEach
  void giveNames() {
    first.fill("[data-testid=name]", "Ada");
    second.fill("[data-testid=name]", "Grace");
  }

  private static void say(Tab tab, String text) {
    tab.fill("[data-testid=new-message]", text);
    tab.press("[data-testid=new-message]", "Enter");
  }

  @Test
  void aConversation_isTheSameInBothTabs() {
    say(first, "Does the engine take the new index?");
    second.waitFor(BODIES + ".length === 1");
    say(second, "It does. Eleven microseconds an insert.");
    first.waitFor(BODIES + ".length === 2");
    say(first, "Then we can ship it.");
    second.waitFor(BODIES + ".length === 3");
    assertThat(second.evaluate(BODIES)).isEqualTo(first.evaluate(BODIES));
    screenshot("chat-two-tabs.png");

    first.click("[aria-label='Delete Then we can ship it.']");
    second.waitFor(BODIES + ".length === 2");
  }

  @Test
  void olderMessages_stayWithoutGapWhileNewOnesArrive() {
    for (Tab tab : List.of(first, second)) {
      tab.click("[data-testid=channel-random]");
    }
    for (int i = 1; i <= 25; i++) {
      say(first, "message " + i);
    }
    second.waitFor(BODIES + ".at(-1) === 'message 25'");
    second.waitFor(BODIES + ".length === 20");
    second.click("[data-testid=older]");
    second.waitFor(BODIES + ".length === 25");
    for (int i = 26; i <= 30; i++) {
      say(first, "message " + i);
    }
    second.waitFor(BODIES + ".length === 30");
    assertThat(second.evaluate(BODIES + ".every((body, i) => body === `message ${i + 1}`)"))
        .isEqualTo(true);
    second.waitFor("document.querySelector('[data-testid=older]') === null");
  }

  @Test
  void messagesSentBeforeTheServerAnswers_areThereOnceEachAndCanBeDeletedThen() {
    for (Tab tab : List.of(first, second)) {
      tab.click("[data-testid=channel-support]");
    }
    hold(first);
    say(first, "one");
    say(first, "two");
    String newest = BODIES + ".slice(-2).join()";
    first.waitFor(newest + " === 'one,two'");
    String buttons =
        "document.querySelectorAll('[aria-label=\"Delete one\"], [aria-label=\"Delete two\"]')";
    assertThat(first.evaluate(buttons + ".length === 0")).isEqualTo(true);
    letGo(first);
    first.waitFor(buttons + ".length === 2");
    for (Tab tab : List.of(first, second)) {
      tab.waitFor(newest + " === 'one,two'");
    }
    for (String body : List.of("one", "two")) {
      first.click("[aria-label='Delete " + body + "']");
    }
    second.waitFor("!" + BODIES + ".some((body) => ['one', 'two'].includes(body))");
  }

  @Test
  void anyName_isShownAsItIsAndItsMessagesAreMine() {
    for (Tab tab : List.of(first, second)) {
      tab.click("[data-testid=channel-support]");
    }
    for (String name : List.of(" Ada ", "", "\uD83D\uDC69\u200D\uD83D\uDE80 Zo\u00EB")) {
      first.fill("[data-testid=name]", name);
      say(first, "It is me");
      first.waitFor("document.querySelector('[aria-label=\"Delete It is me\"]') !== null");
      String shown = name.isBlank() ? "Guest" : name.strip();
      first.waitFor("document.querySelector('.mine b').innerText === '" + shown + "'");
      first.waitFor("document.querySelector('.mine .avatar').innerText.isWellFormed()");
      // What a tab has deleted is on its way for a moment, and ends with the tab.
      second.waitFor(BODIES + ".includes('It is me')");
      first.click("[aria-label='Delete It is me']");
      second.waitFor("!" + BODIES + ".includes('It is me')");
    }
  }

  @Test
  void theChannelChosen_staysWhenThePageIsLoadedAnew() {
    first.click("[data-testid=channel-random]");
    first.reload();
    first.waitFor("document.querySelector('h2')?.innerText === '# random'");
  }

  @Test
  void whoDeletesWithTheKeyboard_goesOnAtTheNextMessage() {
    for (Tab tab : List.of(first, second)) {
      tab.click("[data-testid=channel-support]");
    }
    say(first, "Never mind.");
    say(first, "Not at all.");
    second.waitFor(BODIES + ".includes('Not at all.')");
    first.press("[aria-label='Delete Not at all.']", "Enter");
    first.waitFor("document.activeElement.getAttribute('aria-label') === 'Delete Never mind.'");
    first.press("[aria-label='Delete Never mind.']", "Enter");
    second.waitFor("!" + BODIES + ".some((body) => ['Never mind.', 'Not at all.'].includes(body))");
  }

  @Test
  void deletionThatTheServerRefuses_isSaid() {
    first.click("[data-testid=channel-support]");
    say(first, "Can you hear me?");
    first.waitFor(BODIES + ".length === 1");
    misspellCalls(first);
    first.click("[aria-label='Delete Can you hear me?']");
    waitForProblem(first, "The message was not deleted: ");
    first.waitFor(BODIES + ".length === 1");
  }
}
