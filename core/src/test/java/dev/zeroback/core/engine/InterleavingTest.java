package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The smallest cases of what the simulation has found. */
class InterleavingTest {
  private static final String SLOW =
      "{'type':'query','id':'q','fn':'tasks:slow','args':{'project':'A'}}";
  private static final String CREATE = "'fn':'tasks:create','args':{'project':'A','text':'x'}";

  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void create() {
    engine.call("tasks:create", Map.of("project", "A", "text", "x"));
  }

  /** A call of a nested function whose outcome is only recorded. */
  private Completion recordIn(List<String> outcomes) {
    return new Completion() {
      @Override
      public void succeeded(Doc result) {
        outcomes.add("succeeded");
      }

      @Override
      public void failed(ZerobackException error) {
        outcomes.add(error.code().code());
      }
    };
  }

  @Test
  void uniqueThatFoundNone_isRunAgainWhenThereIsOne() {
    engine
        .functions()
        .define(
            "tasks:count", (db, args) -> db.query(Map.of("table", "tasks", "terminal", "unique")));
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:count','args':{}}");
    assertThat(engine.take(socket)).singleElement().asString().contains("got none");
    create();
    assertThat(engine.take(socket)).singleElement().asString().contains("'text':'x'");
  }

  @Test
  void runOfAQueryThatNobodyWatchesAnyMore_splitsNothing() {
    engine
        .functions()
        .define("tasks:mine", (db, args) -> (ScriptedFunctions.Step) () -> db.identity());
    int socket = engine.connect(Map.of("sub", "alice"));
    engine.send(socket, "{'type':'query','id':'gone','fn':'tasks:mine'}");
    engine.send(socket, "{'type':'unsubscribe','id':'gone'}");
    engine.send(socket, "{'type':'query','id':'first','fn':'tasks:mine'}");
    engine.functions().resumeOldest();
    engine.send(socket, "{'type':'query','id':'second','fn':'tasks:mine'}");
    engine.functions().resumeNewest();
    engine.functions().resumeOldest();
    assertThat(engine.take(socket))
        .containsExactlyInAnyOrder(
            "{'type':'result','id':'first','result':{'sub':'alice'}}",
            "{'type':'result','id':'second','result':{'sub':'alice'}}");
  }

  @Test
  void subscribingWhileTheQueryRunsAgain_isNotAnsweredWithTheOldResult() {
    int first = engine.connect();
    engine.send(first, SLOW);
    engine.functions().resumeOldest();
    create();
    int second = engine.connect();
    engine.send(second, SLOW);
    assertThat(engine.take(second)).isEmpty();
    engine.functions().resumeOldest();
    assertThat(engine.take(second)).containsExactly("{'type':'result','id':'q','result':1}");
  }

  @Test
  void resendOfAnAppliedMutation_isCaughtUpOnlyWhenItsEffectsAreDelivered() {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[]}");
    engine.send(socket, SLOW);
    engine.functions().resumeOldest();
    String mutation = "{'type':'mutation','id':'m'," + CREATE + ",'seq':1,'ack':0}";
    engine.send(socket, mutation);
    engine.take(socket);
    engine.send(socket, mutation);
    assertThat(engine.take(socket))
        .singleElement()
        .asString()
        .startsWith("{'type':'mutationResult'");
    engine.functions().resumeOldest();
    assertThat(engine.take(socket)).singleElement().asString().contains("'result':1");
  }

  @Test
  void queryRunningForANewSubscriberAfterWaking_isWaitedFor() {
    int first = engine.connect();
    engine.send(first, SLOW);
    engine.functions().resumeOldest();
    engine.start();
    int second = engine.connect();
    engine.send(second, SLOW);
    engine.take(first);
    engine.send(first, "{'type':'mutation','id':'m'," + CREATE + "}");
    assertThat(engine.take(first)).isEmpty();
    engine.functions().resumeOldest();
    engine.timer().advance(10);
    engine.functions().settle();
    engine.functions().resumeOldest();
    assertThat(engine.take(first))
        .satisfiesExactly(
            update -> assertThat(update).contains("'result':1"),
            result -> assertThat(result).startsWith("{'type':'mutationResult'"));
  }

  @Test
  void nestedQueryThatFails_leavesTheWritesOfItsCallerAlone() {
    engine
        .functions()
        .define(
            "tasks:picky",
            (db, args) -> {
              throw new ZerobackException(ErrorCode.EXECUTION_ERROR, "on purpose");
            });
    List<String> outcomes = new ArrayList<>();
    engine
        .functions()
        .define(
            "tasks:fail",
            (db, args) -> {
              engine
                  .engine()
                  .callFrom(
                      1,
                      "query",
                      "tasks:picky",
                      TreeDoc.of(Map.of("project", "A")),
                      recordIn(outcomes));
              db.insert("tasks", Map.of("project", "A", "text", "kept"));
              return (ScriptedFunctions.Step) () -> null;
            });
    engine.call("tasks:fail", Map.of());
    engine.functions().resumeOldest();
    assertThat(outcomes).containsExactly("execution_error");
    assertThat(engine.call("tasks:count", Map.of())).isEqualTo(1.0);
  }

  @Test
  void mutationThatStartsAgain_isNotHeldUpByTheNestedOneOfItsFirstAttempt() {
    String id = (String) engine.call("tasks:create", Map.of("project", "A", "text", "x"));
    List<String> outcomes = new ArrayList<>();
    int[] attempts = new int[1];
    engine
        .functions()
        .define(
            "tasks:fail",
            (db, args) -> {
              db.get(id);
              if (attempts[0]++ == 0) {
                engine
                    .engine()
                    .callFrom(
                        2,
                        "mutation",
                        "tasks:appendSlowly",
                        TreeDoc.of(Map.of("id", id, "text", "y")),
                        recordIn(outcomes));
                return (ScriptedFunctions.Step) () -> db.get(id);
              }
              db.patch(id, Map.of("text", "z"));
              return null;
            });
    int socket = engine.connect();
    engine.send(socket, "{'type':'mutation','id':'m','fn':'tasks:fail','args':{}}");
    engine.call("tasks:finish", Map.of("id", id));
    engine.functions().resumeOldest();
    engine.timer().advance(10);
    engine.functions().settle();
    assertThat(engine.take(socket)).singleElement().asString().contains("'mutationResult'");
  }

  @Test
  void nestedMutationWhoseCallerHasFailed_neitherWritesNorUndoesWhatOthersWroteSince() {
    String id = (String) engine.call("tasks:create", Map.of("project", "A", "text", "x"));
    List<String> outcomes = new ArrayList<>();
    engine
        .functions()
        .define(
            "tasks:fail",
            (db, args) -> {
              call(2, "tasks:finish", Map.of("id", id), outcomes);
              return (ScriptedFunctions.Step)
                  () -> {
                    db.insert("tasks", Map.of("project", "A", "text", "kept"));
                    return (ScriptedFunctions.Step) () -> null;
                  };
            });
    engine
        .functions()
        .define(
            "tasks:finish",
            (db, args) -> {
              db.patch(id, Map.of("text", "undone"));
              call(3, "tasks:appendSlowly", Map.of("id", id, "text", "y"), outcomes);
              throw new ZerobackException(ErrorCode.EXECUTION_ERROR, "on purpose");
            });
    engine
        .functions()
        .define(
            "tasks:appendSlowly",
            (db, args) ->
                (ScriptedFunctions.Step)
                    () -> db.insert("tasks", Map.of("project", "A", "text", "orphan")));
    engine.call("tasks:fail", Map.of());
    engine.functions().resumeOldest();
    engine.functions().resumeNewest();
    engine.functions().resumeOldest();
    assertThat(outcomes).containsExactly("execution_error", "bad_request");
    assertThat(engine.call("tasks:list", Map.of("project", "A")).toString())
        .contains("text=x")
        .contains("text=kept")
        .doesNotContain("orphan");
  }

  @Test
  void clockSetBackWhileAQueryIsAwaited_doesNotLengthenTheWait() {
    int socket = engine.connect();
    engine.send(socket, SLOW);
    engine.functions().resumeOldest();
    create();
    engine.clock().advance(-3_600_000);
    for (int timers = 0; timers < 3; timers++) {
      engine.timer().fireNext();
      assertThat(engine.timer().nextMillis())
          .isLessThanOrEqualTo(engine.clock().nowMillis() + Awaited.PATIENCE_MILLIS);
    }
  }

  private void call(int run, String function, Map<String, ?> args, List<String> outcomes) {
    engine.engine().callFrom(run, "mutation", function, TreeDoc.of(args), recordIn(outcomes));
  }
}
