package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.Bundler.Bundle;
import dev.zeroback.cli.platform.FakeHost;
import dev.zeroback.cli.platform.FakeHost.FakeChild;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What dev does while the user saves faster than it builds, and while Wrangler fails. */
class DevServerTest {
  private static final String TASKS = "/app/zeroback/tasks.ts";
  private static final String GOOD =
      """
      import { query } from "./_generated/server"
      export const list = query({ args: {}, handler: () => [] })
      """;
  private static final String WRONG = "export const = (";
  private static final String TYPES = "/app/node_modules/typescript/lib/typescript.js";

  private final FakeHost host = new FakeHost();

  @BeforeEach
  void makeProject() {
    host.texts.put(TASKS, GOOD);
    host.texts.put("/app/wrangler.toml", "main = \".zeroback/entry.ts\"\n");
    host.texts.put("/app/.zeroback/entry.ts", "");
    host.texts.put("/app/node_modules/typescript/bin/tsc", "");
    host.texts.put(TYPES, "");
  }

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
    wrangler().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.checks).hasSize(1);
    answerCheck();
    answerBundle("2");
    assertThat(worker()).isEqualTo("2");
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
  void theFirstFreePort_isForDebuggers() {
    host.takenPorts.addAll(List.of(9229, 9230));
    startWith("1");
    assertThat(host.child().arguments).containsSequence("--inspector-port", "9231");
  }

  @Test
  void aPortForDebuggers_thatAnotherDevTakesMeanwhile_isLeftToIt() {
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    assertThat(wrangler.arguments).containsSequence("--inspector-port", "9229");
    wrangler.onLine.accept(
        "✘ [ERROR] Address already in use (127.0.0.1:9229). Specify a different port with --port.");
    assertThat(wrangler.stopped).isTrue();
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).isEmpty();
    assertThat(host.child().arguments).containsSequence("--inspector-port", "9230");
    host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.lines).last().isEqualTo("Port 9229 is in use: debuggers attach to port 9230.");
    assertThat(host.lines).noneMatch(line -> line.contains("--port"));
  }

  @Test
  void aTakenPortForDebuggers_thatTheConfigurationNames_isToldWithIt() {
    host.texts.put(
        "/app/wrangler.toml", "main = \".zeroback/entry.ts\"\n[dev]\ninspector_port = 9229");
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    assertThat(wrangler.arguments).doesNotContain("--inspector-port");
    wrangler.onLine.accept(
        "✘ [ERROR] Address already in use (127.0.0.1:9229). Specify a different port with --port.");
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .last()
        .isEqualTo(
            "Port 9229 is already in use. Stop the program that listens on it, or choose another"
                + " inspector_port in the worker's configuration.");
  }

  @Test
  void aPort_thatAnotherProgramTakesMeanwhile_isToldWithTheFlagForAnother() {
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    wrangler.onLine.accept(
        "*** Fatal uncaught kj::Exception: kj/async-io-unix.c++:945: failed: ::bind(sockfd):"
            + " Address already in use; toString() = 127.0.0.1:8788");
    wrangler.onLine.accept("stack: /app/workerd@51f7db6");
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .last()
        .isEqualTo(
            "Port 8788 is already in use. Stop the program that listens on it, or choose another"
                + " port: zeroback dev --port 8789");
    assertThat(host.lines).noneMatch(line -> line.contains("workerd"));
  }

  private FakeChild wrangler() {
    return host.children.stream().filter(each -> each.arguments.contains("dev")).findFirst().get();
  }

  private static WorkerProject project() {
    return new WorkerProject("/app", "/app/zeroback", "/app/wrangler.js");
  }

  private void start(WorkerProject project) {
    Session session = new Session(host);
    InspectorPort.whenChosen(
        session, inspector -> new DevServer(session, project, 8788, inspector).start());
  }

  private void startWith(String version) {
    start(project());
    answerBundle(version);
    FakeChild wrangler = wrangler();
    host.children.remove(wrangler);
    wrangler.onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    if (host.children.isEmpty()) {
      answerCheck();
    } else {
      host.children.remove(0).onExit.accept(0);
    }
    host.children.add(wrangler);
  }

  private void save(String text) {
    host.texts.put(TASKS, text);
    host.onChange.run();
  }

  private void saveVersion(String version) {
    save(GOOD + "// " + version);
    answerCheck();
    answerBundle(version);
  }

  private void answerCheck() {
    host.checks.remove(0).answer().accept(List.of());
  }

  private void answerBundle(String version) {
    host.bundles.remove(0).answer().accept(bundle(version));
  }

  private static Bundle bundle(String version) {
    return new Bundle(version, List.of(TASKS), List.of());
  }

  private String worker() {
    return host.texts.get("/app/.zeroback/dev/worker.js");
  }
}
