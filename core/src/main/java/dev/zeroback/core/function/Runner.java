package dev.zeroback.core.function;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.transaction.Commit;
import dev.zeroback.core.transaction.Transaction;
import dev.zeroback.core.transaction.Transactions;

/**
 * Runs user functions: validates what goes in and comes out, gives each its transaction, commits
 * mutations and starts again what lost against another commit.
 */
public final class Runner {
  /** Attempts of one run: the first and five more. */
  static final int MAX_ATTEMPTS = 6;

  private final FunctionHost host;
  private final Docs docs;
  private final Transactions transactions;
  private final Timer timer;
  private final Entropy entropy;
  private final Limits limits;
  private final RunTable runs = new RunTable();
  private final RightOfWay rightOfWay;

  public Runner(
      FunctionHost host,
      Docs docs,
      Transactions transactions,
      Timer timer,
      Entropy entropy,
      Limits limits) {
    this.host = host;
    this.docs = docs;
    this.transactions = transactions;
    this.timer = timer;
    this.entropy = entropy;
    this.limits = limits;
    this.rightOfWay = new RightOfWay(timer, this::start);
  }

  /**
   * Prepares a run; {@link #start} begins it.
   *
   * @throws ZerobackException {@link ErrorCode#EXECUTION_ERROR} with the path of the argument that
   *     is wrong; {@link ErrorCode#UNAUTHENTICATED} when the identity has ended
   */
  public Run prepare(UserFunction function, Doc args, Identity identity, Caller caller) {
    checkLasts(identity);
    function.args().check(args, "args");
    return new Run(function, args, identity, caller, null);
  }

  /**
   * Refuses an identity that has ended.
   *
   * @param identity {@code null} for one that never ends
   * @throws ZerobackException {@link ErrorCode#UNAUTHENTICATED}
   */
  public void checkLasts(Identity identity) {
    if (identity != null && identity.hasEnded(transactions.nowMillis())) {
      throw new ZerobackException(
          ErrorCode.UNAUTHENTICATED, "The sign-in has expired; sign in again.");
    }
  }

  /** Begins a run. The caller is told later, never before this returns. */
  public void start(Run run) {
    attempt(run, run.function().kind() == FunctionKind.ACTION ? null : transactions.begin());
  }

  /**
   * Calls a function on behalf of the run {@code parentId}. What a mutation or query calls joins
   * its transaction; what an action calls is on its own.
   */
  public void callFrom(int parentId, UserFunction function, Doc args, Caller caller) {
    Run parent = require(parentId);
    function.args().check(args, "args");
    boolean joins = parent.ownTransaction() != null;
    if (joins && !mayJoin(parent, function)) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "\""
              + parent.function().name()
              + "\" is a "
              + parent.function().kind().label()
              + " and cannot call the "
              + function.kind().label()
              + " \""
              + function.name()
              + "\".");
    }
    Run child = new Run(function, args, parent.inheritedIdentity(), caller, joins ? parent : null);
    if (!joins) {
      start(child);
      return;
    }
    if (function.kind() == FunctionKind.MUTATION) {
      parent.writing();
      parent.nest(child);
    }
    attempt(child, parent.ownTransaction());
  }

  private static boolean mayJoin(Run parent, UserFunction function) {
    return function.kind() == FunctionKind.QUERY
        || function.kind() == FunctionKind.MUTATION
            && parent.function().kind() == FunctionKind.MUTATION;
  }

  /**
   * The run of an attempt under way.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when its handler has ended
   */
  public Run require(int id) {
    Run run = runs.find(id);
    if (run == null || run.isAbandoned()) {
      throw ended();
    }
    return run;
  }

  private static ZerobackException ended() {
    return new ZerobackException(
        ErrorCode.BAD_REQUEST,
        "ctx was used after the function had ended; await every call before returning.");
  }

  /** The handler of attempt {@code id} returned. */
  public Settled finished(int id, Doc result) {
    Run run = runs.remove(id);
    if (run == null) {
      return Settled.NOTHING;
    }
    if (run.isAbandoned()) {
      return fail(run, ended());
    }
    if (run.nested() != null) {
      return fail(
          run,
          new ZerobackException(
              ErrorCode.BAD_REQUEST,
              "\""
                  + run.function().name()
                  + "\" returned while ctx.runMutation was still running; await it."));
    }
    if (isLost(run)) {
      return again(run);
    }
    try {
      if (run.function().returns() != null) {
        run.function().returns().check(result, "returns");
      }
      if (run.function().kind() != FunctionKind.QUERY) {
        checkSize(run.function(), run.textOf(result, docs));
      }
      if (run.function().kind() == FunctionKind.MUTATION && !run.joinsTransaction()) {
        if (rightOfWay.mustWait(run)) {
          run.forgiveAttempt();
          end(run);
          rightOfWay.await(run);
          return Settled.NOTHING;
        }
        run.caller().committing(run);
        Commit commit = transactions.commit(run.ownTransaction(), run.alongside(result));
        if (commit == null) {
          return again(run);
        }
        run.committed(commit);
      }
    } catch (ZerobackException error) {
      return fail(run, error);
    } catch (Docs.NotJson unsendable) {
      return fail(run, unsendable(run.function(), unsendable));
    } catch (SqlStorage.SqlException refused) {
      return fail(
          run,
          new ZerobackException(
              ErrorCode.UNAVAILABLE,
              "The database refused the commit and nothing was written: " + refused.getMessage()));
    }
    end(run);
    rightOfWay.ended(run);
    return Settled.returned(run, result);
  }

  /** Whether {@link #checkSize} must look at a result of so many UTF-16 units. */
  public boolean mayExceed(int chars) {
    return limits.mayBeExceededBy(chars);
  }

  /**
   * Refuses a result that is too large to send.
   *
   * @param text the result as JSON text; {@code null} if there is none
   * @throws ZerobackException {@link ErrorCode#TOO_LARGE}
   */
  public void checkSize(UserFunction function, String text) {
    if (text != null && limits.exceededBy(text)) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "\""
              + function.name()
              + "\" returned more than limits.resultBytes allows; return less, with .take(n) or"
              + " .paginate(), or raise the limit.");
    }
  }

  /** The failure of a function whose result cannot be sent. */
  public static ZerobackException unsendable(UserFunction function, Docs.NotJson reason) {
    return new ZerobackException(
        ErrorCode.EXECUTION_ERROR,
        "\"" + function.name() + "\" returned what cannot be sent: " + reason.getMessage());
  }

  /** The handler of attempt {@code id} threw. */
  public Settled failed(int id, ZerobackException error) {
    Run run = runs.remove(id);
    if (run == null) {
      return Settled.NOTHING;
    }
    return isLost(run) ? again(run) : fail(run, sendable(run.function(), error));
  }

  /** What a handler has thrown, with a copy of its data: it may be anything at all. */
  private ZerobackException sendable(UserFunction function, ZerobackException error) {
    if (error.data() == null) {
      return error;
    }
    try {
      Doc data = docs.parse(docs.stringify(error.data()));
      return new ZerobackException(error.code(), error.getMessage(), data);
    } catch (Docs.NotJson unsendable) {
      return new ZerobackException(
          ErrorCode.EXECUTION_ERROR,
          "\""
              + function.name()
              + "\" threw an error whose data cannot be sent: "
              + unsendable.getMessage());
    }
  }

  /** Attempts started so far. */
  public int started() {
    return runs.started();
  }

  private void attempt(Run run, Transaction transaction) {
    run.beginAttempt(runs.nextId(), transaction);
    runs.add(run);
    host.start(run.id(), run.function().name(), run.args());
  }

  private static boolean isLost(Run run) {
    return run.ownTransaction() != null && !run.ownTransaction().advance();
  }

  /**
   * Starts a run again that lost against another commit. A nested run fails; its outermost one
   * starts again.
   */
  private Settled again(Run run) {
    ZerobackException conflict =
        new ZerobackException(
            ErrorCode.CONFLICT,
            "\""
                + run.function().name()
                + "\" lost against other mutations "
                + run.attempts()
                + " times; try again, or let it read less.");
    if (run.joinsTransaction() || run.attempts() == MAX_ATTEMPTS) {
      return fail(run, conflict);
    }
    end(run);
    if (!rightOfWay.takes(run)) {
      timer.after(jitterMillis(run.attempts()), () -> start(run));
    }
    return Settled.NOTHING;
  }

  /** None for the first retry, then a random delay whose bound doubles from 4 ms. */
  private double jitterMillis(int attempts) {
    return attempts == 1 ? 0 : entropy.nextBits(attempts);
  }

  private Settled fail(Run run, ZerobackException error) {
    boolean nested = run.joinsTransaction() && run.function().kind() == FunctionKind.MUTATION;
    if (nested && !run.isAbandoned()) {
      run.undoWrites();
    }
    end(run);
    rightOfWay.ended(run);
    return Settled.failed(run, error);
  }

  private void end(Run run) {
    run.endAttempt();
    if (run.joinsTransaction()) {
      if (run.parent().nested() == run) {
        run.parent().nest(null);
      }
    } else if (run.ownTransaction() != null) {
      transactions.end(run.ownTransaction());
    }
  }
}
