package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.engine.Program;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.Arrays;
import java.util.List;

/** The engine as its host calls it: each method of {@code engine.d.ts}, told to a recording. */
final class EngineCalls {
  private final Recording recording;
  private final Engine engine;
  private int completions;

  EngineCalls(Recording recording, Ports ports, Program program) {
    this.recording = recording;
    this.engine =
        recording.call(
            "createEngine",
            List.of(program.schema(), program.functions()),
            () -> new Engine(recording.around(ports), program));
  }

  Engine.Stats stats() {
    return engine.stats();
  }

  private void make(String method, List<?> args, Runnable call) {
    recording.call(
        method,
        args,
        () -> {
          call.run();
          return null;
        });
  }

  void start() {
    make("start", List.of(), engine::start);
  }

  void onOpen(int socket, Doc claims) {
    make("onOpen", List.of(socket, claims), () -> engine.onOpen(socket, claims));
  }

  void beginGroup() {
    make("beginGroup", List.of(), engine::beginGroup);
  }

  void endGroup() {
    make("endGroup", List.of(), engine::endGroup);
  }

  void onMessage(int socket, String frame) {
    make("onMessage", List.of(socket, frame), () -> engine.onMessage(socket, frame));
  }

  void onClose(int socket) {
    make("onClose", List.of(socket), () -> engine.onClose(socket));
  }

  void onAlarm() {
    make("onAlarm", List.of(), engine::onAlarm);
  }

  /** Calls a function of any kind for the operator. */
  void call(String function, Doc args, Completion completion) {
    Doc nobody = TreeDoc.of(null);
    Completion told = told(completion);
    make(
        "call",
        Arrays.asList(null, true, function, args, nobody),
        () -> engine.call(null, true, function, args, nobody, told));
  }

  void callFrom(int parent, String kind, String function, Doc args, Completion completion) {
    Completion told = told(completion);
    make(
        "callFrom",
        List.of(parent, kind, function, args),
        () -> engine.callFrom(parent, kind, function, args, told));
  }

  private Completion told(Completion completion) {
    int number = ++completions;
    return new Completion() {
      @Override
      public void succeeded(Doc result) {
        recording.told("succeeded", number, result);
        completion.succeeded(result);
      }

      @Override
      public void failed(ZerobackException error) {
        recording.told("failed", number, error.code().code(), error.getMessage());
        completion.failed(error);
      }
    };
  }

  String finished(int run, Doc result) {
    return recording.call("finished", List.of(run, result), () -> engine.finished(run, result));
  }

  String failed(int run, ZerobackException error) {
    return recording.call(
        "failed",
        List.of(run, error.code().code(), error.getMessage()),
        () -> engine.failed(run, error));
  }

  Doc get(int run, Doc id) {
    return recording.call("get", List.of(run, id), () -> engine.database(run).get(id));
  }

  Doc query(int run, Doc description) {
    return recording.call(
        "query", List.of(run, description), () -> engine.database(run).query(description));
  }

  String insert(int run, Doc table, Doc fields) {
    return recording.call(
        "insert", List.of(run, table, fields), () -> engine.database(run).insert(table, fields));
  }

  void patch(int run, Doc id, Doc fields) {
    make("patch", List.of(run, id, fields), () -> engine.database(run).patch(id, fields));
  }

  void replace(int run, Doc id, Doc fields) {
    make("replace", List.of(run, id, fields), () -> engine.database(run).replace(id, fields));
  }

  void delete(int run, Doc id) {
    make("delete", List.of(run, id), () -> engine.database(run).delete(id));
  }

  Doc identity(int run) {
    return recording.call("identity", List.of(run), () -> engine.database(run).identity());
  }

  String schedule(int run, double at, String function, Doc args) {
    return recording.call(
        "schedule",
        List.of(run, at, function, args),
        () -> engine.scheduler(run).add(at, function, args));
  }

  void cancelJob(int run, Doc id) {
    make("cancelJob", List.of(run, id), () -> engine.scheduler(run).cancel(id));
  }

  Doc job(int run, Doc id) {
    return recording.call("job", List.of(run, id), () -> engine.scheduler(run).get(id));
  }
}
