package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.Project;
import dev.zeroback.conformance.harness.Tab;
import dev.zeroback.conformance.harness.TwoTabs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The board example in two tabs of a browser. */
class BoardPageTest extends TwoTabs {
  private static final Path PICTURE = Project.ROOT.resolve("docs/images/todo-two-tabs.png");

  BoardPageTest() {
    super(App.BOARD, "[data-testid=column-todo]");
  }

  private static void add(Tab tab, String column, String title) {
    tab.fill("[data-testid=new-" + column + "]", title);
    tab.press("[data-testid=new-" + column + "]", "Enter");
  }

  /** Whether a column shows these cards, from the top. */
  private static String shows(String column, String... titles) {
    return "[...document.querySelectorAll('[data-testid=column-%s] li > span')].map(e => e.innerText).join() === '%s'"
        .formatted(column, String.join(",", titles));
  }

  @Test
  void aMove_showsAtOnceAndInTheOtherTab() {
    add(first, "todo", "Write the release notes");
    add(first, "todo", "Measure the cold start");
    add(second, "doing", "Draw the logo");
    second.waitFor(shows("todo", "Measure the cold start", "Write the release notes"));
    first.waitFor(shows("doing", "Draw the logo"));

    first.click("[aria-label='Move Measure the cold start to Doing']");
    second.waitFor(shows("doing", "Measure the cold start", "Draw the logo"));
    second.click("[aria-label='Move Draw the logo to Done']");
    for (Tab tab : new Tab[] {first, second}) {
      tab.waitFor(shows("todo", "Write the release notes"));
      tab.waitFor(shows("doing", "Measure the cold start"));
      tab.waitFor(shows("done", "Draw the logo"));
      tab.waitFor("document.querySelector('[data-testid=column-done] .count').innerText === '1'");
    }
    first.upload("[aria-label='Choose a picture of Draw the logo']", PICTURE);
    for (Tab tab : new Tab[] {first, second}) {
      tab.waitFor(
          "document.querySelector('[alt=\"Picture of Draw the logo\"]')?.naturalWidth === 1168");
    }
    screenshot("board-two-tabs.png");
    first.click("[aria-label='Delete Draw the logo']");
    second.waitFor(shows("done"));
    first.click("[aria-label='Delete Measure the cold start']");
    first.click("[aria-label='Delete Write the release notes']");
    second.waitFor(shows("todo"));
  }

  @Test
  void cardsAddedBeforeTheServerAnswers_areThereOnceEach() {
    hold(first);
    for (String title : new String[] {"sow", "water", "weed", "harvest"}) {
      add(first, "doing", title);
    }
    first.waitFor(shows("doing", "harvest", "weed", "water", "sow"));
    String actions = "document.querySelectorAll('[data-testid=column-doing] li button').length";
    first.waitFor(actions + " === 0");
    first.waitFor("document.querySelector('[data-testid=column-doing] img') === null");
    letGo(first);
    second.waitFor(shows("doing", "harvest", "weed", "water", "sow"));
    first.waitFor(actions + " === 12");
    first.waitFor(shows("doing", "harvest", "weed", "water", "sow"));
    for (String title : new String[] {"sow", "water", "weed", "harvest"}) {
      first.click("[aria-label='Delete " + title + "']");
    }
    first.waitFor(shows("doing"));
    second.waitFor(shows("doing"));
  }

  @Test
  void whatIsFound_isLive() {
    add(first, "doing", "Paint the fence");
    second.fill("[data-testid=search]", "fen pai");
    second.waitFor(
        "document.querySelector('[data-testid=found]')?.innerText.includes('Paint the fence Doing')");
    first.click("[aria-label='Move Paint the fence to Done']");
    second.waitFor(
        "document.querySelector('[data-testid=found]').innerText.includes('Paint the fence Done')");
    first.click("[aria-label='Delete Paint the fence']");
    second.waitFor(
        "document.querySelector('[data-testid=found]').innerText === 'No card has these words.'");
  }

  @Test
  void whatWasFoundBefore_staysWhileTheNextSearchIsUnderWay() {
    add(first, "done", "Oil the hinges");
    first.fill("[data-testid=search]", "hin");
    String found = "document.querySelector('[data-testid=found]')?.innerText";
    first.waitFor(found + "?.includes('Oil the hinges')");
    hold(first);
    first.fill("[data-testid=search]", "hing");
    assertThat(first.evaluate(found)).isEqualTo("Oil the hinges Done");
    letGo(first);
    first.waitFor("document.querySelector('[data-testid=found][aria-busy=false]') !== null");
    first.click("[aria-label='Delete Oil the hinges']");
    first.waitFor(found + " === 'No card has these words.'");
  }

  @Test
  void aLongColumn_isLoadedPageByPageWhileCardsArrive() {
    for (int i = 12; i >= 1; i--) {
      add(first, "done", "card " + i);
    }
    String count = "document.querySelectorAll('[data-testid=column-done] li').length";
    second.waitFor(count + " === 10");
    second.click("[data-testid=more-done]");
    second.waitFor(count + " === 12");
    add(first, "done", "card 0");
    String[] all = new String[13];
    for (int i = 0; i < all.length; i++) {
      all[i] = "card " + i;
    }
    second.waitFor(shows("done", all));
  }

  @Test
  void aPicture_isUploadedAndShownInTheOtherTab() {
    add(first, "todo", "Choose a photo");
    second.waitFor(shows("todo", "Choose a photo"));
    first.upload("[aria-label='Choose a picture of Choose a photo']", PICTURE);
    for (Tab tab : new Tab[] {first, second}) {
      tab.waitFor(
          "document.querySelector('[alt=\"Picture of Choose a photo\"]')?.naturalWidth === 1168");
    }
    first.upload(
        "[aria-label='Choose a picture of Choose a photo']", Project.ROOT.resolve("LICENSE"));
    first.waitFor(
        "document.querySelector('.problem')?.innerText.includes('This file is not a picture')");
    first.click("[aria-label='Delete Choose a photo']");
    second.waitFor(shows("todo"));
  }

  @Test
  void whoMovesAndDeletesWithTheKeyboard_staysWithTheCard() {
    add(first, "doing", "Peel the apples");
    first.waitFor(shows("doing", "Peel the apples"));
    String focused = "document.activeElement.getAttribute('aria-label')";
    first.press("[aria-label='Move Peel the apples to To do']", "Enter");
    first.waitFor(focused + " === 'Move Peel the apples to Doing'");
    first.press("[aria-label='Delete Peel the apples']", "Enter");
    first.waitFor(focused + " === 'New card in To do'");
  }

  @Test
  void aColumnThatTheServerRefuses_saysSoAndIsTriedAgain() {
    // What a page asks for is asked for again on a new socket.
    first.evaluate(
        """
        (() => {
          const { send } = WebSocket.prototype
          const sockets = new Set()
          WebSocket.prototype.send = function (text) {
            sockets.add(this)
            send.call(this, text.replace('"column":"done"', '"column":"lost"'))
          }
          window.letPass = () => (WebSocket.prototype.send = send)
          dispatchEvent(new Event("online"))
          setTimeout(() => sockets.forEach((socket) => socket.close()), 100)
        })()
        """);
    waitForProblem(first, "The column Done cannot be shown: ");
    first.waitFor("document.querySelector('[data-testid=column-todo]') !== null");
    first.evaluate("letPass()");
    first.click(".problem button");
    first.waitFor("document.querySelector('[data-testid=column-done]') !== null");
  }

  @Test
  void deletionThatTheServerRefuses_isSaid() {
    add(first, "todo", "Sweep the yard");
    second.waitFor(shows("todo", "Sweep the yard"));
    misspellCalls(first);
    first.click("[aria-label='Delete Sweep the yard']");
    waitForProblem(first, "The card was not deleted: ");
    first.waitFor(shows("todo", "Sweep the yard"));
    second.click("[aria-label='Delete Sweep the yard']");
    first.waitFor(shows("todo"));
  }
}
