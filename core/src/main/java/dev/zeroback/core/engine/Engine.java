package dev.zeroback.core.engine;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.FunctionKind;
import dev.zeroback.core.function.FunctionRegistry;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.Limits;
import dev.zeroback.core.function.Runner;
import dev.zeroback.core.function.Settled;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.protocol.FrameDecoder;
import dev.zeroback.core.protocol.FrameEncoder;
import dev.zeroback.core.protocol.MalformedFrame;
import dev.zeroback.core.query.Queries;
import dev.zeroback.core.scheduler.AlarmClock;
import dev.zeroback.core.scheduler.Crons;
import dev.zeroback.core.scheduler.Jobs;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.SystemTables;
import dev.zeroback.core.session.ClientSession;
import dev.zeroback.core.session.ExactlyOnce;
import dev.zeroback.core.session.Sessions;
import dev.zeroback.core.storage.DocumentStore;
import dev.zeroback.core.storage.SchemaStore;
import dev.zeroback.core.subscription.LiveQueries;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.transaction.Transactions;
import dev.zeroback.core.value.Keys;
import java.util.ArrayList;

/**
 * The engine of one Durable Object.
 *
 * <p>Every method is synchronous. Only a user's handler spans time: {@link
 * dev.zeroback.core.port.FunctionHost#start} begins it, {@link #finished} or {@link #failed} ends
 * it, and in between its {@code ctx} calls {@link #database} and {@link #callFrom} with the number
 * of its run.
 */
public final class Engine {
  private final Keys keys;
  private final FunctionRegistry functions;
  private final SchemaStore schemaStore;
  private final Schema schema;
  private final String schemaHash;
  private final FrameDecoder decoder;
  private final Sessions sessions;
  private final ExactlyOnce exactlyOnce;
  private final Runner runner;
  private final Propagation propagation;
  private final Rounds rounds;
  private final LiveQueries liveQueries;
  private final Transactions transactions;
  private final Requests requests;
  private final AlarmClock alarm;
  private final JobRecords jobRecords;
  private final ScheduledRuns scheduled;

  /**
   * @throws ZerobackException when the program's schema or functions are described wrongly
   */
  public Engine(Ports ports, Program program) {
    schema = Schema.decode(SystemTables.addTo(program.schema(), ports.docs()));
    schemaHash = ports.natives().hash(ports.docs().stringify(program.schema()));
    functions = FunctionRegistry.decode(program.functions());
    schema.checkIds(program.functions(), "Functions");
    keys = new Keys(ports.natives());
    schemaStore = new SchemaStore(ports.sql(), ports.docs(), keys);
    Limits limits = new Limits(program.limits());
    DocumentStore store = new DocumentStore(ports.sql(), ports.docs());
    Queries queries =
        new Queries(
            ports.sql(),
            ports.docs(),
            ports.natives(),
            ports.entropy(),
            schema,
            keys,
            store,
            limits.documentsRead);
    transactions =
        new Transactions(
            ports.sql(),
            ports.docs(),
            ports.clock(),
            ports.entropy(),
            schema,
            store,
            queries,
            keys,
            limits.documentsWritten);
    liveQueries = new LiveQueries(schema);
    FrameEncoder frames = new FrameEncoder(ports.docs(), ports.natives());
    decoder = new FrameDecoder(ports.docs());
    sessions =
        new Sessions(
            ports.sockets(),
            frames,
            ports.docs(),
            ports.natives(),
            keys,
            liveQueries,
            ports.sql(),
            ports.log(),
            limits.liveQueryBytes);
    exactlyOnce =
        new ExactlyOnce(ports.sql(), ports.docs(), ports.clock(), ports.entropy(), sessions);
    runner =
        new Runner(
            ports.functions(), ports.docs(), transactions, ports.timer(), ports.entropy(), limits);
    propagation =
        new Propagation(
            liveQueries,
            sessions,
            runner,
            ports.docs(),
            ports.natives(),
            ports.clock(),
            ports.timer());
    rounds = propagation.rounds();
    requests =
        new Requests(
            ports.docs(),
            frames,
            functions,
            sessions,
            exactlyOnce,
            runner,
            propagation,
            transactions);
    Doc nobody = ports.docs().nullValue();
    Crons crons = new Crons(ports.sql(), ports.docs(), program.crons());
    jobRecords =
        new JobRecords(
            new Jobs(ports.sql(), ports.docs(), schema, crons), transactions, propagation);
    alarm = new AlarmClock(ports.alarm());
    scheduled =
        new ScheduledRuns(
            crons,
            jobRecords,
            alarm,
            functions,
            runner,
            sessions.identityOf(nobody),
            ports.timer(),
            ports.log());
  }

  /**
   * Tries the schema on the stored tables; the caller rolls back what it did.
   *
   * @throws ZerobackException when stored documents do not fit the schema
   */
  public void trySchema() {
    schemaStore.trial(schema);
  }

  /**
   * Brings the tables up and restores what an eviction has left.
   *
   * @throws ZerobackException when stored documents do not fit the schema; nothing may be served
   *     then
   */
  public void start() {
    schemaStore.start(schema);
    exactlyOnce.start(alarm);
    ArrayList<LiveQuery> unknown = sessions.start(functions, schemaHash);
    transactions.startAfter(sessions.toldTs());
    propagation.restore(unknown, transactions.newestTs());
    scheduled.start();
  }

  /** The object's alarm has gone off. */
  public void onAlarm() {
    scheduled.onAlarm();
    exactlyOnce.prune();
  }

  /**
   * A socket has opened.
   *
   * @param claims the identity: an object, or null for an anonymous client
   */
  public void onOpen(int socket, Doc claims) {
    sessions.persist(sessions.add(socket, claims));
  }

  /**
   * Several messages are about to be handled in one event. Live queries that they touch run once,
   * when {@link #endGroup} is called, which must be within moments and before the object can be
   * evicted.
   */
  public void beginGroup() {
    rounds.beginGroup();
  }

  public void endGroup() {
    rounds.endGroup();
    rounds.flush();
  }

  /** A frame has arrived. Whatever is wrong with it is answered; nothing is thrown. */
  public void onMessage(int socket, String frame) {
    ClientSession session = sessions.findAwake(socket);
    if (session == null) {
      return;
    }
    try {
      decoder.decode(frame).deliverTo(requests.of(session));
    } catch (MalformedFrame malformed) {
      session.sendError(
          malformed.requestId(), ErrorCode.BAD_REQUEST.code(), malformed.getMessage());
    }
    sessions.persist(session);
    rounds.flush();
  }

  /**
   * The host has found out whom the token of an {@code auth} frame belongs to.
   *
   * @param claims the identity: an object, or null for an anonymous client
   * @param refusal why the token proves nothing, and the identity stays; {@code null} if it does
   */
  public void onAuthenticated(int socket, Doc claims, String refusal) {
    ClientSession session = sessions.findAwake(socket);
    if (session == null) {
      return;
    }
    if (refusal == null) {
      sessions.identify(session, claims);
    }
    session.sendAuthResult(refusal);
    if (refusal == null) {
      propagation.onIdentity(session);
    }
    sessions.persist(session);
    rounds.flush();
  }

  /** A socket has closed, from either side or by a fault. */
  public void onClose(int socket) {
    ClientSession session = sessions.find(socket);
    if (session != null) {
      sessions.remove(socket);
      if (session.speaksProtocol2()) {
        exactlyOnce.release(session.name());
      }
    }
  }

  /**
   * Calls a function for the server side: HTTP, the operator, a page rendered on a server.
   *
   * @param kind {@code null} for any kind
   * @param internalAllowed whether internal functions may be called
   * @param claims the identity: an object, or null for an anonymous caller
   */
  public void call(
      String kind,
      boolean internalAllowed,
      String name,
      Doc args,
      Doc claims,
      Completion completion) {
    try {
      UserFunction function = functions.require(name, kindOf(kind), internalAllowed);
      Identity identity = sessions.identityOf(claims);
      runner.start(runner.prepare(function, args, identity, new ServerCall(completion)));
    } catch (ZerobackException error) {
      // Nothing has run: arguments that do not fit are a fault of the request.
      completion.failed(
          error.code() == ErrorCode.EXECUTION_ERROR
              ? new ZerobackException(ErrorCode.BAD_REQUEST, error.getMessage())
              : error);
    }
  }

  /**
   * Calls a function on behalf of a run: {@code ctx.runQuery}, {@code ctx.runMutation}, {@code
   * ctx.runAction}.
   */
  public void callFrom(int run, String kind, String name, Doc args, Completion completion) {
    try {
      runner.callFrom(
          run, functions.require(name, kindOf(kind), true), args, new ServerCall(completion));
    } catch (ZerobackException error) {
      completion.failed(error);
    }
  }

  private static FunctionKind kindOf(String label) {
    if (label == null) {
      return null;
    }
    FunctionKind kind = FunctionKind.of(label);
    if (kind == null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST, "There is no function kind \"" + label + "\".");
    }
    return kind;
  }

  /**
   * The handler of a run has returned.
   *
   * @param result may be absent
   * @return how the run ended; see {@link Settled#outcome()}
   */
  public String finished(int run, Doc result) {
    return settle(runner.finished(run, result));
  }

  /**
   * The handler of a run has thrown.
   *
   * @return how the run ended; see {@link Settled#outcome()}
   */
  public String failed(int run, ZerobackException error) {
    return settle(runner.failed(run, error));
  }

  private String settle(Settled settled) {
    if (settled.commit() != null) {
      propagation.onCommit(settled.commit());
      scheduled.onCommit(settled.commit());
    }
    settled.tellCaller();
    rounds.flush();
    return settled.outcome();
  }

  /**
   * What {@code ctx.db} and {@code ctx.auth} of a run offer.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when the run's handler has ended
   */
  public RunDatabase database(int run) {
    return new RunDatabase(runner.require(run), schema);
  }

  /**
   * What {@code ctx.scheduler} of a run offers.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when the run's handler has ended
   */
  public RunScheduler scheduler(int run) {
    return new RunScheduler(runner.require(run), functions, jobRecords, scheduled);
  }

  /** Counters for tests and for the developer's log. */
  public Stats stats() {
    return new Stats(
        runner.started(), liveQueries.size(), sessions.size(), transactions.newestTs());
  }

  /**
   * @param runs attempts of user functions started since the object came into memory
   * @param ts the newest commit
   */
  public record Stats(int runs, int liveQueries, int sockets, double ts) {}
}
