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
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.scheduler.AlarmClock;
import dev.zeroback.core.scheduler.CronJob;
import dev.zeroback.core.scheduler.Crons;
import dev.zeroback.core.scheduler.Jobs;
import dev.zeroback.core.transaction.Commit;
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

  /** For this long after it first failed a job is tried again. */
  static final double PERSISTENCE_MILLIS = 600_000;

  private final Crons crons;
  private final JobRecords records;
  private final Jobs jobs;
  private final AlarmClock alarm;
  private final FunctionRegistry functions;
  private final Runner runner;
  private final Identity nobody;
  private final Timer timer;
  private final Log log;

  private final ArrayList<JobRun> underWay = new ArrayList<>();
  private int begun;
  private boolean timerSet;

  /** A job's own commit is being made; what it changes is looked at when the run is told. */
  private boolean committing;

  ScheduledRuns(
      Crons crons,
      JobRecords records,
      AlarmClock alarm,
      FunctionRegistry functions,
      Runner runner,
      Identity nobody,
      Timer timer,
      Log log) {
    this.crons = crons;
    this.records = records;
    this.jobs = records.jobs;
    this.alarm = alarm;
    this.functions = functions;
    this.runner = runner;
    this.nobody = nobody;
    this.timer = timer;
    this.log = log;
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
        functions.requireSchedulable(cron.function).args().check(cron.args, "args");
      } catch (ZerobackException refused) {
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "Cron job \"" + cron.name + "\": " + refused.getMessage());
      }
    }
    records.start(crons);
    double at = timeOf(next());
    if (at > records.nowMillis()) {
      setAlarm(at);
    } else {
      // The alarm that woke the object, if one did, is still to go off; another must not replace
      // it.
      setTimer();
    }
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

  private void setAlarm() {
    double at;
    try {
      at = timeOf(next());
    } catch (SqlStorage.SqlException refused) {
      log.error("The time of the next job cannot be read: " + refused.getMessage());
      at = records.nowMillis() + Jobs.RETRY_MILLIS;
    }
    setAlarm(at);
  }

  private static double timeOf(Doc job) {
    return job == null ? AlarmClock.NEVER : job.field("at").number();
  }

  /** Sets the alarm for jobs that are due at {@code at}, and guards those under way. */
  private void setAlarm(double at) {
    double now = records.nowMillis();
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
        if (at > records.nowMillis()) {
          setAlarm(at);
          return;
        }
        setTimer();
        begun++;
        if (begin(job)) {
          break;
        }
      }
      setAlarm(records.nowMillis());
    } catch (SqlStorage.SqlException refused) {
      log.error("Scheduled jobs wait, because the database fails: " + refused.getMessage());
      alarm.set(AlarmClock.JOBS, records.nowMillis() + Jobs.RETRY_MILLIS);
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
      records.forgetEnded(MOST_AT_ONCE);
      return false;
    }
    JobRun started = new JobRun(job);
    try {
      UserFunction function = functions.requireSchedulable(job.field("name").string());
      Run run = runner.prepare(function, job.field("args"), nobody, started);
      boolean mutation = function.kind() == FunctionKind.MUTATION;
      if (!mutation) {
        records.begun(job);
      }
      underWay.add(started);
      runner.start(run);
      return mutation;
    } catch (ZerobackException refused) {
      fail(job, refused);
      return false;
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
    records.ended(job, error.getMessage());
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
      if (!records.isUnfinished(job)) {
        throw new ZerobackException(
            ErrorCode.EXECUTION_ERROR, "The job was cancelled while it ran; it changed nothing.");
      }
      jobs.end(run.writing(), job, null, records.nowMillis());
      committing = true;
    }

    @Override
    public void returned(Run run, Doc result) {
      committing = false;
      try {
        if (run.function().kind() == FunctionKind.ACTION) {
          records.ended(job, null);
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
          records.postponed(job);
        } else {
          fail(job, error);
        }
      } finally {
        ended();
      }
    }

    private boolean mayRunAgain(Run run, ZerobackException error) {
      Doc failed = job.field("startedTime");
      return run.function().kind() == FunctionKind.MUTATION
          && (error.code() == ErrorCode.CONFLICT || error.code() == ErrorCode.UNAVAILABLE)
          && (failed.kind() != Doc.NUMBER
              || records.nowMillis() < failed.number() + PERSISTENCE_MILLIS);
    }

    private void ended() {
      underWay.remove(this);
      look();
    }
  }
}
