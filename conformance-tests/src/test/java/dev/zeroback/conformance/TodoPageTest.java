package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.Tab;
import dev.zeroback.conformance.harness.TwoTabs;
import org.junit.jupiter.api.Test;

/** The example's page in two tabs of a browser, built as for production. */
class TodoPageTest extends TwoTabs {
  private static final String TASK = "[data-testid=task]";
  private static final String FOCUSED = "document.activeElement.getAttribute('aria-label')";
  private static final double FIRST_DATA_MILLIS = 300;

  TodoPageTest() {
    super(App.TODO, TASK);
  }

  @Test
  void whatOneTabDoes_theOtherShows() {
    add(first, "Home", "Water the plants");
    add(first, "Home", "Buy milk");
    second.waitFor(shows("Buy milk"));

    second.click(TASK + ":has-text(\"Water the plants\") input");
    first.waitFor("document.querySelectorAll('" + TASK + "[data-completed=true]').length === 1");
    screenshot("todo-two-tabs.png");

    first.click("[aria-label=\"Delete Buy milk\"]");
    second.waitFor("!(" + shows("Buy milk") + ")");
  }

  @Test
  void aProject_showsItsOwnTasks() {
    add(first, "Work", "Write the report");
    second.click("[data-testid=project-Garden]");
    second.waitFor("document.body.innerText.includes('Nothing to do in Garden')");
    second.click("[data-testid=project-Work]");
    second.waitFor(shows("Write the report"));
  }

  @Test
  void theProjectChosen_staysWhenThePageIsLoadedAnew() {
    add(first, "Garden", "Rake the leaves");
    first.reload();
    first.waitFor(shows("Rake the leaves"));
  }

  @Test
  void whoDeletesWithTheKeyboard_goesOnBeside() {
    for (String text : new String[] {"Sand it", "Prime it"}) {
      add(first, "Work", text);
    }
    first.press("[aria-label=\"Delete Sand it\"]", "Enter");
    first.waitFor("!(" + shows("Sand it") + ")");
    first.waitFor(FOCUSED + " === 'Delete Prime it'");
  }

  @Test
  void secondVisit_showsItsDataSoon() {
    add(first, "Home", "Plan the trip");
    first.reload();
    assertThat(first.firstSeenMillis()).isLessThan(FIRST_DATA_MILLIS);
  }

  @Test
  void changesThatTheServerRefuses_areSaid() {
    add(first, "Home", "Paint the door");
    misspellCalls(first);
    first.click(TASK + ":has-text(\"Paint the door\") input");
    waitForProblem(first, "The task was not changed: ");
    first.reload();
    first.waitFor(shows("Paint the door"));
    first.waitFor("document.querySelector('.problem') === null");
    misspellCalls(first);
    first.click("[aria-label=\"Delete Paint the door\"]");
    waitForProblem(first, "The task was not changed: ");
  }

  private static void add(Tab tab, String project, String text) {
    tab.click("[data-testid=project-" + project + "]");
    tab.fill("[data-testid=new-task]", text);
    tab.click("[data-testid=add]");
    tab.waitFor(shows(text));
  }

  private static String shows(String text) {
    return "[...document.querySelectorAll('%s')].some(e => e.innerText.includes('%s'))"
        .formatted(TASK, text);
  }
}
