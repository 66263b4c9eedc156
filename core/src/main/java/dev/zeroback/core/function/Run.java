package dev.zeroback.core.function;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.storage.Alongside;
import dev.zeroback.core.transaction.Commit;
import dev.zeroback.core.transaction.Transaction;

/** One execution of a user function, attempts on conflict included. */
public final class Run {
  private final UserFunction function;
  private final Doc args;
  private final Identity identity;
  private final Caller caller;

  /** The run whose transaction this one joined; {@code null} for a run of its own. */
  private final Run parent;

  /** The attempt of the parent that has called. */
  private final int calledBy;

  /** What the last run of the same live query has read, or {@code null}. */
  private ReadSet former;

  private int id;
  private int attempts;
  private Transaction transaction;
  private int savepoint;
  private Run nestedMutation;
  private boolean readIdentity;
  private CommitHook hook;
  private String resultText;
  private Commit commit;

  Run(UserFunction function, Doc args, Identity identity, Caller caller, Run parent) {
    this.function = function;
    this.args = args;
    this.identity = identity;
    this.caller = caller;
    this.parent = parent;
    this.calledBy = parent == null ? 0 : parent.id;
  }

  public UserFunction function() {
    return function;
  }

  Doc args() {
    return args;
  }

  Caller caller() {
    return caller;
  }

  Run parent() {
    return parent;
  }

  /** Number of the current attempt for the host; 0 when none is under way. */
  public int id() {
    return id;
  }

  /** Lets it use what the last run of the same live query has found. */
  public void follow(ReadSet lastRun) {
    former = lastRun;
  }

  int attempts() {
    return attempts;
  }

  void beginAttempt(int attemptId, Transaction of) {
    id = attemptId;
    attempts++;
    transaction = of;
    savepoint = of == null ? 0 : of.savepoint();
    readIdentity = false;
    resultText = null;
    nestedMutation = null;
    if (former != null) {
      of.reads().follow(former);
    }
  }

  /** The attempt gave way to another run: it does not count as lost. */
  void forgiveAttempt() {
    attempts--;
  }

  @SuppressWarnings("ReferenceEquality") // runs have no other identity
  boolean isSame(Run other) {
    return this == other;
  }

  void endAttempt() {
    id = 0;
  }

  boolean joinsTransaction() {
    return parent != null;
  }

  /** Whether a caller of this run has ended without awaiting it: what it wrote is undone. */
  boolean isAbandoned() {
    return parent != null && (parent.id != calledBy || parent.isAbandoned());
  }

  void undoWrites() {
    transaction.rollBackTo(savepoint);
  }

  Transaction ownTransaction() {
    return transaction;
  }

  /**
   * The transaction, for a read.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} in an action, which has none
   */
  public Transaction reading() {
    if (transaction == null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "An action has no ctx.db; call a query or mutation with ctx.runQuery or ctx.runMutation.");
    }
    return transaction;
  }

  /** The transaction, for a write. */
  public Transaction writing() {
    if (function.kind() != FunctionKind.MUTATION) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "\""
              + function.name()
              + "\" is a "
              + function.kind().label()
              + " and cannot write; make it a mutation.");
    }
    if (nestedMutation != null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "ctx.runMutation is still running; await it before writing to ctx.db.");
    }
    return transaction;
  }

  void nest(Run child) {
    nestedMutation = child;
  }

  Run nested() {
    return nestedMutation;
  }

  /**
   * The caller's claims, which make the result depend on them.
   *
   * @throws ZerobackException {@link ErrorCode#UNAVAILABLE} in a live query shared by all
   *     identities; its run is discarded
   */
  public Doc claims() {
    readIdentity = true;
    for (Run outer = parent; outer != null; outer = outer.parent) {
      outer.readIdentity = true;
    }
    if (identity == null) {
      throw new ZerobackException(ErrorCode.UNAVAILABLE, "The query runs again for each identity.");
    }
    return identity.claims();
  }

  /** The identity, for passing it on. */
  Identity inheritedIdentity() {
    return identity;
  }

  /** Whether this attempt asked for the identity. */
  public boolean readIdentity() {
    return readIdentity;
  }

  /** What a query has read. */
  public ReadSet reads() {
    return transaction.reads();
  }

  /** Commit timestamp at which a query's result holds. */
  public double ts() {
    return transaction.ts();
  }

  /** The result of this attempt as JSON text, serialised once; {@code null} when it is absent. */
  public String textOf(Doc result, Docs docs) {
    if (resultText == null && result.kind() != Doc.ABSENT) {
      resultText = docs.stringify(result);
    }
    return resultText;
  }

  /** Makes what commits together with a mutation's documents. */
  public interface CommitHook {
    Alongside of(Doc result);
  }

  /** Sets what commits together with the documents; before the run starts. */
  public void onCommit(CommitHook commitHook) {
    hook = commitHook;
  }

  Alongside alongside(Doc result) {
    return hook == null ? null : hook.of(result);
  }

  void committed(Commit made) {
    commit = made;
  }

  /** What a mutation committed; {@code null} for a query, an action or a nested mutation. */
  public Commit commit() {
    return commit;
  }
}
