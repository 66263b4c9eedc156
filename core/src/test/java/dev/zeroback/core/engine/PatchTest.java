package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of long lists as differences, for clients that take them. */
class PatchTest {
  private static final String LIST =
      "{'type':'query','id':'q','fn':'tasks:list','args':{'project':'A'}}";

  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TodoApp.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private String create(int number) {
    return (String)
        engine.call("tasks:create", Map.of("project", "A", "text", "text ".repeat(50) + number));
  }

  private int client(String capabilities) {
    int socket = engine.connect();
    engine.send(socket, "{'type':'hello','protocol':2,'capabilities':[" + capabilities + "]}");
    engine.take(socket);
    return socket;
  }

  @Test
  void oneChangedDocumentOfAThousand_isUnderTwoPercentOfTheWhole() {
    String id = create(0);
    for (int i = 1; i < 1_000; i++) {
      create(i);
    }
    int socket = client("'hash','patch'");
    engine.send(socket, LIST);
    int whole = engine.take(socket).get(0).length();
    engine.call("tasks:finish", Map.of("id", id));
    String frame = engine.take(socket).get(0);
    assertThat(frame).contains("'patch':{'remove':[],'put':[{'_id':'" + id + "'");
    assertThat(frame.length()).isLessThan(whole / 50).isLessThan(1_500);
  }

  @Test
  void severalChangesInARow_eachBuildOnTheOneBefore() {
    String first = create(0);
    create(1);
    int socket = client("'hash','patch'");
    engine.send(socket, LIST);
    String base = hashOf(engine.take(socket).get(0));
    for (int i = 2; i < 5; i++) {
      create(i);
      String frame = engine.take(socket).get(0);
      assertThat(frame).contains("'at':[" + i + "]},'base':'" + base + "'");
      base = hashOf(frame);
    }
    engine.call("tasks:remove", Map.of("id", first));
    assertThat(engine.take(socket).get(0))
        .contains("'patch':{'remove':['" + first + "'],'put':[]},'base':'" + base + "'");
  }

  @Test
  void aPage_isPatchedToo_andToldWhereItEndsWhenThatChanges() {
    String first = create(0);
    create(1);
    int socket = client("'hash','patch'");
    engine.send(socket, "{'type':'query','id':'q','fn':'tasks:firstTwo','args':{'project':'A'}}");
    assertThat(engine.take(socket).get(0)).contains("'isDone':true");
    engine.call("tasks:finish", Map.of("id", first));
    assertThat(engine.take(socket).get(0))
        .contains("'patch':{'remove':[],'put':[{'_id':'" + first + "'")
        .doesNotContain("'rest'");
    create(2);
    assertThat(engine.take(socket).get(0))
        .contains("'patch':{'remove':[],'put':[],'of':'page','rest':{'page':[],'continueCursor':'")
        .contains("'isDone':false}}");
    engine.call("tasks:remove", Map.of("id", first));
    assertThat(engine.take(socket).get(0))
        .contains(
            "'patch':{'remove':['" + first + "'],'put':[{'_id':'", "'at':[1],'of':'page','rest':{");
  }

  @Test
  void clientsThatDoNotTakePatches_getTheWhole() {
    create(0);
    create(1);
    int patching = client("'hash','patch'");
    int hashing = client("'hash'");
    int base = engine.connect();
    for (int socket : List.of(patching, hashing, base)) {
      engine.send(socket, LIST);
      engine.take(socket);
    }
    create(2);
    assertThat(engine.take(patching).get(0)).contains("'patch':");
    assertThat(engine.take(hashing).get(0)).contains("'result':[").doesNotContain("'patch':");
    assertThat(engine.take(base).get(0)).startsWith("{'type':'update',").contains("'result':[");
  }

  @Test
  void firstChangeAfterAnEviction_isWhole() {
    create(0);
    create(1);
    int socket = client("'hash','patch'");
    engine.send(socket, LIST);
    engine.take(socket);
    engine.start();
    create(2);
    assertThat(engine.take(socket).get(0)).contains("'result':[");
    create(3);
    assertThat(engine.take(socket).get(0)).contains("'patch':");
  }

  /** Else who comes back after an eviction would be sent what it has. */
  @Test
  void listOfAnyLength_hasOneHash_whoeverWatchesItAndHoweverItCameAbout() {
    // A short list, and those around the length from which on lists are long.
    for (int i = 0; i < 260; i++) {
      create(i);
      if (i != 1 && i < 250) {
        continue;
      }
      int patching = client("'hash','patch'");
      engine.send(patching, LIST);
      engine.take(patching);
      create(100 + i);
      String hash = hashOf(engine.take(patching).get(0));
      engine.disconnect(patching);
      int hashing = client("'hash'");
      engine.send(hashing, LIST);
      assertThat(hashOf(engine.take(hashing).get(0))).isEqualTo(hash);
      engine.disconnect(hashing);
    }
  }

  @Test
  void resultsBeyondEightMegabytes_areForgottenAndTheNextChangeIsWhole() {
    create(0);
    int socket = client("'hash','patch'");
    engine.send(socket, LIST);
    engine.take(socket);
    create(1);
    assertThat(engine.take(socket).get(0)).contains("'patch':");
    for (String other : List.of("B", "C")) {
      for (int i = 0; i < 5; i++) {
        engine.call("tasks:create", Map.of("project", other, "text", "x".repeat(900_000)));
      }
      int another = client("'hash'");
      engine.send(another, LIST.replace("'A'", "'" + other + "'"));
      assertThat(engine.take(another).get(0)).hasSizeGreaterThan(4_500_000);
    }
    create(2);
    assertThat(engine.take(socket).get(0)).contains("'result':[");
    create(3);
    assertThat(engine.take(socket).get(0)).contains("'patch':");
  }

  private static String hashOf(String frame) {
    int start = frame.lastIndexOf("'hash':'") + "'hash':'".length();
    return frame.substring(start, start + 16);
  }
}
