package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.testkit.Foreign;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that throw an error with data of their own. */
class ErrorDataTest {
  private TestEngine engine;
  private int socket;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
    socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    engine.take(socket);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static ZerobackException failure(Object data) {
    return new ZerobackException(ErrorCode.APP_ERROR, "no", TreeDoc.of(Map.of("data", data)));
  }

  private void create() {
    engine.call("tasks:create", Map.of("project", "A", "text", "t"));
  }

  private static double tasks(ScriptedFunctions.Context db) {
    return ((Number) db.query(Map.of("table", "tasks", "terminal", "count"))).doubleValue();
  }

  @Test
  void queryWhoseErrorCannotBeSent_isAnErrorAndHoldsUpNobody() {
    engine
        .functions()
        .define(
            "tasks:picky",
            (db, args) -> {
              if (tasks(db) == 1) {
                throw failure(new Foreign("Date"));
              }
              return tasks(db);
            });
    int other = engine.connect();
    engine.send(other, "{'type':'query','id':'n','fn':'tasks:count'}");
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:picky','args':{'project':'A'}}");
    engine.take(other);
    engine.take(socket);
    create();
    assertThat(engine.take(other)).containsExactly("{'type':'update','id':'n','result':1}");
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .contains("'execution_error'", "threw an error whose data cannot be sent", "Date");
    create();
    assertThat(engine.take(other)).containsExactly("{'type':'update','id':'n','result':2}");
    assertThat(engine.take(socket)).singleElement().asString().contains("'result':2");
  }

  @Test
  void mutationWhoseErrorCannotBeSent_isAnsweredAndTheNextOneRuns() {
    engine
        .functions()
        .define(
            "tasks:fail",
            (db, args) -> {
              throw failure(new Foreign("Map"));
            });
    engine.send(socket, "{'type':'mutation','id':'1','seq':1,'fn':'tasks:fail','args':{}}");
    engine.send(
        socket,
        "{'type':'mutation','id':'2','seq':2,'fn':'tasks:create','args':{'project':'A','text':'t'}}");
    List<String> told = engine.take(socket);
    assertThat(told.get(0)).contains("'id':'1'", "'execution_error'", "Map");
    assertThat(told.get(1)).startsWith("{'type':'mutationResult','id':'2'");
  }

  @Test
  void errorOfWhichOnlyTheDataChanges_isToldAgain() {
    engine
        .functions()
        .define(
            "tasks:count",
            (db, args) -> {
              throw failure(tasks(db));
            });
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:count','args':{}}");
    assertThat(engine.take(socket)).singleElement().asString().contains("{'data':0}");
    create();
    assertThat(engine.take(socket)).singleElement().asString().contains("{'data':1}");
  }
}
