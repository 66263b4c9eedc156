package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Lines;
import dev.zeroback.cli.platform.TypeChecker;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A {@code node:worker_threads} thread that runs {@code type-checker.js}. */
final class NodeTypeChecker implements TypeChecker {
  private JSObject worker;

  /** Whether it has checked something: the first time takes seconds, the others a moment. */
  private boolean warm;

  private int latest;
  private Consumer<List<String>> onLatest;

  @Override
  public Runnable check(
      String library, String settings, String directory, Consumer<List<String>> onChecked) {
    if (worker == null) {
      warm = false;
      worker = start(InstalledFile.url("type-checker.js"), library, this::answered, this::failed);
    }
    onLatest = onChecked;
    int id = ++latest;
    send(worker, id, settings, directory);
    return () -> giveUp(id);
  }

  private void giveUp(int id) {
    if (id == latest && worker != null && !warm) {
      terminate(worker);
      worker = null;
    }
  }

  private void answered(int id, String text) {
    warm = true;
    if (id == latest) {
      onLatest.accept(text.isEmpty() ? List.of() : Lines.of(text));
    }
  }

  /** The next check starts another thread. */
  private void failed(String reason) {
    worker = null;
    onLatest.accept(List.of("The type checker ended: " + reason));
  }

  @JSBody(
      params = {"url", "library", "onAnswer", "onFailure"},
      script =
          "var threads = process.getBuiltinModule('node:worker_threads');"
              + "var worker = new threads.Worker(new URL(url), { workerData: { library: library } });"
              + "worker.unref();"
              + "worker.on('message', function(answer) { onAnswer(answer.id, answer.text) });"
              + "worker.on('error', function(error) { onFailure(String(error.message)) });"
              + "return worker")
  private static native JSObject start(
      String url, String library, Answer onAnswer, NodeProcess.Text onFailure);

  @JSBody(
      params = {"worker", "id", "settings", "directory"},
      script = "worker.postMessage({ id: id, settings: settings, directory: directory })")
  private static native void send(JSObject worker, int id, String settings, String directory);

  @JSBody(params = "worker", script = "worker.removeAllListeners(); worker.terminate()")
  private static native void terminate(JSObject worker);

  @JSFunctor
  interface Answer extends JSObject {
    void accept(int id, String text);
  }
}
