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
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.protocol.ClientMessage;
import dev.zeroback.core.protocol.FrameEncoder;
import dev.zeroback.core.session.ClientSession;
import dev.zeroback.core.session.ExactlyOnce;
import dev.zeroback.core.session.SessionMutation;
import dev.zeroback.core.session.Sessions;
import dev.zeroback.core.transaction.Transactions;

/** What each client message does. */
final class Requests {
  private final Docs docs;
  private final FrameEncoder frames;
  private final FunctionRegistry functions;
  private final Sessions sessions;
  private final ExactlyOnce exactlyOnce;
  private final Runner runner;
  private final Propagation propagation;
  private final Rounds rounds;
  private final Transactions transactions;

  Requests(
      Docs docs,
      FrameEncoder frames,
      FunctionRegistry functions,
      Sessions sessions,
      ExactlyOnce exactlyOnce,
      Runner runner,
      Propagation propagation,
      Transactions transactions) {
    this.docs = docs;
    this.frames = frames;
    this.functions = functions;
    this.sessions = sessions;
    this.exactlyOnce = exactlyOnce;
    this.runner = runner;
    this.propagation = propagation;
    this.rounds = propagation.rounds();
    this.transactions = transactions;
  }

  /** Receives the messages of one client. */
  ClientMessage.Receiver of(ClientSession session) {
    return new FromClient(session);
  }

  /** Starts a function for a client; a function that cannot be started is answered. */
  private void start(
      ClientSession session,
      FunctionKind kind,
      String name,
      Doc args,
      String requestId,
      Caller caller) {
    // Read here, not in the try block: TeaVM's strict build would lose the session in the catch
    // block.
    Identity identity = session.identity();
    try {
      runner.start(runner.prepare(require(name, kind), args, identity, caller));
    } catch (ZerobackException error) {
      session.sendError(requestId, error);
    }
  }

  /**
   * Over the socket an unknown function is an {@code execution_error}, as the base protocol has it.
   */
  private UserFunction require(String name, FunctionKind kind) {
    if (functions.find(name) == null) {
      throw new ZerobackException(
          ErrorCode.EXECUTION_ERROR,
          "Function not found: \""
              + name
              + "\". Check the name (path/module:export) and that it is deployed.");
    }
    return functions.require(name, kind, false);
  }

  private final class FromClient implements ClientMessage.Receiver {
    private final ClientSession session;

    FromClient(ClientSession session) {
      this.session = session;
    }

    @Override
    public void onHello(ClientMessage.Hello hello) {
      ExactlyOnce.Greeting greeting = exactlyOnce.open(hello.session(), session.identity().key());
      String former = session.name();
      sessions.upgrade(session, greeting.session(), hello.capabilities());
      exactlyOnce.release(former);
      session.send(
          frames.hello(
              greeting.session(),
              greeting.known(),
              greeting.applied(),
              transactions.newestTs(),
              hello.capabilities()));
    }

    @Override
    public void onQuery(ClientMessage.Query query) {
      try {
        UserFunction function = require(query.function(), FunctionKind.QUERY);
        runner.checkLasts(session.identity());
        function.args().check(query.args(), "args");
        propagation.onSubscribe(
            sessions.subscribe(session, query.id(), function, query.args(), query.hash()));
      } catch (ZerobackException error) {
        session.sendError(query.id(), error);
      }
    }

    @Override
    public void onUnsubscribe(ClientMessage.Unsubscribe unsubscribe) {
      sessions.unsubscribe(session, unsubscribe.id());
    }

    @Override
    public void onMutation(ClientMessage.Mutation mutation) {
      if (mutation.seq() == 0) {
        start(
            session,
            FunctionKind.MUTATION,
            mutation.function(),
            mutation.args(),
            mutation.id(),
            new PlainMutation(session, mutation.id()));
        return;
      }
      if (!session.speaksProtocol2()) {
        session.sendError(
            mutation.id(),
            ErrorCode.BAD_REQUEST.code(),
            "A mutation with \"seq\" needs a session; send \"hello\" first.");
        return;
      }
      try {
        double told = exactlyOnce.accept(session, mutation);
        if (told > 0) {
          transactions.startAfter(told);
          rounds.catchUp(session, told);
        }
      } catch (ZerobackException error) {
        session.sendError(mutation.id(), error);
        return;
      }
      runInTurn(exactlyOnce.next(session));
    }

    @Override
    public void onAction(ClientMessage.Action action) {
      start(
          session,
          FunctionKind.ACTION,
          action.function(),
          action.args(),
          action.id(),
          new ClientAction(session, action.id()));
    }

    @Override
    public void onAck(ClientMessage.Ack ack) {
      propagation.onAck(session, ack.ts());
    }

    @Override
    public void onAuth(ClientMessage.Auth auth) {
      sessions.authenticate(session, auth.token());
    }

    @Override
    public void onPing() {
      session.send(FrameEncoder.PONG);
    }
  }

  /** Runs the numbered mutations of a session one after the other. */
  private void runInTurn(SessionMutation first) {
    SessionMutation mutation = first;
    while (mutation != null) {
      ClientMessage.Mutation request = mutation.request();
      try {
        SessionMutation current = mutation;
        Run run =
            runner.prepare(
                require(request.function(), FunctionKind.MUTATION),
                request.args(),
                mutation.identity(),
                new NumberedMutation(current));
        run.onCommit(result -> exactlyOnce.record(current, run.textOf(result, docs)));
        runner.start(run);
        return;
      } catch (ZerobackException error) {
        mutation = exactlyOnce.failed(mutation, sessions, error);
      }
    }
  }

  /** A mutation of the base protocol: its result follows the updates that it caused. */
  private final class PlainMutation implements Caller {
    private final ClientSession session;
    private final String requestId;

    PlainMutation(ClientSession session, String requestId) {
      this.session = session;
      this.requestId = requestId;
    }

    @Override
    public void returned(Run run, Doc result) {
      String text = run.textOf(result, docs);
      double ts = run.commit().ts();
      rounds.afterDelivery(
          () -> {
            session.sendMutationResult(requestId, text, ts);
            rounds.catchUp(session, ts);
          });
    }

    @Override
    public void failed(Run run, ZerobackException error) {
      session.sendError(requestId, error);
    }
  }

  /**
   * A mutation of a session: its result comes with the transition that shows its effects or, when
   * that takes longer or the client takes one frame in a message, before it.
   */
  private final class NumberedMutation implements Caller {
    private final SessionMutation mutation;

    NumberedMutation(SessionMutation mutation) {
      this.mutation = mutation;
    }

    @Override
    public void returned(Run run, Doc result) {
      double ts = run.commit().ts();
      mutation.applied();
      mutation.answer(sessions, run.textOf(result, docs), ts);
      rounds.afterDelivery(
          () -> {
            for (ClientSession listener : mutation.listeners(sessions)) {
              rounds.catchUp(listener, ts);
            }
          });
      runInTurn(exactlyOnce.nextAfter(mutation));
    }

    @Override
    public void failed(Run run, ZerobackException error) {
      runInTurn(exactlyOnce.failed(mutation, sessions, error));
    }
  }

  private final class ClientAction implements Caller {
    private final ClientSession session;
    private final String requestId;

    ClientAction(ClientSession session, String requestId) {
      this.session = session;
      this.requestId = requestId;
    }

    @Override
    public void returned(Run run, Doc result) {
      session.sendActionResult(requestId, run.textOf(result, docs));
    }

    @Override
    public void failed(Run run, ZerobackException error) {
      session.sendError(requestId, error);
    }
  }
}
