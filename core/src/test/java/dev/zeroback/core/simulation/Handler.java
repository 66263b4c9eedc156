package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user's function under way: a script whose operations go to the engine. */
final class Handler implements ScriptRun.Surroundings {
  private final Handlers handlers;
  final int run;
  final String function;

  /** What it was asked for; {@code null} for a query. */
  final String token;

  /** The transaction it is part of; {@code null} for an action. */
  final Attempt attempt;

  /** Whether the transaction is its own rather than its caller's. */
  final boolean isRoot;

  private final ScriptRun script;
  private boolean usesLate;
  private int operations;

  Handler(Handlers handlers, int run, String function, Map<String, Object> args, Attempt joined) {
    this.handlers = handlers;
    this.run = run;
    this.function = function;
    this.token = (String) args.get("token");
    this.isRoot = joined == null;
    this.attempt =
        joined != null || function.equals("act") ? joined : handlers.newAttempt(describe());
    this.script = new ScriptRun(Scripts.of(args.get("ops")));
  }

  String describe() {
    return function + "#" + run + (token == null ? "" : " of " + token);
  }

  /** Whether its end commits a transaction. */
  boolean commits() {
    return isRoot && function.equals("write");
  }

  boolean canStep() {
    return script.hasEnded() || !script.isBlocked();
  }

  /** Does the next operation, or ends. */
  void step() {
    if (!script.hasEnded()) {
      script.step(this);
      return;
    }
    handlers.end(this, script.outcome());
    if (usesLate) {
      useAfterTheEnd();
    }
  }

  private void useAfterTheEnd() {
    try {
      write(Map.of("op", "delete", "id", "things:01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    } catch (ZerobackException refused) {
      if (refused.code() == ErrorCode.BAD_REQUEST) {
        return;
      }
    }
    throw new Violation(describe() + " could write after it had ended");
  }

  @Override
  public Object operate(Map<String, Object> operation) {
    if (operation.get("op").equals("late")) {
      usesLate = true;
      return null;
    }
    if (operation.get("op").equals("failOnce")) {
      if (handlers.failsNow(token)) {
        throw new ScriptRun.Refused(
            new Failure((String) operation.get("code"), "failed on purpose, once"));
      }
      return null;
    }
    Map<String, Object> labelled = label(operation);
    Object found = null;
    Failure failure = null;
    try {
      found = onEngine(labelled);
    } catch (ZerobackException refused) {
      failure = new Failure(refused.code().code(), refused.getMessage());
    } catch (SqlStorage.SqlException injected) {
      failure = new Failure("execution_error", injected.getMessage());
    }
    handlers.trace(describe(), labelled, failure == null ? found : failure);
    if (failure != null) {
      handlers.found(this, labelled, failure);
      throw new ScriptRun.Refused(failure);
    }
    handlers.found(this, labelled, found);
    return found;
  }

  /**
   * Every version says who wrote it, so that a read tells which version it found; every job has a
   * token of its own.
   */
  private Map<String, Object> label(Map<String, Object> operation) {
    if (operation.get("op").equals("schedule")) {
      Map<String, Object> job = new LinkedHashMap<>(operation);
      job.put("token", "job" + handlers.ticket());
      job.put("at", handlers.nowMillis() + (Double) operation.get("delay"));
      return job;
    }
    Map<String, Object> fields = PlainDatabase.map(operation.get("fields"));
    if (fields == null
        || fields.containsKey("name")
        || Boolean.TRUE.equals(operation.get("unlabelled"))) {
      return operation;
    }
    Map<String, Object> with = new LinkedHashMap<>(fields);
    with.put("w", describe() + "." + ++operations);
    Map<String, Object> labelled = new HashMap<>(operation);
    labelled.put("fields", with);
    return labelled;
  }

  private Object onEngine(Map<String, Object> operation) {
    EngineCalls engine = handlers.engine();
    switch ((String) operation.get("op")) {
      case "get":
        return TreeDoc.tree(engine.get(run, TreeDoc.of(operation.get("id"))));
      case "query":
        Map<String, Object> query = new HashMap<>(PlainDatabase.map(operation.get("q")));
        query.put("cursor", operation.get("cursor"));
        return inOrder(query, TreeDoc.tree(engine.query(run, TreeDoc.of(query))));
      case "insert":
        return engine.insert(
            run, TreeDoc.of(operation.get("table")), TreeDoc.of(operation.get("fields")));
      case "schedule":
        return engine.schedule(
            run,
            (Double) operation.get("at"),
            (String) operation.get("fn"),
            TreeDoc.of(Map.of("token", operation.get("token"), "ops", operation.get("ops"))));
      case "cancel":
        engine.cancelJob(run, TreeDoc.of(operation.get("job")));
        return null;
      case "job":
        Object job = TreeDoc.tree(engine.job(run, TreeDoc.of(operation.get("job"))));
        return job == null ? null : PlainDatabase.map(job).get("state");
      default:
        write(operation);
        return null;
    }
  }

  /** What a search finds comes in the order of relevance, of which the model knows nothing. */
  private static Object inOrder(Map<String, Object> query, Object found) {
    if (!query.containsKey("search") || !(found instanceof List<?> documents)) {
      return found;
    }
    List<Object> sorted = new ArrayList<>(documents);
    sorted.sort(Comparator.comparing(document -> (String) ((Map<?, ?>) document).get("_id")));
    return sorted;
  }

  private void write(Map<String, Object> operation) {
    EngineCalls engine = handlers.engine();
    Doc id = TreeDoc.of(operation.get("id"));
    switch ((String) operation.get("op")) {
      case "patch" -> engine.patch(run, id, TreeDoc.of(operation.get("fields")));
      case "replace" -> engine.replace(run, id, TreeDoc.of(operation.get("fields")));
      default -> engine.delete(run, id);
    }
  }

  @Override
  public Object identity() {
    try {
      return TreeDoc.tree(handlers.engine().identity(run));
    } catch (ZerobackException refused) {
      throw new ScriptRun.Refused(new Failure(refused.code().code(), refused.getMessage()));
    }
  }

  @Override
  public void call(int position, String kind, List<Map<String, Object>> nested) {
    boolean mutates = kind.equals("mutation");
    String nestedToken = mutates ? (token == null ? describe() : token) + "/" + position : null;
    boolean joins = attempt != null;
    boolean[] begun = new boolean[1];
    int savepoint = joins && mutates ? attempt.savepoint() : -1;
    Mutation own =
        joins || !mutates ? null : handlers.expect(nestedToken + " by " + handlers.ticket());
    Map<String, Object> args = new LinkedHashMap<>();
    if (mutates) {
      args.put("token", own == null ? nestedToken : own.token);
    }
    args.put("ops", nested);
    handlers.callFrom(
        this,
        kind,
        mutates ? "write" : "read",
        args,
        new Completion() {
          @Override
          public void succeeded(Doc result) {
            String text = SerialReplay.text(TreeDoc.tree(result));
            handlers.answered(own, text);
            script.returned(position, TreeDoc.tree(result));
          }

          @Override
          public void failed(ZerobackException error) {
            Failure failure = new Failure(error.code().code(), error.getMessage());
            handlers.answered(own, failure);
            if (savepoint >= 0 && begun[0]) {
              attempt.rollBackTo(savepoint);
            }
            script.threw(position, failure);
          }
        });
    begun[0] = true;
  }
}
