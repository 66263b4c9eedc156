package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.Bundler.Bundle;
import dev.zeroback.cli.platform.FakeHost.FakeChild;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What dev does while the user saves faster than it builds, and while Wrangler fails. */
class DevServerTest extends DevServerCase {
  @Test
  void typesOfTheFirstWorker_areLookedAt_onceItServes() {
    start(project());
    answerBundle("1");
    assertThat(host.checks).isEmpty();
    wrangler().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    host.checks.remove(0).answer().accept(List.of("zeroback/tasks.ts(2,1): error TS1: no"));
    assertThat(host.lines)
        .contains("zeroback/tasks.ts:2:1  TS1\nno")
        .last()
        .isEqualTo("It runs as it is; changes go live once this is fixed.");
  }

  @Test
  void typesOfTheFirstWorker_areOfNoInterest_whenItWasChangedBeforeItServed() {
    start(project());
    answerBundle("1");
    save(GOOD + "// 2");
    answerBundle("2");
    assertThat(worker()).isEqualTo("2");
    assertThat(host.checks).isEmpty();
    wrangler().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.checks).hasSize(1);
  }

  @Test
  void aSaveBeforeTheFirstLookAtTypes_goesLiveWithoutWaitingForIt() {
    start(project());
    answerBundle("1");
    wrangler().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    var first = host.checks.remove(0).answer();
    assertThat(host.givenUp).isEmpty();
    save(GOOD + "// 2");
    assertThat(host.givenUp).containsExactly(first);
    answerBundle("2");
    assertThat(worker()).isEqualTo("2");
    assertThat(host.checks).isEmpty();
    wrangler().onLine.accept("⎔ Local server updated and ready");
    host.checks.remove(0).answer().accept(List.of("zeroback/tasks.ts(2,1): error TS1: no"));
    assertThat(host.lines)
        .last()
        .isEqualTo("It runs as it is; changes go live once this is fixed.");
    save(GOOD + "// 3");
    assertThat(host.bundles).isEmpty();
    answerCheck();
    answerBundle("3");
    assertThat(worker()).isEqualTo("3");
  }

  @Test
  void typesOfAWorkerThatFollowsOneThatFailed_areLookedAt() {
    startWith("1");
    host.child().onExit.accept(1);
    for (int i = 0; i < 2; i++) {
      host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
      host.child().onExit.accept(1);
    }
    save(GOOD + "// 2");
    answerBundle("2");
    assertThat(host.checks).isEmpty();
    host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.checks).hasSize(1);
  }

  @Test
  void newerCodeWithErrors_isNotBundled_whenTheOlderCheckPasses() {
    startWith("1");
    save(GOOD + "// 2");
    save(WRONG);
    answerCheck();
    assertThat(host.bundles).isEmpty();
    assertThat(worker()).isEqualTo("1");
  }

  @Test
  void newerCodeWithErrors_isNotBundled_whenTheCheckerOfTypeScript7IsKilled() {
    host.texts.remove(TYPES);
    startWith("1");
    save(GOOD + "// 2");
    FakeChild checker = host.child();
    save(WRONG);
    assertThat(checker.stopped).isTrue();
    checker.onExit.accept(1);
    assertThat(host.bundles).isEmpty();
  }

  @Test
  void typesAreNotRight_whenTheCheckerFailsWithoutAWord() {
    host.texts.remove(TYPES);
    startWith("1");
    save(GOOD + "// 2");
    host.child().onExit.accept(134);
    assertThat(host.bundles).isEmpty();
    assertThat(host.lines)
        .contains("TypeScript ended with exit code 134 and named no error.")
        .last()
        .isEqualTo(DevWorker.LAST_GOOD);
  }

  @Test
  void anOlderBundle_doesNotTakeThePlaceOfANewerOne() {
    startWith("1");
    save(GOOD + "// 2");
    answerCheck();
    var older = host.bundles.remove(0);
    save(GOOD + "// 3");
    answerCheck();
    answerBundle("3");
    older.answer().accept(bundle("2"));
    assertThat(worker()).isEqualTo("3");
  }

  @Test
  void theVersionThatRan_isRestored_whenTwoFollowedItBeforeWranglerLoadedOne() {
    startWith("1");
    saveVersion("2");
    saveVersion("3");
    host.child().onLine.accept("⎔ Local server updated and ready");
    // 2 was loaded; 3 cannot be.
    host.child().onExit.accept(1);
    assertThat(worker()).isEqualTo("2");
    host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.lines).last().isEqualTo(DevWorker.LAST_GOOD);
  }

  @Test
  void theVersionThatRan_isRestored_whenNoneOfTwoThatFollowedCanBeLoaded() {
    startWith("1");
    saveVersion("2");
    saveVersion("3");
    host.child().onExit.accept(1);
    host.child().onExit.accept(1);
    assertThat(worker()).isEqualTo("1");
  }

  @Test
  void aWranglerThatEndsEachTime_isGivenUp_untilTheNextChange() {
    startWith("1");
    int started = host.children.size();
    for (int i = 0; i < 3; i++) {
      host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
      host.child().onExit.accept(9);
    }
    assertThat(host.children).hasSize(started + 2);
    assertThat(host.lines).last().isEqualTo(DevWorker.WAITING);
    assertThat(host.lines.get(host.lines.size() - 2)).contains("exit code 9", "3 times");
    save(GOOD + "// 2");
    answerBundle("2");
    assertThat(host.children).hasSize(started + 3);
  }

  @Test
  void aFirstWorker_thatWranglerCannotBundle_isGivenUp_untilTheNextChange() {
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    wrangler.onLine.accept("✘ [ERROR] Build failed with 1 error:");
    assertThat(wrangler.stopped).isTrue();
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).isEmpty();
    assertThat(host.lines).last().isEqualTo(DevWorker.WAITING);
    save(GOOD + "// 2");
    answerBundle("2");
    assertThat(host.child()).isNotSameAs(wrangler);
  }

  @Test
  void theVersionThatRan_isRestored_whenWranglerCannotBundleTheNextOne() {
    startWith("1");
    saveVersion("2");
    host.child().onLine.accept("✘ [ERROR] Build failed with 1 error:");
    assertThat(host.child().stopped).isTrue();
    host.child().onExit.accept(1);
    assertThat(worker()).isEqualTo("1");
    host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.lines).last().isEqualTo(DevWorker.LAST_GOOD);
    saveVersion("1");
    assertThat(host.lines).last().isEqualTo(DevWorker.FIXED);
  }

  @Test
  void aFix_thatLeavesWhatRunsAsItIs_isTold() {
    startWith("1");
    save(WRONG);
    assertThat(host.lines).last().isEqualTo(DevWorker.LAST_GOOD);
    saveVersion("1");
    assertThat(host.lines).last().isEqualTo(DevWorker.FIXED);
    int said = host.lines.size();
    saveVersion("1");
    assertThat(host.lines).hasSize(said);
  }

  @Test
  void variablesThatChange_startWranglerAgain_andOthersThatItDoesNotRead_doNot() {
    startWith("1");
    host.texts.put("/app/.dev.vars", "A=1");
    saveVersion("1");
    assertThat(host.watched).contains("/app/.dev.vars", "/app/.env");
    assertThat(host.child().stopped).isTrue();
    host.child().onExit.accept(0);
    host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    host.texts.put("/app/.env", "B=1");
    saveVersion("1");
    assertThat(host.child().stopped).isFalse();
  }

  @Test
  void aModuleThatTypeScriptMisses_isToldWithItsCure() {
    startWith("1");
    host.texts.put("/app/pnpm-lock.yaml", "");
    save(GOOD + "// 2");
    String missing = "zeroback/tasks.ts(1,1): error TS2307: Cannot find module '%s' or its types.";
    host.checks
        .remove(0)
        .answer()
        .accept(
            List.of(
                missing.formatted("@a/b/c"),
                missing.formatted("./d"),
                missing.formatted("node:fs"),
                missing.formatted("../mail.html")));
    assertThat(host.lines)
        .contains(
            "zeroback/tasks.ts:1:1  TS2307\nCannot find module '@a/b/c' or its types.\n"
                + "If it is a package, install it: pnpm add @a/b",
            "zeroback/tasks.ts:1:1  TS2307\nCannot find module './d' or its types.",
            "zeroback/tasks.ts:1:1  TS2307\nCannot find module 'node:fs' or its types.\n"
                + "Node's modules need nodejs_compat among the compatibility_flags of the worker's"
                + " configuration, and their types: pnpm add @types/node",
            "zeroback/tasks.ts:1:1  TS2307\nCannot find module '../mail.html' or its types.\n"
                + "If it is there, a .d.ts file in the functions folder has to say what it is:"
                + " declare module \"*.html\" { const content: string; export default content }");
  }

  @Test
  void whatMendsTheFirstBundle_isWatched() {
    start(project());
    host.bundles
        .remove(0)
        .answer()
        .accept(new Bundle("", List.of("/app/lib/missing.ts", TASKS), List.of("not found")));
    assertThat(host.lines).last().isEqualTo(DevWorker.WAITING);
    assertThat(host.watched)
        .contains(
            "/app/wrangler.toml",
            "/app/wrangler.json",
            "/app/.zeroback/entry.ts",
            "/app/lib/missing.ts")
        .doesNotContain(TASKS);
  }

  @Test
  void theEntry_isWatched_whereTheFunctionsLieInTheProjectsOwnFolder() {
    start(new WorkerProject("/app", "/app", "/app/wrangler.js"));
    assertThat(host.watched)
        .contains("/app/.zeroback/entry.ts", "/app/node_modules/.package-lock.json")
        .doesNotContain("/app/wrangler.toml");
  }

  @Test
  void aFileThatFunctionsImport_isWatched_whileItIsWrong() {
    host.texts.put(TASKS, "import { a } from \"../lib/a\"\n" + GOOD);
    host.texts.put("/app/lib/a.ts", WRONG);
    start(project());
    assertThat(host.lines).last().isEqualTo(DevWorker.WAITING);
    assertThat(host.watched).contains("/app/lib/a.ts");
  }

  @Test
  void theAddressOfAnotherDevInTheSameFolder_staysWhenThisOneEnds() {
    String file = "/app/" + AdminKey.FILE;
    startWith("1");
    assertThat(host.texts).containsKey(file);
    String others = "{ \"url\": \"http://localhost:9000\", \"adminKey\": \"another\" }";
    host.child().onExit.accept(1);
    host.texts.put(file, others);
    host.child().onExit.accept(1);
    assertThat(host.texts).containsEntry(file, others);
  }

  @Test
  void anAppThatIsRefused_isToldBeforeAnybodyConnects_eachTimeThatItIsLoaded() {
    startWith("1");
    host.child().onLine.accept("⎔ Local server updated and ready");
    assertThat(host.followed).hasSize(2);
    var asked = host.followed.get(1);
    assertThat(asked.what()).isEqualTo("http://localhost:8788/health");
    asked
        .answer()
        .accept(new HttpAnswer(503, "{\"error\": \"no such field\", \"code\": \"unavailable\"}"));
    assertThat(host.lines)
        .last()
        .isEqualTo("The app cannot be served, every request is answered so: no such field");
    asked.answer().accept(new HttpAnswer(404, "Not found"));
    assertThat(host.lines).last().asString().endsWith("no such field");
  }

  @Test
  void aReloadThatNoSaveAskedFor_isToldWithoutATime() {
    startWith("one");
    saveVersion("two");
    wrangler().onLine.accept("⎔ Local server updated and ready");
    wrangler().onLine.accept("⎔ Local server updated and ready");
    assertThat(host.lines)
        .anyMatch(line -> line.matches("Reloaded \\(\\d+ ms after the change\\)"));
    assertThat(host.lines).last().isEqualTo("Reloaded");
  }
}
