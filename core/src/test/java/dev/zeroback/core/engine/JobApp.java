package dev.zeroback.core.engine;

import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program for the scheduler's tests: a journal of what ran, and functions that schedule. */
final class JobApp {
  private static final String SCHEMA =
      "{'tables':{'journal':{'fields':{'text':{'type':'string'}},"
          + "'indexes':[{'name':'by_text','fields':['text'],'unique':true}]}}}";

  private static final String TEXT = "'args':{'text':{'type':'string'}}";
  static final String FUNCTIONS =
      "{'jobs:write':{'kind':'mutation','visibility':'internal',"
          + TEXT
          + "},'jobs:writeSlowly':{'kind':'mutation','visibility':'internal',"
          + TEXT
          + "},'jobs:act':{'kind':'action','visibility':'internal',"
          + TEXT
          + "},'jobs:actSlowly':{'kind':'action','visibility':'internal',"
          + TEXT
          + "},'jobs:misreturn':{'kind':'mutation','visibility':'internal','returns':{'type':'null'},"
          + TEXT
          + "},'jobs:schedule':{'kind':'mutation','visibility':'public','args':{'in':{'type':'number'},"
          + "'fn':{'type':'string'},'args':{'type':'any'},'fail':{'type':'optional','inner':{'type':'boolean'}}}},"
          + "'jobs:scheduleFromAction':{'kind':'action','visibility':'public','args':{'in':{'type':'number'},"
          + "'fn':{'type':'string'},'args':{'type':'any'}}},"
          + "'jobs:cancel':{'kind':'mutation','visibility':'public','args':{'id':{'type':'string'}}},"
          + "'jobs:get':{'kind':'query','visibility':'public','args':{'id':{'type':'string'}}},"
          + "'jobs:journal':{'kind':'query','visibility':'public','args':{}},"
          + "'jobs:peek':{'kind':'query','visibility':'public','args':{'id':{'type':'string'}}},"
          + "'jobs:peekTable':{'kind':'query','visibility':'public','args':{}}}";

  private final TestEngine engine = new TestEngine(SCHEMA, FUNCTIONS);

  JobApp() {
    var functions = engine.functions();
    functions.define("jobs:write", JobApp::write);
    functions.define(
        "jobs:writeSlowly", (ctx, args) -> (ScriptedFunctions.Step) () -> write(ctx, args));
    functions.define("jobs:misreturn", JobApp::write);
    functions.define("jobs:act", (ctx, args) -> act(args));
    functions.define("jobs:actSlowly", (ctx, args) -> (ScriptedFunctions.Step) () -> act(args));
    ScriptedFunctions.Handler schedule =
        (ctx, args) -> {
          double at = engine.clock().nowMillis() + (double) field(args, "in");
          String id = ctx.schedule(at, (String) field(args, "fn"), map(field(args, "args")));
          if (map(args).containsKey("fail")) {
            throw new IllegalStateException("after scheduling");
          }
          return id;
        };
    functions.define("jobs:schedule", schedule);
    functions.define("jobs:scheduleFromAction", schedule);
    functions.define(
        "jobs:cancel",
        (ctx, args) -> {
          ctx.cancel((String) field(args, "id"));
          return null;
        });
    functions.define("jobs:get", (ctx, args) -> ctx.job((String) field(args, "id")));
    functions.define("jobs:peek", (ctx, args) -> ctx.get((String) field(args, "id")));
    functions.define(
        "jobs:peekTable",
        (ctx, args) -> ctx.query(Map.of("table", "_jobs", "terminal", "collect")));
    functions.define(
        "jobs:journal",
        (ctx, args) -> ctx.query(Map.of("table", "journal", "terminal", "collect")));
    engine.start();
  }

  private static Object write(ScriptedFunctions.Context ctx, Object args) {
    String text = (String) field(args, "text");
    if (text.startsWith("bad")) {
      ctx.insert("journal", Map.of("text", "never"));
      throw new IllegalStateException("on purpose");
    }
    return ctx.insert("journal", Map.of("text", text));
  }

  private static Object act(Object args) {
    if (((String) field(args, "text")).startsWith("bad")) {
      throw new IllegalStateException("on purpose");
    }
    return null;
  }

  TestEngine engine() {
    return engine;
  }

  String schedule(double inMillis, String function, String text) {
    return (String) engine.call("jobs:schedule", scheduling(inMillis, function, text));
  }

  static Map<String, Object> scheduling(double inMillis, String function, String text) {
    return Map.of("in", inMillis, "fn", function, "args", Map.of("text", text));
  }

  static Map<String, Object> with(Map<String, Object> args, String key, Object value) {
    Map<String, Object> more = new HashMap<>(args);
    more.put(key, value);
    return more;
  }

  void cancel(String id) {
    engine.call("jobs:cancel", Map.of("id", id));
  }

  /** The job as {@code ctx.scheduler.get} reads it; {@code null} when there is none. */
  Map<String, Object> job(String id) {
    return map(engine.call("jobs:get", Map.of("id", id)));
  }

  String state(String id) {
    return (String) job(id).get("state");
  }

  List<String> journal() {
    return ((List<?>) engine.call("jobs:journal", Map.of()))
        .stream().map(entry -> (String) field(entry, "text")).toList();
  }

  private static Object field(Object object, String name) {
    return map(object).get(name);
  }

  @SuppressWarnings("unchecked") // trees have string keys
  private static Map<String, Object> map(Object object) {
    return (Map<String, Object>) object;
  }
}
