package dev.zeroback.core.engine;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Caller;
import dev.zeroback.core.function.FunctionKind;
import dev.zeroback.core.function.FunctionRegistry;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.Run;
import dev.zeroback.core.function.Runner;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.scheduler.AlarmClock;
import dev.zeroback.core.scheduler.CronJob;
import dev.zeroback.core.scheduler.Crons;
import dev.zeroback.core.scheduler.Jobs;
import dev.zeroback.core.transaction.Commit;
import dev.zeroback.core.transaction.Transaction;
import dev.zeroback.core.transaction.Transactions;
import java.util.ArrayList;

/**
 * Runs the jobs that are due and keeps the alarm at the time of the next.
 *
 * <p>A mutation's job stays pending until it ends in the mutation's own commit: whatever happens in
 * between, it runs again and takes effect once. An action's job is recorded as running first and
 * never begins twice.
 *
 * <p>A mutation that ends in the event in which it began is followed by the next at once, {@link
 * #BURST} times; then clients have their turn for {@link #BREATH_MILLIS}. One that takes longer
 * holds up the others for as long.
 */
final class ScheduledRuns {
  static final int BURST = 20;
  static final double BREATH_MILLIS = 10;

  /** Most jobs under way. */
  static final int MOST_AT_ONCE = 100;

  /** While a job is under way the object wakes this often, so that one lost in a crash is found. */
  static final double GUARD_MILLIS = 30_000;

  /** After this time a job is tried again that could not commit. */
  static final double RETRY_MILLIS = 1_000;

  /** For this long after its time a job is tried again. */
  static final double PERSISTENCE_MILLIS = 600_000;

  // What becomes of a job.
  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final int POSTPONE = 2;

  private final Crons crons;
  private final Jobs jobs;
  private final AlarmClock alarm;
  private final FunctionRegistry functions;
  private final Runner runner;
  private final Transactions transactions;
  private final Propagation propagation;
  private final Identity nobody;
  private final Clock clock;
  private final Timer timer;
  private final Log log;

  private final ArrayList<JobRun> underWay = new ArrayList<>();
  private int begun;
  private boolean timerSet;

  /** A job's own commit is being made; what it changes is looked at when the run is told. */
  private boolean committing;

  ScheduledRuns(
      Ports ports,
      Crons crons,
      Jobs jobs,
      FunctionRegistry functions,
      Runner runner,
      Transactions transactions,
      Propagation propagation,
      Identity nobody) {
    this.crons = crons;
    this.jobs = jobs;
    this.alarm = new AlarmClock(ports.alarm());
    this.functions = functions;
    this.runner = runner;
    this.transactions = transactions;
    this.propagation = propagation;
    this.nobody = nobody;
    this.clock = ports.clock();
    this.timer = ports.timer();
    this.log = ports.log();
  }

  /**
   * Records what was running when the object stopped, and makes the jobs of crons follow their
   * declarations.
   *
   * @throws ZerobackException when a cron's function cannot be scheduled
   */
  void start() {
    for (int i = 0; i < crons.size(); i++) {
      CronJob cron = crons.get(i);
      try {
        schedulable(cron.function).args().check(cron.args, "args");
      } catch (ZerobackException refused) {
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "Cron job \"" + cron.name + "\": " + refused.getMessage());
      }
    }
    ArrayList<Doc> interrupted = new ArrayList<>();
    SqlStorage.Rows rows = jobs.running();
    while (rows.next()) {
      interrupted.add(rows.document(0));
    }
    for (Doc job : interrupted) {
      change(
          job,
          END,
          "The object stopped while the action ran; what it had done by then stays done.");
    }
    String stored = crons.stored();
    Transaction transaction = transactions.begin();
    String synced = crons.sync(transaction, jobs, stored, clock.nowMillis());
    if (!synced.equals(stored)) {
      publish(transactions.commit(transaction, ts -> crons.store(synced)));
    }
    transactions.end(transaction);
    double at = timeOf(next());
    if (at > clock.nowMillis()) {
      setAlarm(at);
    } else {
      // The alarm that woke the object, if one did, is still to go off; another must not replace
      // it.
      setTimer();
    }
  }

  /** The object's alarm, for its other purposes. */
  AlarmClock alarm() {
    return alarm;
  }

  /** The alarm has gone off. */
  void onAlarm() {
    alarm.rang();
    look();
  }

  /** Sets the alarm anew when {@code commit} has changed jobs. */
  void onCommit(Commit commit) {
    for (int i = 0; !committing && i < commit.writes().size(); i++) {
      if (commit.writes().get(i).table == jobs.table()) {
        setAlarm();
        return;
      }
    }
  }

  /**
   * The function of that name.
   *
   * @throws ZerobackException when it cannot be scheduled
   */
  UserFunction schedulable(String name) {
    UserFunction function = functions.require(name, null, true);
    if (function.kind() == FunctionKind.QUERY) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Function \"" + name + "\" is a query; schedule a mutation or an action.");
    }
    return function;
  }

  /** Begins a transaction of its own, for a run that has none. */
  Transaction begin() {
    return transactions.begin();
  }

  /** Commits what {@link #begin} has begun and {@link #end} ends. */
  void commit(Transaction transaction) {
    publish(transactions.commit(transaction, null));
  }

  void end(Transaction transaction) {
    transactions.end(transaction);
  }

  Jobs jobs() {
    return jobs;
  }

  double nowMillis() {
    return clock.nowMillis();
  }

  private void publish(Commit commit) {
    propagation.onCommit(commit);
    onCommit(commit);
  }

  private void setAlarm() {
    double at;
    try {
      at = timeOf(next());
    } catch (SqlStorage.SqlException refused) {
      log.error("The time of the next job cannot be read: " + refused.getMessage());
      at = clock.nowMillis() + RETRY_MILLIS;
    }
    setAlarm(at);
  }

  private static double timeOf(Doc job) {
    return job == null ? AlarmClock.NEVER : job.field("at").number();
  }

  /** Sets the alarm for jobs that are due at {@code at}, and guards those under way. */
  private void setAlarm(double at) {
    double now = clock.nowMillis();
    boolean later = at <= now && (timerSet || underWay.size() >= MOST_AT_ONCE);
    if (underWay.isEmpty() && !later) {
      alarm.set(AlarmClock.JOBS, at);
      return;
    }
    double guard = alarm.time(AlarmClock.JOBS);
    if (!(guard > now && guard <= now + GUARD_MILLIS)) {
      guard = now + GUARD_MILLIS;
    }
    alarm.set(AlarmClock.JOBS, later ? guard : Math.min(at, guard));
  }

  /** The first job with a time that is not under way; {@code null} if there is none. */
  private Doc next() {
    SqlStorage.Rows rows = jobs.waiting(underWay.size() + 1);
    while (rows.next()) {
      Doc job = rows.document(0);
      if (!isUnderWay(job.field("_id").string())) {
        return job;
      }
    }
    return null;
  }

  private boolean isUnderWay(String id) {
    for (int i = 0; i < underWay.size(); i++) {
      if (underWay.get(i).id.equals(id)) {
        return true;
      }
    }
    return false;
  }

  /** Begins what is due, and sets the alarm for the rest. */
  private void look() {
    try {
      while (begun < BURST && underWay.size() < MOST_AT_ONCE) {
        Doc job = next();
        double at = timeOf(job);
        if (at > clock.nowMillis()) {
          setAlarm(at);
          return;
        }
        setTimer();
        begun++;
        if (begin(job)) {
          break;
        }
      }
      setAlarm(clock.nowMillis());
    } catch (SqlStorage.SqlException refused) {
      log.error("Scheduled jobs wait, because the database fails: " + refused.getMessage());
      alarm.set(AlarmClock.JOBS, clock.nowMillis() + RETRY_MILLIS);
    }
  }

  private void setTimer() {
    if (!timerSet) {
      timerSet = true;
      timer.after(BREATH_MILLIS, this::onTimer);
    }
  }

  private void onTimer() {
    timerSet = false;
    begun = 0;
    look();
  }

  /**
   * @return whether a mutation is under way now, whose end begins the next job
   */
  private boolean begin(Doc job) {
    if (!Jobs.isIn(Jobs.PENDING, job)) {
      forgetEnded();
      return false;
    }
    JobRun started = new JobRun(job);
    try {
      UserFunction function = schedulable(job.field("name").string());
      Run run = runner.prepare(function, job.field("args"), nobody, started);
      boolean mutation = function.kind() == FunctionKind.MUTATION;
      if (!mutation) {
        change(job, BEGIN, null);
      }
      underWay.add(started);
      runner.start(run);
      return mutation;
    } catch (ZerobackException refused) {
      fail(job, refused);
      return false;
    }
  }

  /** Forgets the ended jobs that come before the next pending one. */
  private void forgetEnded() {
    ArrayList<Doc> ended = new ArrayList<>();
    SqlStorage.Rows rows = jobs.waiting(MOST_AT_ONCE);
    while (rows.next()) {
      Doc job = rows.document(0);
      if (Jobs.isIn(Jobs.PENDING, job) || timeOf(job) > clock.nowMillis()) {
        break;
      }
      ended.add(job);
    }
    Transaction transaction = transactions.begin();
    try {
      for (Doc job : ended) {
        jobs.forget(transaction, Jobs.idOf(job));
      }
      commit(transaction);
    } finally {
      transactions.end(transaction);
    }
  }

  private void fail(Doc job, ZerobackException error) {
    log.error(
        "Job "
            + job.field("_id").string()
            + " (\""
            + job.field("name").string()
            + "\") failed: "
            + error.getMessage());
    change(job, END, error.getMessage());
  }

  /** Records what becomes of a job that was not cancelled, in a transaction of its own. */
  private void change(Doc job, int change, String error) {
    double now = clock.nowMillis();
    Transaction transaction = transactions.begin();
    try {
      if (isUnfinished(transaction, job)) {
        if (change == BEGIN) {
          jobs.begin(transaction, job, now);
        } else if (change == END) {
          jobs.end(transaction, job, error, now);
        } else {
          jobs.postpone(transaction, job, now + RETRY_MILLIS);
        }
        commit(transaction);
      }
    } finally {
      transactions.end(transaction);
    }
  }

  private boolean isUnfinished(Transaction transaction, Doc job) {
    Doc current = jobs.get(transaction, Jobs.idOf(job));
    return Jobs.isIn(Jobs.PENDING, current) || Jobs.isIn(Jobs.RUNNING, current);
  }

  /** One run of a job. */
  private final class JobRun implements Caller {
    private final Doc job;
    private final String id;

    JobRun(Doc job) {
      this.job = job;
      this.id = job.field("_id").string();
    }

    @Override
    public void committing(Run run) {
      Transaction probe = transactions.begin();
      boolean unfinished = isUnfinished(probe, job);
      transactions.end(probe);
      if (!unfinished) {
        throw new ZerobackException(
            ErrorCode.EXECUTION_ERROR, "The job was cancelled while it ran; it changed nothing.");
      }
      jobs.end(run.writing(), job, null, clock.nowMillis());
      committing = true;
    }

    @Override
    public void returned(Run run, Doc result) {
      committing = false;
      try {
        if (run.function().kind() == FunctionKind.ACTION) {
          change(job, END, null);
        }
      } finally {
        ended();
      }
    }

    @Override
    public void failed(Run run, ZerobackException error) {
      committing = false;
      try {
        if (mayRunAgain(run, error)) {
          change(job, POSTPONE, null);
        } else {
          fail(job, error);
        }
      } finally {
        ended();
      }
    }

    private boolean mayRunAgain(Run run, ZerobackException error) {
      return run.function().kind() == FunctionKind.MUTATION
          && (error.code() == ErrorCode.CONFLICT || error.code() == ErrorCode.UNAVAILABLE)
          && clock.nowMillis() < job.field("scheduledTime").number() + PERSISTENCE_MILLIS;
    }

    private void ended() {
      underWay.remove(this);
      look();
    }
  }
}
