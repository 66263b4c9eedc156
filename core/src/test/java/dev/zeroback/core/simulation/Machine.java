package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.engine.Program;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.FakeAlarm;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.SeededEntropy;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.Set;
import java.util.TreeSet;

/** What an engine runs on: a disk that can fail, a clock, an alarm and a process that can die. */
final class Machine implements AutoCloseable {
  private static final String SCHEMA =
      "{'tables':{'things':{'fields':{'a':{'type':'any'},'b':{'type':'any'},'w':{'type':'string'},"
          + "'t':{'type':'optional','inner':{'type':'string'}}},"
          + "'indexes':[{'name':'by_a','fields':['a']},{'name':'by_a_b','fields':['a','b']}],"
          + "'searchIndexes':[{'name':'search_t','searchField':'t'}]},"
          + "'names':{'fields':{'name':{'type':'string'}},"
          + "'indexes':[{'name':'by_name','fields':['name'],'unique':true}]}}}";

  private static final String FUNCTIONS =
      "{'read':{'kind':'query','visibility':'public','args':{'ops':{'type':'any'}}},"
          + "'write':{'kind':'mutation','visibility':'public',"
          + "'args':{'token':{'type':'string'},'ops':{'type':'any'}}},"
          + "'act':{'kind':'action','visibility':'public','args':{'ops':{'type':'any'},"
          + "'token':{'type':'optional','inner':{'type':'string'}}}}}";

  private final Trace trace;
  private final Recording recording;
  private final TreeDocs docs = new TreeDocs();
  private final JdbcSqlStorage sql = new JdbcSqlStorage(docs);
  private final SimulatedTime time = new SimulatedTime();
  private final FakeAlarm alarm = new FakeAlarm();
  private final SeededEntropy entropy;
  private final Program program;

  /** Timestamps that the engine has come to in the present event. */
  private final TreeSet<Double> reached = new TreeSet<>();

  private EngineCalls engine;
  private boolean starting;
  private int statements;
  private int doomed;

  Machine(long seed, Trace trace, Recording recording) {
    this.trace = trace;
    this.recording = recording;
    this.entropy = new SeededEntropy(seed);
    this.program = new Program(parse(SCHEMA), parse(FUNCTIONS), docs.absent());
    sql.onCall(this::onStatement);
  }

  private Doc parse(String json) {
    return docs.parse(json.replace('\'', '"'));
  }

  TreeDocs docs() {
    return docs;
  }

  JdbcSqlStorage sql() {
    return sql;
  }

  /** Makes an engine to be started; the one before it is gone, with its timers. */
  EngineCalls boot(Wire wire, FunctionHost functions) {
    starting = true;
    sql.failAtCall(0);
    time.clear();
    engine =
        new EngineCalls(
            recording,
            new Ports(
                sql,
                docs,
                new JvmNatives(),
                time,
                entropy,
                time,
                alarm,
                wire,
                functions,
                new Silence()),
            program);
    return engine;
  }

  /** Starts the engine on what is stored. */
  void start() {
    engine.start();
    starting = false;
  }

  // --- statements

  private void onStatement() {
    if (starting) {
      return;
    }
    reached.add(engine.stats().ts());
    if (++statements == doomed) {
      trace.add("disk", "fails at statement " + doomed, null);
      throw new SqlStorage.SqlException(Failure.OF_THE_DISK);
    }
  }

  /** An event begins. */
  void forgetReached() {
    reached.clear();
  }

  /** Timestamps after {@code ts} that the engine has come to in the present event, in order. */
  Set<Double> reachedAfter(double ts) {
    reached.add(engine.stats().ts());
    return reached.tailSet(ts, false);
  }

  /** Makes the {@code nth} statement of this run fail, counting from 1 and none of a start. */
  void failAtStatement(int nth) {
    doomed = nth;
  }

  /** Statements run so far, but for those of a start. */
  int statements() {
    return statements;
  }

  void failAtCall(int nth) {
    if (nth > 0) {
      trace.add("disk", "fails at call " + nth + " from now", null);
    }
    sql.failAtCall(nth);
  }

  /** Runs {@code step} until its {@code nth} statement; nothing that it did remains on the disk. */
  void dieDuring(Runnable step, int nth) {
    sql.dieAtCall(nth);
    double alarmAt = alarm.atMillis();
    try {
      sql.transaction(
          () -> {
            recording.doomed(step);
            throw new JdbcSqlStorage.PowerCut();
          });
    } catch (JdbcSqlStorage.PowerCut end) {
      sql.failAtCall(0);
    }
    alarm.set(alarmAt);
  }

  // --- time

  double nowMillis() {
    return time.nowMillis();
  }

  boolean isTimeIdle() {
    return time.isIdle();
  }

  /** Lets time pass, but not beyond the alarm, up to a timer that falls due; null if none does. */
  Runnable pass(double millis) {
    return time.next(Math.min(millis, Math.max(1, millisToAlarm())));
  }

  /** Lets time pass without an engine that could notice. */
  void rest(double millis) {
    time.next(millis);
  }

  void jump(double millis) {
    trace.add("clock", "jumps by " + millis, null);
    time.jump(millis);
  }

  double millisToAlarm() {
    return alarm.atMillis() - time.nowMillis();
  }

  /** Runs what the alarm is for, and sets it again when that fails. */
  void ring(Runnable event) {
    alarm.clear();
    try {
      event.run();
    } catch (SqlStorage.SqlException injected) {
      alarm.set(time.nowMillis() + 2_000);
    }
  }

  @Override
  public void close() {
    sql.close();
  }

  private static final class Silence implements Log {
    @Override
    public void error(String message) {
      boolean ofAJob = message.startsWith("Job ") && message.contains(" failed: ");
      if (!ofAJob && !message.contains(Failure.OF_THE_DISK)) {
        throw new Violation("The engine logged an error: " + message);
      }
    }
  }
}
