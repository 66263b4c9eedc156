package dev.zeroback.core.engine;

import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.Foreign;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A small program for the engine's tests: tasks in projects. */
final class TodoApp {
  private static final String SCHEMA =
      "{'tables':{'tasks':{'fields':{'project':{'type':'string'},'text':{'type':'string'},"
          + "'done':{'type':'optional','inner':{'type':'boolean'}}},"
          + "'indexes':[{'name':'by_project','fields':['project']}]}}}";

  private static final String FUNCTIONS =
      "{'tasks:list':{'kind':'query','visibility':'public','args':{'project':{'type':'string'}}},"
          + "'tasks:newest':{'kind':'query','visibility':'public','args':{'project':{'type':'string'}}},"
          + "'tasks:firstTwo':{'kind':'query','visibility':'public','args':{'project':{'type':'string'}}},"
          + "'tasks:open':{'kind':'query','visibility':'public','args':{'project':{'type':'string'}}},"
          + "'tasks:count':{'kind':'query','visibility':'public','args':{}},"
          + "'tasks:get':{'kind':'query','visibility':'public','args':{'id':{'type':'id','table':'tasks'}}},"
          + "'tasks:picky':{'kind':'query','visibility':'public','args':{'project':{'type':'string'}}},"
          + "'tasks:slow':{'kind':'query','visibility':'public','args':{'project':{'type':'string'}}},"
          + "'tasks:dates':{'kind':'query','visibility':'public','args':{}},"
          + "'tasks:insertAndReturnDate':{'kind':'mutation','visibility':'public','args':{}},"
          + "'tasks:mine':{'kind':'query','visibility':'public','args':{}},"
          + "'tasks:own':{'kind':'query','visibility':'public','args':{}},"
          + "'tasks:viaPointer':{'kind':'query','visibility':'public','args':{}},"
          + "'tasks:secret':{'kind':'query','visibility':'internal','args':{}},"
          + "'tasks:create':{'kind':'mutation','visibility':'public','args':{'project':{'type':'string'},'text':{'type':'string'}}},"
          + "'tasks:finish':{'kind':'mutation','visibility':'public','args':{'id':{'type':'id','table':'tasks'}}},"
          + "'tasks:rename':{'kind':'mutation','visibility':'public','args':{'id':{'type':'id','table':'tasks'},'text':{'type':'string'}}},"
          + "'tasks:move':{'kind':'mutation','visibility':'public','args':{'id':{'type':'id','table':'tasks'},'project':{'type':'string'}}},"
          + "'tasks:remove':{'kind':'mutation','visibility':'public','args':{'id':{'type':'id','table':'tasks'}}},"
          + "'tasks:appendSlowly':{'kind':'mutation','visibility':'public','args':{'id':{'type':'id','table':'tasks'},'text':{'type':'string'}}},"
          + "'tasks:fail':{'kind':'mutation','visibility':'public','args':{}}}";

  private TodoApp() {}

  static TestEngine start() {
    TestEngine engine = new TestEngine(SCHEMA, FUNCTIONS);
    define(engine);
    return engine.start();
  }

  private static void define(TestEngine engine) {
    var functions = engine.functions();
    functions.define("tasks:list", (db, args) -> db.query(ofProject(args, "collect")));
    functions.define(
        "tasks:newest",
        (db, args) -> db.query(with(ofProject(args, "take"), Map.of("n", 2.0, "order", "desc"))));
    functions.define(
        "tasks:firstTwo",
        (db, args) -> db.query(with(ofProject(args, "paginate"), Map.of("numItems", 2.0))));
    functions.define(
        "tasks:open",
        (db, args) ->
            db.query(
                with(
                    ofProject(args, "collect"),
                    Map.of(
                        "filter",
                        List.of(
                            Map.of(
                                "op",
                                "neq",
                                "left",
                                Map.of("field", "done"),
                                "right",
                                Map.of("value", true)))))));
    functions.define(
        "tasks:count", (db, args) -> db.query(Map.of("table", "tasks", "terminal", "count")));
    functions.define("tasks:get", (db, args) -> db.get(text(args, "id")));
    functions.define(
        "tasks:picky",
        (db, args) -> {
          List<?> found = (List<?>) db.query(ofProject(args, "collect"));
          if (found.size() == 1) {
            throw new IllegalStateException("one is none");
          }
          return (double) found.size();
        });
    functions.define(
        "tasks:slow",
        (db, args) -> {
          db.query(ofProject(args, "collect"));
          return (ScriptedFunctions.Step) () -> db.query(ofProject(args, "count"));
        });
    functions.define("tasks:dates", (db, args) -> new Foreign("Date"));
    functions.define(
        "tasks:insertAndReturnDate",
        (db, args) -> {
          db.insert("tasks", Map.of("project", "A", "text", "never"));
          return new Foreign("Date");
        });
    functions.define("tasks:mine", (db, args) -> db.identity());
    functions.define(
        "tasks:own",
        (db, args) ->
            db.query(ofProject(Map.of("project", text(db.identity(), "sub")), "collect")));
    functions.define(
        "tasks:viaPointer",
        (db, args) -> {
          Object pointer = db.query(ofProject(Map.of("project", "pointer"), "first"));
          return db.query(ofProject(Map.of("project", text(pointer, "text")), "count"));
        });
    functions.define("tasks:secret", (db, args) -> "secret");
    functions.define(
        "tasks:create",
        (db, args) ->
            db.insert(
                "tasks", Map.of("project", text(args, "project"), "text", text(args, "text"))));
    functions.define(
        "tasks:finish",
        (db, args) -> {
          db.patch(text(args, "id"), Map.of("done", true));
          return Absent.ABSENT;
        });
    functions.define(
        "tasks:move",
        (db, args) -> {
          db.patch(text(args, "id"), Map.of("project", text(args, "project")));
          return Absent.ABSENT;
        });
    functions.define(
        "tasks:rename",
        (db, args) -> {
          db.patch(text(args, "id"), Map.of("text", text(args, "text")));
          return Absent.ABSENT;
        });
    functions.define(
        "tasks:remove",
        (db, args) -> {
          db.delete(text(args, "id"));
          return Absent.ABSENT;
        });
    functions.define(
        "tasks:appendSlowly",
        (db, args) -> {
          String before = text(db.get(text(args, "id")), "text");
          return (ScriptedFunctions.Step)
              () -> {
                db.patch(text(args, "id"), Map.of("text", before + text(args, "text")));
                return null;
              };
        });
    functions.define(
        "tasks:fail",
        (db, args) -> {
          db.insert("tasks", Map.of("project", "A", "text", "never"));
          throw new IllegalStateException("on purpose");
        });
  }

  private static Map<String, Object> ofProject(Object args, String terminal) {
    return Map.of(
        "table",
        "tasks",
        "index",
        "by_project",
        "range",
        List.of(Map.of("op", "eq", "field", "project", "value", text(args, "project"))),
        "terminal",
        terminal);
  }

  private static Map<String, Object> with(Map<String, Object> base, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(base);
    all.putAll(more);
    return all;
  }

  static String text(Object tree, String field) {
    return (String) ((Map<?, ?>) tree).get(field);
  }
}
