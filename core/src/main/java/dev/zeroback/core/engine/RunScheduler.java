package dev.zeroback.core.engine;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.FunctionKind;
import dev.zeroback.core.function.FunctionRegistry;
import dev.zeroback.core.function.Run;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.schema.SystemTables;
import dev.zeroback.core.transaction.Transaction;
import dev.zeroback.core.value.DocumentId;

/**
 * What {@code ctx.scheduler} of one run offers. In a query or mutation it takes part in the
 * transaction; in an action each call is a transaction of its own.
 */
public final class RunScheduler {
  private final Run run;
  private final FunctionRegistry functions;
  private final JobRecords records;
  private final ScheduledRuns scheduled;

  RunScheduler(Run run, FunctionRegistry functions, JobRecords records, ScheduledRuns scheduled) {
    this.run = run;
    this.functions = functions;
    this.records = records;
    this.scheduled = scheduled;
  }

  /**
   * Schedules a mutation or an action.
   *
   * @param at Unix time in milliseconds; a past one is now
   * @return the id of the job
   */
  public String add(double at, String name, Doc args) {
    functions.requireSchedulable(name).args().check(args, "args");
    Transaction own = own();
    try {
      String id = records.jobs.add(own == null ? run.writing() : own, name, args, at, null);
      commit(own);
      return id;
    } finally {
      end(own);
    }
  }

  /** Cancels a job that has not begun; any other stays as it is. */
  public void cancel(Doc id) {
    DocumentId job = idOf(id);
    Transaction own = own();
    try {
      records.jobs.cancel(own == null ? run.writing() : own, job, records.nowMillis());
      commit(own);
    } finally {
      end(own);
    }
  }

  /** The job, or null when it never was or is forgotten. */
  public Doc get(Doc id) {
    DocumentId job = idOf(id);
    Transaction own = own();
    try {
      return records.jobs.get(own == null ? run.reading() : own, job);
    } finally {
      end(own);
    }
  }

  /** A new transaction for an action; {@code null} where the run has one. */
  private Transaction own() {
    return run.function().kind() == FunctionKind.ACTION ? records.begin() : null;
  }

  private void commit(Transaction own) {
    if (own != null) {
      scheduled.onCommit(records.commit(own));
    }
  }

  private void end(Transaction own) {
    if (own != null) {
      records.end(own);
    }
  }

  private static DocumentId idOf(Doc text) {
    DocumentId id = text.kind() == Doc.STRING ? DocumentId.parse(text.string()) : null;
    if (id == null || !id.table().equals(SystemTables.JOBS)) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "A job id is what ctx.scheduler.runAfter and runAt return; this is none.");
    }
    return id;
  }
}
