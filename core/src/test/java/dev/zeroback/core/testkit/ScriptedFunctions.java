package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * User functions in Java. A handler runs when the test lets it, and may stop in the middle: what it
 * returns then is a {@link Step}, which the test resumes.
 */
public final class ScriptedFunctions implements FunctionHost {
  /** A handler, or what remains of one. */
  public interface Handler {
    /** Returns the result as a tree, or the next {@link Step}; throws as user code does. */
    Object run(Context context, Object args);
  }

  /** Where a handler waits for something outside. */
  public interface Step {
    Object resume();
  }

  /** What a handler has of the engine. */
  public interface Context {
    Object get(String id);

    Object get(String table, String id);

    Object query(Map<String, ?> description);

    String insert(String table, Map<String, ?> fields);

    void patch(String id, Map<String, ?> fields);

    void replace(String id, Map<String, ?> fields);

    void delete(String id);

    String schedule(double at, String function, Map<String, ?> args);

    void cancel(String job);

    Object job(String job);

    Object identity();
  }

  /** Gives handlers their context and takes their outcomes. */
  public interface Driver {
    Context context(int run);

    void finished(int run, Object result);

    void failed(int run, RuntimeException error);
  }

  private record Start(int run, String function, Object args) {}

  private final Map<String, Handler> handlers = new HashMap<>();
  private final Deque<Start> started = new ArrayDeque<>();
  private final Map<Integer, Step> waiting = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private Driver driver;

  public void define(String name, Handler handler) {
    handlers.put(name, handler);
  }

  void connect(Driver to) {
    driver = to;
    started.clear();
    waiting.clear();
  }

  @Override
  public void start(int run, String function, Doc args) {
    log.add(function);
    started.addLast(new Start(run, function, TreeDoc.tree(args)));
  }

  /** Runs every handler that was started until all have ended or wait. */
  public void settle() {
    while (!started.isEmpty()) {
      Start next = started.removeFirst();
      advance(
          next.run(),
          () -> handlers.get(next.function()).run(driver.context(next.run()), next.args()));
    }
  }

  /** Numbers of the runs that wait in the middle, oldest first. */
  public List<Integer> waiting() {
    return List.copyOf(waiting.keySet());
  }

  /** Lets the oldest waiting run go on, and then everything that follows from it. */
  public void resumeOldest() {
    int run = waiting().get(0);
    advance(run, waiting.remove(run));
    settle();
  }

  /** Lets the newest waiting run go on, and then everything that follows from it. */
  public void resumeNewest() {
    int run = waiting().get(waiting.size() - 1);
    advance(run, waiting.remove(run));
    settle();
  }

  private void advance(int run, Step step) {
    Object result;
    try {
      result = step.resume();
    } catch (RuntimeException thrown) {
      driver.failed(run, thrown);
      return;
    }
    if (result instanceof Step next) {
      waiting.put(run, next);
    } else {
      driver.finished(run, result);
    }
  }

  /** Names of the functions started since the last call, in order. */
  public List<String> takeStarted() {
    List<String> names = List.copyOf(log);
    log.clear();
    return names;
  }
}
