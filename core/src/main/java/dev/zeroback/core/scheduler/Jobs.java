package dev.zeroback.core.scheduler;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.SystemTables;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.transaction.Transaction;
import dev.zeroback.core.validator.WellFormed;
import dev.zeroback.core.value.DocumentId;

/**
 * The table of jobs. A job is a document of the system table {@code _jobs}, so that scheduling,
 * cancelling and ending one commit with the transaction that does it.
 *
 * <p>The indexed field {@code at} is when the object has to deal with the job: a pending one runs
 * then, an ended one is forgotten then. A running action has none. One walk along that index is all
 * that the scheduler and its alarm need. A cron is one job that is pending again after each run;
 * its {@code completedTime} and {@code error} tell of the last one.
 */
public final class Jobs {
  public static final String PENDING = "pending";
  public static final String RUNNING = "running";
  public static final String SUCCEEDED = "succeeded";
  public static final String FAILED = "failed";
  public static final String CANCELLED = "cancelled";

  /** After this time a job is tried again that could not commit. */
  public static final double RETRY_MILLIS = 1_000;

  private static final double HOUR_MILLIS = 3_600_000;

  /** How long the record of an ended job stays: a week, up to the next full hour. */
  private static final double KEPT_HOURS = 7 * 24;

  /** Of an error's message so much is kept; the log has all of it. */
  static final int ERROR_CHARS = 4_096;

  private final SqlStorage sql;
  private final Docs docs;
  private final Table table;
  private final Crons crons;
  private SqlStorage.Statement waiting;

  public Jobs(SqlStorage sql, Docs docs, Schema schema, Crons crons) {
    this.sql = sql;
    this.docs = docs;
    this.table = schema.table(SystemTables.JOBS);
    this.crons = crons;
  }

  /** Ordinal of the table. */
  public int table() {
    return table.ordinal();
  }

  /** The first {@code limit} committed jobs that have a time, the earliest first. */
  public SqlStorage.Rows waiting(int limit) {
    if (waiting == null) {
      // Sort keys of numbers lie between those of int64 and false.
      waiting =
          sql.prepare(
              "SELECT doc FROM t__jobs WHERE k_at > 'D' AND k_at < 'E' ORDER BY k_at, rid LIMIT ?");
    }
    return waiting.bind(limit).query();
  }

  /** The committed jobs that run, or ran when the object stopped. */
  public SqlStorage.Rows running() {
    return sql.prepare("SELECT doc FROM t__jobs WHERE k_at < 'B'").query();
  }

  /**
   * Adds a pending job and returns its id.
   *
   * @param cron {@code null} for a job that runs once
   */
  public String add(Transaction transaction, String name, Doc args, double at, String cron) {
    Docs.ObjectBuilder job = docs.object();
    job.set("name", docs.of(name));
    job.set("args", args);
    job.set("skipped", docs.of(0));
    if (cron != null) {
      job.set("cron", docs.of(cron));
    }
    due(job, at);
    return transaction.insert(table, job.build());
  }

  /** Makes a cron's job follow its changed declaration. */
  void change(Transaction transaction, DocumentId id, CronJob cron, double at) {
    Docs.ObjectBuilder job = docs.object();
    job.set("name", docs.of(cron.function));
    job.set("args", cron.args);
    due(job, at);
    transaction.patch(table, id, job.build());
  }

  private void due(Docs.ObjectBuilder job, double at) {
    job.set("state", docs.of(PENDING));
    job.set("scheduledTime", docs.of(at));
    job.set("at", docs.of(at));
  }

  /** The job, or null when it never was or is forgotten. */
  public Doc get(Transaction transaction, DocumentId id) {
    return transaction.get(table, id);
  }

  public static DocumentId idOf(Doc job) {
    return DocumentId.parse(job.field("_id").string());
  }

  public static boolean isIn(String state, Doc job) {
    return job.kind() == Doc.OBJECT && job.field("state").string().equals(state);
  }

  /** Cancels a job that is pending; any other stays as it is. */
  public void cancel(Transaction transaction, DocumentId id, double now) {
    Doc job = get(transaction, id);
    if (isIn(PENDING, job) && job.field("cron").kind() == Doc.ABSENT) {
      Docs.ObjectBuilder change = docs.object();
      end(change, CANCELLED, now);
      transaction.patch(table, id, change.build());
    }
  }

  /** Records that a job begins, before what it does can no longer be undone. */
  public void begin(Transaction transaction, Doc job, double now) {
    Docs.ObjectBuilder change = docs.object();
    change.set("state", docs.of(RUNNING));
    change.set("startedTime", docs.of(now));
    change.set("at", docs.absent());
    transaction.patch(table, idOf(job), change.build());
  }

  /** Puts a pending job off that could not run, and records when it first was. */
  public void postpone(Transaction transaction, Doc job, double now) {
    Docs.ObjectBuilder change = docs.object();
    change.set("at", docs.of(now + RETRY_MILLIS));
    if (job.field("startedTime").kind() == Doc.ABSENT) {
      change.set("startedTime", docs.of(now));
    }
    transaction.patch(table, idOf(job), change.build());
  }

  /**
   * Records how a run has ended.
   *
   * @param error {@code null} when it has succeeded
   */
  public void end(Transaction transaction, Doc job, String error, double now) {
    Docs.ObjectBuilder change = docs.object();
    change.set("error", error == null ? docs.absent() : docs.of(storable(error)));
    CronJob cron = crons.of(job);
    if (cron == null) {
      end(change, error == null ? SUCCEEDED : FAILED, now);
    } else {
      change.set("completedTime", docs.of(now));
      change.set("startedTime", docs.absent());
      double previous = job.field("scheduledTime").number();
      double next = cron.next(previous, now);
      due(change, next);
      change.set("skipped", docs.of(job.field("skipped").number() + cron.between(previous, next)));
    }
    transaction.patch(table, idOf(job), change.build());
  }

  /** The beginning of a message, without halves of characters: a job that has failed has to end. */
  private static String storable(String error) {
    String text = error.substring(0, Math.min(error.length(), ERROR_CHARS));
    for (int at = WellFormed.faultIn(text); at >= 0; at = WellFormed.faultIn(text)) {
      text = text.substring(0, at).concat("\uFFFD").concat(text.substring(at + 1));
    }
    return text;
  }

  private void end(Docs.ObjectBuilder change, String state, double now) {
    change.set("state", docs.of(state));
    change.set("completedTime", docs.of(now));
    change.set("at", docs.of((Math.ceil(now / HOUR_MILLIS) + KEPT_HOURS) * HOUR_MILLIS));
  }

  public void forget(Transaction transaction, DocumentId id) {
    transaction.delete(table, id);
  }
}
