package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Bundler.Bundle;
import dev.zeroback.cli.platform.FakeHost;
import dev.zeroback.cli.platform.FakeHost.FakeChild;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/**
 * A project of which dev runs, with Wrangler, the bundler and the type checker in the test's hands.
 */
abstract class DevServerCase {
  static final String TASKS = "/app/zeroback/tasks.ts";
  static final String GOOD =
      """
      import { query } from "./_generated/server"
      export const list = query({ args: {}, handler: () => [] })
      """;
  static final String WRONG = "export const = (";
  static final String TYPES = "/app/node_modules/typescript/lib/typescript.js";

  final FakeHost host = new FakeHost();

  @BeforeEach
  void makeProject() {
    host.texts.put(TASKS, GOOD);
    host.texts.put("/app/wrangler.toml", "main = \".zeroback/entry.ts\"\n");
    host.texts.put("/app/.zeroback/entry.ts", "");
    host.texts.put("/app/node_modules/typescript/bin/tsc", "");
    host.texts.put(TYPES, "");
  }

  FakeChild wrangler() {
    return host.children.stream().filter(each -> each.arguments.contains("dev")).findFirst().get();
  }

  static WorkerProject project() {
    return new WorkerProject("/app", "/app/zeroback", "/app/wrangler.js");
  }

  void start(WorkerProject project) {
    Session session = new Session(host);
    InspectorPort.whenChosen(
        session, inspector -> new DevServer(session, project, 8788, inspector).start());
  }

  void startWith(String version) {
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

  void save(String text) {
    host.texts.put(TASKS, text);
    host.onChange.run();
  }

  void saveVersion(String version) {
    save(GOOD + "// " + version);
    answerCheck();
    answerBundle(version);
  }

  void answerCheck() {
    host.checks.remove(0).answer().accept(List.of());
  }

  void answerBundle(String version) {
    host.bundles.remove(0).answer().accept(bundle(version));
  }

  static Bundle bundle(String version) {
    return new Bundle(version, List.of(TASKS), List.of());
  }

  String worker() {
    return host.texts.get("/app/.zeroback/dev/worker.js");
  }
}
