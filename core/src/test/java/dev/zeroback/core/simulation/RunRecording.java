package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Alarm;
import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.JsonText;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes down a run of the simulation, so that another compilation of the engine can be taken
 * through it: each call of the host with what it was given, the randomness, sockets and failing
 * statement that it met, what it did to the outside, in order, and how it ended.
 *
 * <p>As JSON: a call is {@code {method, args, now, did, statements}} with those of {@code random},
 * {@code sockets}, {@code attachments}, {@code failsAt}, {@code diesAt}, {@code gave} and {@code
 * threw} that apply; {@code {doomed: [calls]}} is rolled back.
 */
final class RunRecording extends Recording {
  private final List<Object> run = new ArrayList<>();

  /** Where calls are written: the run, or a part of it that comes to nothing. */
  private List<Object> calls = run;

  private Map<String, Object> call;
  private List<Object> did;
  private int statements;
  private int timers;
  private Clock clock;

  /** The calls, as JSON text. */
  String json() {
    return JsonText.of(run);
  }

  @Override
  Ports around(Ports ports) {
    clock = ports.clock();
    call.put("now", clock.nowMillis());
    return new Ports(
        new RecordedSql(ports.sql()),
        ports.docs(),
        ports.natives(),
        ports.clock(),
        recorded(ports.entropy()),
        recorded(ports.timer()),
        recorded(ports.alarm()),
        recorded(ports.sockets()),
        (id, function, args) -> {
          told("startFunction", id, function, args);
          ports.functions().start(id, function, args);
        },
        message -> {
          told("logError", message);
          ports.log().error(message);
        });
  }

  @Override
  <T> T call(String method, List<?> args, Supplier<T> body) {
    call = new LinkedHashMap<>();
    did = new ArrayList<>();
    statements = 0;
    calls.add(call);
    call.put("method", method);
    call.put("args", copy(args));
    call.put("now", clock == null ? 0 : clock.nowMillis());
    try {
      T result = body.get();
      if (result instanceof Doc || result instanceof String) {
        call.put("gave", copy(result));
      }
      return result;
    } catch (ZerobackException refused) {
      call.put("threw", refused.getMessage());
      throw refused;
    } catch (SqlStorage.SqlException injected) {
      call.put("threw", injected.getMessage());
      throw injected;
    } finally {
      call.put("did", did);
      call.put("statements", statements);
    }
  }

  @Override
  void told(String event, Object... details) {
    List<Object> what = new ArrayList<>();
    what.add(event);
    what.addAll(copies(List.of(details)));
    did.add(what);
  }

  @Override
  void doomed(Runnable body) {
    List<Object> before = calls;
    calls = new ArrayList<>();
    before.add(Map.of("doomed", calls));
    try {
      body.run();
    } finally {
      calls = before;
    }
  }

  @SuppressWarnings("unchecked")
  private void note(String what, Object detail) {
    ((List<Object>) call.computeIfAbsent(what, name -> new ArrayList<>())).add(detail);
  }

  /** What a value is now; the engine changes some of its own. */
  private static Object copy(Object value) {
    if (value instanceof Doc doc) {
      Object tree = TreeDoc.tree(doc);
      return tree == Absent.ABSENT ? null : copy(tree);
    } else if (value instanceof List<?> list) {
      return copies(list);
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copied = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> copied.put(name, member == Absent.ABSENT ? member : copy(member)));
      return copied;
    }
    return value;
  }

  private static List<Object> copies(List<?> list) {
    List<Object> copied = new ArrayList<>();
    list.forEach(element -> copied.add(copy(element)));
    return copied;
  }

  private Entropy recorded(Entropy entropy) {
    return bits -> {
      int random = entropy.nextBits(bits);
      note("random", random);
      return random;
    };
  }

  private Timer recorded(Timer timer) {
    return (delayMillis, task) -> {
      int number = ++timers;
      told("after", number, delayMillis);
      timer.after(
          delayMillis,
          () ->
              call(
                  "timer",
                  List.of(number),
                  () -> {
                    task.run();
                    return null;
                  }));
    };
  }

  private Alarm recorded(Alarm alarm) {
    return new Alarm() {
      @Override
      public void set(double atUnixMillis) {
        told("setAlarm", atUnixMillis);
        alarm.set(atUnixMillis);
      }

      @Override
      public void clear() {
        told("clearAlarm");
        alarm.clear();
      }
    };
  }

  private Sockets recorded(Sockets sockets) {
    return new Sockets() {
      @Override
      public void send(int socket, String frame) {
        told("send", socket, frame);
        sockets.send(socket, frame);
      }

      @Override
      public void close(int socket, int code, String reason) {
        told("close", socket, code, reason);
        sockets.close(socket, code, reason);
      }

      @Override
      public void authenticate(int socket, String token) {
        sockets.authenticate(socket, token);
      }

      @Override
      public void attach(int socket, String text) {
        told("attach", socket, text);
        sockets.attach(socket, text);
      }

      @Override
      public int[] open() {
        int[] open = sockets.open();
        call.put("sockets", new ArrayList<>());
        for (int socket : open) {
          note("sockets", socket);
        }
        return open;
      }

      @Override
      public String attachment(int socket) {
        String attachment = sockets.attachment(socket);
        List<Object> entry = new ArrayList<>(List.of(socket));
        entry.add(attachment);
        note("attachments", entry);
        return attachment;
      }
    };
  }

  /** Counts statements, and says at which of a call the disk failed or the process died. */
  private final class RecordedSql implements SqlStorage {
    private final SqlStorage sql;

    RecordedSql(SqlStorage sql) {
      this.sql = sql;
    }

    @Override
    public Statement prepare(String text) {
      return new RecordedStatement(sql.prepare(text));
    }

    @Override
    public void transaction(Runnable body) {
      sql.transaction(body);
    }
  }

  private final class RecordedStatement implements SqlStorage.Statement {
    private final SqlStorage.Statement statement;

    RecordedStatement(SqlStorage.Statement statement) {
      this.statement = statement;
    }

    @Override
    public SqlStorage.Statement bind(String text) {
      statement.bind(text);
      return this;
    }

    @Override
    public SqlStorage.Statement bind(double number) {
      statement.bind(number);
      return this;
    }

    @Override
    public SqlStorage.Rows query() {
      return counted(statement::query);
    }

    @Override
    public void run() {
      counted(
          () -> {
            statement.run();
            return null;
          });
    }

    private <T> T counted(Supplier<T> execution) {
      statements++;
      try {
        return execution.get();
      } catch (SqlStorage.SqlException refused) {
        if (refused.getMessage().equals(Failure.OF_THE_DISK)) {
          call.put("failsAt", statements);
        }
        throw refused;
      } catch (JdbcSqlStorage.PowerCut cut) {
        call.put("diesAt", statements);
        throw cut;
      }
    }
  }
}
