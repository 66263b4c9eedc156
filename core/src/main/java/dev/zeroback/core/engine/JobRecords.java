package dev.zeroback.core.engine;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.scheduler.Crons;
import dev.zeroback.core.scheduler.Jobs;
import dev.zeroback.core.transaction.Commit;
import dev.zeroback.core.transaction.Transaction;
import dev.zeroback.core.transaction.Transactions;
import java.util.ArrayList;

/**
 * Changes of the table of jobs that belong to no mutation: each is a transaction of its own, and
 * live queries hear of it.
 *
 * <p>None of them sets the alarm; {@link ScheduledRuns} looks for the next job after it has made
 * one.
 */
final class JobRecords {
  // What becomes of a job.
  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final int POSTPONE = 2;

  final Jobs jobs;
  private final Transactions transactions;
  private final Propagation propagation;

  JobRecords(Jobs jobs, Transactions transactions, Propagation propagation) {
    this.jobs = jobs;
    this.transactions = transactions;
    this.propagation = propagation;
  }

  double nowMillis() {
    return transactions.nowMillis();
  }

  Transaction begin() {
    return transactions.begin();
  }

  /** Commits what {@link #begin} has begun and {@link #end(Transaction)} ends. */
  Commit commit(Transaction transaction) {
    Commit commit = transactions.commit(transaction, null);
    propagation.onCommit(commit);
    return commit;
  }

  void end(Transaction transaction) {
    transactions.end(transaction);
  }

  /**
   * Records of the actions that ran when the object stopped that they have ended, and makes the
   * jobs of crons follow their declarations.
   */
  void start(Crons crons) {
    ArrayList<Doc> interrupted = new ArrayList<>();
    SqlStorage.Rows rows = jobs.running();
    while (rows.next()) {
      interrupted.add(rows.document(0));
    }
    for (Doc job : interrupted) {
      ended(job, "The object stopped while the action ran; what it had done by then stays done.");
    }
    String stored = crons.stored();
    Transaction transaction = begin();
    String synced = crons.sync(transaction, jobs, stored, nowMillis());
    boolean isKnown = synced.equals(stored);
    Commit commit = transactions.commit(transaction, isKnown ? null : crons.storing(synced));
    if (!isKnown || commit.writes().size() > 0) {
      propagation.onCommit(commit);
    }
    end(transaction);
  }

  /** Forgets the ended jobs that come before the next pending one, {@code limit} at most. */
  void forgetEnded(int limit) {
    ArrayList<Doc> ended = new ArrayList<>();
    SqlStorage.Rows rows = jobs.waiting(limit);
    while (rows.next()) {
      Doc job = rows.document(0);
      if (Jobs.isIn(Jobs.PENDING, job) || job.field("at").number() > nowMillis()) {
        break;
      }
      ended.add(job);
    }
    Transaction transaction = begin();
    try {
      for (Doc job : ended) {
        jobs.forget(transaction, Jobs.idOf(job));
      }
      commit(transaction);
    } finally {
      end(transaction);
    }
  }

  /** An action begins. */
  void begun(Doc job) {
    change(job, BEGIN, null);
  }

  /**
   * A job has ended.
   *
   * @param error {@code null} when it has succeeded
   */
  void ended(Doc job, String error) {
    change(job, END, error);
  }

  /** A job could not commit and is tried again soon. */
  void postponed(Doc job) {
    change(job, POSTPONE, null);
  }

  /** Records what becomes of a job that was not cancelled. */
  private void change(Doc job, int change, String error) {
    double now = nowMillis();
    Transaction transaction = begin();
    try {
      if (isUnfinished(transaction, job)) {
        if (change == BEGIN) {
          jobs.begin(transaction, job, now);
        } else if (change == END) {
          jobs.end(transaction, job, error, now);
        } else {
          jobs.postpone(transaction, job, now);
        }
        commit(transaction);
      }
    } finally {
      end(transaction);
    }
  }

  /** Whether a job neither has ended nor was cancelled. */
  boolean isUnfinished(Doc job) {
    Transaction probe = begin();
    boolean unfinished = isUnfinished(probe, job);
    end(probe);
    return unfinished;
  }

  private boolean isUnfinished(Transaction transaction, Doc job) {
    Doc current = jobs.get(transaction, Jobs.idOf(job));
    return Jobs.isIn(Jobs.PENDING, current) || Jobs.isIn(Jobs.RUNNING, current);
  }
}
