package dev.zeroback.core.simulation;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the database has to hold, who asked for what, and what each of them may be told. */
final class Model {
  private static final String JOBS = "_jobs";

  /** What the engine may make of a job on its own. */
  private static final Set<String> OWN_STEPS =
      Set.of("pending running", "pending failed", "running succeeded", "running failed");

  final Answers answers = new Answers();
  private final JdbcSqlStorage sql;
  private final SerialReplay history = new SerialReplay();
  private final Map<String, Mutation> mutations = new HashMap<>();

  /** The number of the mutation applied last, by client. */
  private final Map<String, Integer> newest = new HashMap<>();

  /** Ids of jobs by the token of what they run. */
  private final Map<String, String> jobs = new HashMap<>();

  private final Set<String> begun = new HashSet<>();

  Model(JdbcSqlStorage sql) {
    this.sql = sql;
  }

  // --- who asked for what

  /** The record of a mutation that is being asked for. */
  Mutation expect(String token) {
    return mutations.computeIfAbsent(token, Mutation::new);
  }

  Mutation mutation(String token) {
    return mutations.get(token);
  }

  boolean isCommit(double ts) {
    return mutations.values().stream().anyMatch(mutation -> mutation.ts == ts);
  }

  // --- the history

  /** Why what {@code attempt} has found is not what the database holds; {@code null} if it is. */
  Violation examine(Attempt attempt, long now) {
    return history.examine(attempt.transaction(now, false));
  }

  /** The engine is in memory again and counts commits from {@code ts}. */
  void restarted(double ts) {
    followJobs();
    answers.restarted(ts, history.state());
  }

  /** The attempt of {@code handler} was committed. */
  void committed(Handler handler, double ts, long now) {
    if (isJob(handler.token)) {
      handler.attempt.steps.add(
          new Step(Map.of("op", "jobEnds", "job", jobs.get(handler.token)), null));
    }
    Mutation mutation = mutations.get(handler.token);
    mutation.committed(handler.attempt, ts);
    if (mutation.isNumbered) {
      checkTurn(handler.token);
    }
    history.append(handler.attempt.transaction(now, true));
    answers.committed(ts, history.state());
  }

  /** A client's mutations have tokens with ascending numbers. */
  private void checkTurn(String token) {
    int dot = token.indexOf('.');
    int number = Integer.parseInt(token.substring(dot + 1));
    Integer before = newest.put(token.substring(0, dot), number);
    if (before != null && before > number) {
      throw new Violation(token + " was overtaken by number " + before);
    }
  }

  // --- jobs

  boolean isJob(String token) {
    return jobs.containsKey(token);
  }

  /** Somebody has scheduled a job, in a transaction that may still fail. */
  void scheduled(String token, String id) {
    jobs.put(token, id);
    expect(token);
  }

  /** A run of a job begins. */
  void begins(String token, String function, double nowMillis) {
    Map<String, Object> job = history.state().find(jobs.get(token));
    if (job == null) {
      throw new Violation(token + " runs, but was never scheduled");
    }
    boolean again = !begun.add(token);
    boolean mayRun =
        job.get("state").equals("pending")
            ? !(again && function.equals("act"))
            : again && job.get("state").equals("cancelled");
    if (!mayRun) {
      throw new Violation(token + " runs" + (again ? " again" : "") + ": " + job);
    }
    if (!again && nowMillis < (Double) job.get("at")) {
      throw new Violation(token + " runs at " + nowMillis + ": " + job);
    }
  }

  /** The tokens of the jobs that have not run. */
  List<String> pendingJobs() {
    List<String> pending = new ArrayList<>();
    for (Map<String, Object> job : history.state().all(JOBS)) {
      if (job.get("state").equals("pending")) {
        pending.add((String) job.get("token"));
      }
    }
    return pending;
  }

  /**
   * Takes over what the engine has made of jobs on its own.
   *
   * @return whether it has
   */
  boolean followJobs() {
    boolean[] changed = new boolean[1];
    if (history.state().all(JOBS).isEmpty()) {
      return false;
    }
    sql.undisturbed(
        () -> {
          SqlStorage.Rows rows = sql.prepare("SELECT doc FROM t__jobs").query();
          while (rows.next()) {
            changed[0] |= follow(PlainDatabase.map(TreeDoc.tree(rows.document(0))));
          }
        });
    return changed[0];
  }

  private boolean follow(Map<String, Object> stored) {
    String id = (String) stored.get("_id");
    Map<String, Object> job = history.state().find(id);
    if (job == null) {
      throw new Violation("A job came from nowhere: " + stored);
    }
    Object state = stored.get("state");
    if (state.equals(job.get("state"))) {
      return false;
    }
    if (!OWN_STEPS.contains(job.get("state") + " " + state)) {
      throw new Violation(job + " has become " + stored);
    }
    history.state().jobBecomes(id, (String) state);
    return true;
  }

  // --- what is stored

  /** Compares the documents with those of the model. */
  void checkStored() {
    for (String table : List.of("things", "names")) {
      List<String> expected = new ArrayList<>();
      history.state().all(table).forEach(document -> expected.add(SerialReplay.text(document)));
      List<String> actual = new ArrayList<>();
      sql.undisturbed(
          () -> {
            SqlStorage.Rows rows =
                sql.prepare("SELECT doc FROM t_" + table + " ORDER BY rid").query();
            while (rows.next()) {
              actual.add(rows.text(0));
            }
          });
      if (!actual.equals(expected)) {
        throw new Violation(table + " holds " + actual + " instead of " + expected);
      }
    }
  }
}
