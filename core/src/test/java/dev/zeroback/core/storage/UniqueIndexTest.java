package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UniqueIndexTest {
  private static TestEngine start() {
    TestEngine engine =
        new TestEngine(
            "{'tables':{'users':{'fields':{'email':{'type':'string'},'team':{'type':'number'}},"
                + "'indexes':[{'name':'by_email','fields':['email'],'unique':true},"
                + "{'name':'by_email_team','fields':['team'],'unique':true}]}}}",
            "{'add':{'kind':'mutation','visibility':'public','args':{}},"
                + "'again':{'kind':'mutation','visibility':'public','args':{}},"
                + "'join':{'kind':'mutation','visibility':'public','args':{}},"
                + "'move':{'kind':'mutation','visibility':'public','args':{}},"
                + "'swap':{'kind':'mutation','visibility':'public','args':{}},"
                + "'all':{'kind':'query','visibility':'public','args':{}}}");
    engine
        .functions()
        .define("add", (db, args) -> db.insert("users", Map.of("email", "a@b.c", "team", 1.0)));
    engine
        .functions()
        .define("again", (db, args) -> db.insert("users", Map.of("email", "a@b.c", "team", 5.0)));
    engine
        .functions()
        .define("join", (db, args) -> db.insert("users", Map.of("email", "z@b.c", "team", 1.0)));
    engine
        .functions()
        .define(
            "move",
            (db, args) -> {
              String id = db.insert("users", Map.of("email", "d@e.f", "team", 2.0));
              db.insert("users", Map.of("email", "g@h.i", "team", 3.0));
              db.patch(id, Map.of("email", "a@b.c"));
              return null;
            });
    engine
        .functions()
        .define("all", (db, args) -> db.query(Map.of("table", "users", "terminal", "collect")));
    return engine.start();
  }

  private static List<?> all(TestEngine engine) {
    return (List<?>) engine.call("all", Map.of());
  }

  @Test
  void secondDocumentWithEqualValues_isRefusedByNameAndNothingIsWritten() {
    try (TestEngine engine = start()) {
      engine.call("add", Map.of());
      for (String mutation : List.of("again", "move")) {
        assertThatThrownBy(() -> engine.call(mutation, Map.of()))
            .hasFieldOrPropertyWithValue("code", ErrorCode.UNIQUE_VIOLATION)
            .hasMessage(
                "Table \"users\" already has a document with email = \"a@b.c\";"
                    + " its index \"by_email\" is unique.");
        assertThat(all(engine)).hasSize(1);
      }
    }
  }

  @Test
  void indexWhoseNameBeginsWithAnother_isNamedInFull() {
    try (TestEngine engine = start()) {
      engine.call("add", Map.of());
      assertThatThrownBy(() -> engine.call("join", Map.of()))
          .hasMessage(
              "Table \"users\" already has a document with team = 1;"
                  + " its index \"by_email_team\" is unique.");
    }
  }

  @Test
  void valueFreedByADeleteInTheSameMutation_canBeTaken() {
    try (TestEngine engine = start()) {
      engine.call("add", Map.of());
      engine
          .functions()
          .define(
              "swap",
              (db, args) -> {
                Object found = db.query(Map.of("table", "users", "terminal", "unique"));
                db.delete((String) ((Map<?, ?>) found).get("_id"));
                return db.insert("users", Map.of("email", "a@b.c", "team", 9.0));
              });
      assertThat(engine.call("swap", Map.of())).asString().startsWith("users:");
    }
  }

  @Test
  void valuesThatDocumentsExchangeInOneMutation_areTheirsAfterwards() {
    try (TestEngine engine = start()) {
      List<String> ids = new ArrayList<>();
      engine
          .functions()
          .define(
              "swap",
              (db, args) -> {
                for (int i = 0; i < 4; i++) {
                  ids.add(db.insert("users", Map.of("email", "m" + i, "team", (double) i)));
                }
                return null;
              });
      engine.call("swap", Map.of());
      for (int[] order : new int[][] {{1, 2, 3, 0}, {3, 0, 1, 2}, {1, 0, 3, 2}, {2, 3, 0, 1}}) {
        engine
            .functions()
            .define(
                "swap",
                (db, args) -> {
                  for (int i = 0; i < 4; i++) {
                    db.patch(
                        ids.get(i), Map.of("email", "m" + order[i], "team", (double) order[i]));
                  }
                  return null;
                });
        engine.call("swap", Map.of());
        List<?> users = all(engine);
        for (int i = 0; i < 4; i++) {
          assertThat((Map<?, ?>) users.get(i)).extracting("email").isEqualTo("m" + order[i]);
        }
        engine
            .functions()
            .define(
                "swap",
                (db, args) ->
                    db.query(Map.of("table", "users", "index", "by_email", "terminal", "collect")));
        assertThat((List<?>) engine.call("swap", Map.of()))
            .extracting(user -> ((Map<?, ?>) user).get("email"))
            .isEqualTo(List.of("m0", "m1", "m2", "m3"));
      }
    }
  }

  @Test
  void exchangeThatLeavesTwoEqual_isRefusedAndNothingIsWritten() {
    try (TestEngine engine = start()) {
      engine.call("add", Map.of());
      engine
          .functions()
          .define(
              "swap",
              (db, args) -> {
                String other = db.insert("users", Map.of("email", "x", "team", 2.0));
                return List.of(other, db.insert("users", Map.of("email", "y", "team", 3.0)));
              });
      List<?> ids = (List<?>) engine.call("swap", Map.of());
      engine
          .functions()
          .define(
              "swap",
              (db, args) -> {
                db.patch((String) ids.get(0), Map.of("email", "y"));
                db.patch((String) ids.get(1), Map.of("email", "a@b.c"));
                return null;
              });
      Object before = all(engine);
      assertThatThrownBy(() -> engine.call("swap", Map.of()))
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNIQUE_VIOLATION)
          .hasMessageContaining("email = \"a@b.c\"");
      assertThat(all(engine)).isEqualTo(before);
    }
  }
}
