package dev.zeroback.core.testkit;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.engine.Program;
import dev.zeroback.core.engine.RunDatabase;
import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole engine on sqlite-jdbc, with scripted functions, recorded sockets and a clock that
 * stands still.
 */
public final class TestEngine implements AutoCloseable {
  private final TreeDocs docs = new TreeDocs();
  private final JdbcSqlStorage sql = new JdbcSqlStorage(docs);
  private final FakeClock clock = new FakeClock();
  private final FakeTimer timer = new FakeTimer(clock);
  private final FakeAlarm alarm = new FakeAlarm();
  private final RecordedSockets sockets = new RecordedSockets();
  private final ScriptedFunctions functions = new ScriptedFunctions();
  private final List<String> errors = new ArrayList<>();
  private final SeededEntropy entropy = new SeededEntropy(1);
  private Program program;
  private Engine engine;

  /**
   * @param schema and {@code registrations} as JSON, single quotes for double ones
   */
  public TestEngine(String schema, String registrations) {
    program = new Program(parse(schema), parse(registrations), docs.absent());
  }

  private Doc parse(String json) {
    return docs.parse(json.replace('\'', '"'));
  }

  /**
   * Starts the engine; again after an eviction. What is in memory is lost, SQL and sockets stay.
   */
  public TestEngine start() {
    timer.clear();
    engine =
        new Engine(
            new Ports(
                sql,
                docs,
                new JvmNatives(),
                clock,
                entropy,
                timer,
                alarm,
                sockets,
                functions,
                new ErrorLog()),
            program);
    functions.connect(new HandlerDriver());
    engine.start();
    return this;
  }

  /** Starts the engine with another schema, as a deployment does. */
  public TestEngine deploy(String schema) {
    program = new Program(parse(schema), program.functions(), program.crons());
    return start();
  }

  /** Starts the engine with other crons, as a deployment does. */
  public TestEngine deployCrons(String crons) {
    program = new Program(program.schema(), program.functions(), parse(crons));
    return start();
  }

  /** Starts the engine with other functions, as a deployment does. */
  public TestEngine deployFunctions(String registrations) {
    program = new Program(program.schema(), parse(registrations), program.crons());
    return start();
  }

  /**
   * Starts the engine with these limits.
   *
   * @param limits as JSON, single quotes for double ones
   */
  public TestEngine deployLimits(String limits) {
    program = new Program(program.schema(), program.functions(), program.crons(), parse(limits));
    return start();
  }

  public Engine engine() {
    return engine;
  }

  public JdbcSqlStorage sql() {
    return sql;
  }

  public FakeTimer timer() {
    return timer;
  }

  public FakeAlarm alarm() {
    return alarm;
  }

  public RecordedSockets sockets() {
    return sockets;
  }

  /** Moves the clock, and lets timers and the alarm go off and every handler run on the way. */
  public void advance(double millis) {
    double until = clock.nowMillis() + millis;
    do {
      double next = Math.min(alarm.atMillis(), timer.nextMillis());
      timer.advance(Math.max(0, Math.min(until, next) - clock.nowMillis()));
      functions.settle();
      if (alarm.takeDue(clock.nowMillis())) {
        engine.onAlarm();
        functions.settle();
      }
    } while (clock.nowMillis() < until || alarm.atMillis() <= until || timer.nextMillis() <= until);
  }

  public FakeClock clock() {
    return clock;
  }

  public ScriptedFunctions functions() {
    return functions;
  }

  /** How many arrays the engine has serialised: results that are lists, mostly. */
  public int serialisedLists() {
    return docs.stringifiedLists();
  }

  /** What the engine logged as errors. */
  public List<String> errors() {
    return errors;
  }

  /** Opens a socket for an anonymous client. */
  public int connect() {
    return connect(null);
  }

  /** Opens a socket for a client with these claims. */
  public int connect(Map<String, ?> claims) {
    int socket = sockets.connect();
    engine.onOpen(socket, TreeDoc.of(claims));
    return socket;
  }

  /** The host's answer to an {@code auth} frame: claims, or why there are none. */
  public void authenticated(int socket, Map<String, ?> claims, String refusal) {
    engine.onAuthenticated(socket, TreeDoc.of(claims), refusal);
    functions.settle();
  }

  public List<String> tokens() {
    return sockets.tokens();
  }

  public void disconnect(int socket) {
    lose(socket);
    engine.onClose(socket);
  }

  /** A socket closes, and its close event is on the way. */
  public void lose(int socket) {
    sockets.disconnect(socket);
  }

  /** Sends a frame, single quotes for double ones, and lets every handler run. */
  public void send(int socket, String frame) {
    engine.onMessage(socket, frame.replace('\'', '"'));
    functions.settle();
  }

  /** The frames that a socket has got since the last call, double quotes as single ones. */
  public List<String> take(int socket) {
    return sockets.take(socket).stream().map(frame -> frame.replace('"', '\'')).toList();
  }

  /** Calls a function as the operator does and returns its result, or throws its error. */
  public Object call(String name, Map<String, ?> args) {
    Object[] outcome = new Object[1];
    engine.call(
        null,
        true,
        name,
        TreeDoc.of(args),
        docs.nullValue(),
        new Completion() {
          @Override
          public void succeeded(Doc result) {
            outcome[0] = TreeDoc.tree(result);
          }

          @Override
          public void failed(ZerobackException error) {
            outcome[0] = error;
          }
        });
    functions.settle();
    if (outcome[0] instanceof ZerobackException error) {
      throw error;
    }
    return outcome[0];
  }

  @Override
  public void close() {
    sql.close();
  }

  private final class HandlerDriver implements ScriptedFunctions.Driver {
    @Override
    public ScriptedFunctions.Context context(int run) {
      return new HandlerContext(run);
    }

    @Override
    public void finished(int run, Object result) {
      engine.finished(run, TreeDoc.of(result));
    }

    @Override
    public void failed(int run, RuntimeException error) {
      engine.failed(
          run,
          error instanceof ZerobackException coded
              ? coded
              : new ZerobackException(ErrorCode.EXECUTION_ERROR, messageOf(error)));
    }
  }

  private static String messageOf(RuntimeException error) {
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  private final class HandlerContext implements ScriptedFunctions.Context {
    private final int run;

    HandlerContext(int run) {
      this.run = run;
    }

    private RunDatabase database() {
      return engine.database(run);
    }

    @Override
    public Object get(String id) {
      return TreeDoc.tree(database().get(TreeDoc.of(id)));
    }

    @Override
    public Object get(String table, String id) {
      return TreeDoc.tree(database().get(TreeDoc.of(table), TreeDoc.of(id)));
    }

    @Override
    public Object query(Map<String, ?> description) {
      return TreeDoc.tree(database().query(TreeDoc.of(description)));
    }

    @Override
    public String insert(String table, Map<String, ?> fields) {
      return database().insert(TreeDoc.of(table), TreeDoc.of(fields));
    }

    @Override
    public void patch(String id, Map<String, ?> fields) {
      database().patch(TreeDoc.of(id), TreeDoc.of(fields));
    }

    @Override
    public void replace(String id, Map<String, ?> fields) {
      database().replace(TreeDoc.of(id), TreeDoc.of(fields));
    }

    @Override
    public void delete(String id) {
      database().delete(TreeDoc.of(id));
    }

    @Override
    public String schedule(double at, String function, Map<String, ?> args) {
      return engine.scheduler(run).add(at, function, TreeDoc.of(args));
    }

    @Override
    public void cancel(String job) {
      engine.scheduler(run).cancel(TreeDoc.of(job));
    }

    @Override
    public Object job(String job) {
      return TreeDoc.tree(engine.scheduler(run).get(TreeDoc.of(job)));
    }

    @Override
    public Object identity() {
      return TreeDoc.tree(database().identity());
    }
  }

  private final class ErrorLog implements Log {
    @Override
    public void error(String message) {
      errors.add(message);
    }
  }
}
