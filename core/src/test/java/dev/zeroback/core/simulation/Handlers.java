package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The user's functions that are under way: begun by the engine, and what they do in it. */
final class Handlers implements FunctionHost {
  private final DurableObject object;
  private final Scripts scripts;
  private final List<Handler> running = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();

  /** Who is calling a function; {@code null} when no handler is. */
  private Handler caller;

  private int tickets;

  Handlers(DurableObject object, Scripts scripts) {
    this.object = object;
    this.scripts = scripts;
  }

  List<Handler> running() {
    return running;
  }

  /** The object has left memory. */
  void forget() {
    running.clear();
  }

  /** The process is dead, in whatever it was at. */
  void die() {
    caller = null;
  }

  @Override
  public void start(int run, String function, Doc args) {
    Map<String, Object> tree = new LinkedHashMap<>(PlainDatabase.map(TreeDoc.tree(args)));
    Attempt joined = caller == null ? null : caller.attempt;
    if (caller == null && !object.isDying() && object.model.isJob((String) tree.get("token"))) {
      object.model.begins((String) tree.get("token"), function, nowMillis());
    }
    running.add(new Handler(this, run, function, tree, joined));
  }

  Attempt newAttempt(String name) {
    Attempt attempt = new Attempt(name, object.now());
    attempt.examinedAt = object.ts();
    return attempt;
  }

  EngineCalls engine() {
    return object.engine();
  }

  double nowMillis() {
    return object.machine.nowMillis();
  }

  void trace(String who, Object what, Object outcome) {
    object.trace.add(who, what, outcome);
  }

  /** An operation of a handler had this outcome. */
  void found(Handler handler, Map<String, Object> operation, Object outcome) {
    Attempt attempt = handler.attempt;
    if (outcome instanceof String id && operation.get("op").equals("insert")) {
      scripts.learn(id);
    }
    if (outcome instanceof String id && operation.get("op").equals("schedule")) {
      scripts.learnJob(id);
      object.model.scheduled((String) operation.get("token"), id);
    }
    boolean tells =
        !(outcome instanceof Failure failure)
            || Failure.NOT_FOUND.isLike(failure)
            || Failure.NONE_FOUND.isLike(failure)
            || Failure.SEVERAL_FOUND.isLike(failure);
    if (!tells || attempt == null || attempt.ended) {
      return;
    }
    attempt.steps.add(new Step(operation, ScriptRun.shown(outcome)));
    double newest = object.ts();
    if (attempt.examinedAt != newest) {
      Violation mixed = object.model.examine(attempt, object.now());
      if (mixed != null) {
        throw new Violation("A handler saw a mix of states: " + mixed.getMessage());
      }
      attempt.examinedAt = newest;
    }
  }

  void callFrom(
      Handler parent,
      String kind,
      String function,
      Map<String, Object> args,
      Completion completion) {
    trace(parent.describe(), "calls " + function + " " + SerialReplay.text(args), null);
    caller = parent;
    object.event(() -> engine().callFrom(parent.run, kind, function, TreeDoc.of(args), completion));
    caller = null;
  }

  /** The script of a handler has come to its end. */
  void end(Handler handler, Object outcome) {
    running.remove(handler);
    Attempt attempt = handler.attempt;
    if (handler.isRoot && attempt != null) {
      attempt.ended = true;
      attempt.outcome = outcome instanceof Failure ? outcome : SerialReplay.text(outcome);
      attempt.violation = object.model.examine(attempt, object.now());
      if (handler.token != null) {
        object.model.mutation(handler.token).last = attempt;
      }
    }
    trace(handler.describe(), "ends", outcome);
    object.end(handler, () -> tell(handler, outcome));
  }

  /**
   * Tells the engine how a handler has ended.
   *
   * @return what the engine makes of it
   */
  private String tell(Handler handler, Object outcome) {
    try {
      return outcome instanceof Failure failure
          ? engine()
              .failed(handler.run, new ZerobackException(codeOf(failure.code()), failure.message()))
          : engine().finished(handler.run, TreeDoc.of(outcome));
    } catch (SqlStorage.SqlException injected) {
      if (!object.model.isJob(handler.token)) {
        throw injected;
      }
      return "lost";
    }
  }

  private static ErrorCode codeOf(String text) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.code().equals(text)) {
        return code;
      }
    }
    throw new IllegalArgumentException("No error code " + text);
  }

  /** Whether a mutation that fails once has not failed yet. */
  boolean failsNow(String token) {
    return failed.add(token);
  }

  /** A number that no other call has. */
  int ticket() {
    return ++tickets;
  }

  /** The record of a mutation that is being asked for. */
  Mutation expect(String token) {
    return object.model.expect(token);
  }

  /** A nested call was answered; {@code mutation} is null for other functions. */
  void answered(Mutation mutation, Object outcome) {
    object.answered(mutation, outcome);
  }
}
