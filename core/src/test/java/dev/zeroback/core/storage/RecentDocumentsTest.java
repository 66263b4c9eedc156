package dev.zeroback.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.testkit.ScriptedFunctions;
import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentDocumentsTest {
  private final RecentDocuments recent = new RecentDocuments();

  /** A version of a document with an id and a text of about that many characters. */
  private static Version version(String id, int characters) {
    String text = "{\"_id\":\"" + id + "\",\"text\":\"" + "x".repeat(characters) + "\"}";
    return new Version(1, text, new String[0], new TreeDocs());
  }

  private Version read(String id, int characters) {
    Version version = version(id, characters);
    recent.keep(id, version);
    return version;
  }

  @Test
  void documentThatWasRead_isFoundById() {
    Version read = read("notes:1", 1);
    assertThat(recent.find("notes:1")).isSameAs(read);
    assertThat(recent.find("notes:2")).isNull();
  }

  @Test
  void change_isFollowed() {
    Version before = read("notes:1", 1);
    Version after = version("notes:1", 2);
    recent.follow(new Change(1, 1, before, after));
    assertThat(recent.find("notes:1")).isSameAs(after);
    recent.follow(new Change(1, 1, after, null));
    assertThat(recent.find("notes:1")).isNull();
  }

  @Test
  void changeOfWhatNobodyHasRead_isNotKept() {
    recent.follow(new Change(1, 1, null, version("notes:1", 1)));
    recent.follow(new Change(1, 1, version("notes:1", 1), version("notes:1", 2)));
    assertThat(recent.find("notes:1")).isNull();
  }

  @Test
  void changeOfADocumentOfTheOlderGeneration_isFollowed() {
    Version before = read("notes:1", 1);
    fillAGeneration();
    recent.follow(new Change(1, 1, before, null));
    assertThat(recent.find("notes:1")).isNull();
  }

  @Test
  void documentsThatAreNotReadAgain_areForgottenAfterTwoGenerations() {
    Version often = read("notes:often", 1);
    read("notes:once", 1);
    fillAGeneration();
    assertThat(recent.find("notes:often")).isSameAs(often);
    fillAGeneration();
    assertThat(recent.find("notes:once")).isNull();
    assertThat(recent.find("notes:often")).isSameAs(often);
  }

  private void fillAGeneration() {
    int documents = RecentDocuments.GENERATION_CHARS / 10_000 + 1;
    for (int i = 0; i < documents; i++) {
      read("other:" + i, 10_000);
    }
  }

  @Test
  void longDocument_isNotKept() {
    Version before = read("notes:1", 1);
    recent.follow(new Change(1, 1, before, version("notes:1", RecentDocuments.MAX_CHARS)));
    assertThat(recent.find("notes:1")).isNull();
    read("notes:2", RecentDocuments.MAX_CHARS);
    assertThat(recent.find("notes:2")).isNull();
  }

  @Test
  void documentWithANumberForAName_isKnownByItsId() {
    String text = "{\"7\":\"seven\",\"_id\":\"notes:1\"}";
    Version version = new Version(1, text, new String[0], new TreeDocs());
    assertThat(version.id()).isEqualTo("notes:1");
    recent.keep("notes:1", version);
    recent.follow(new Change(1, 1, version, null));
    assertThat(recent.find("notes:1")).isNull();
  }

  @Test
  void documentReadAgain_costsNoStatementAndIsNotWhatAnotherHandlerHasChanged() {
    try (TestEngine engine =
        new TestEngine(
            "{'tables':{'notes':{'fields':{'list':{'type':'any'}},'indexes':[]}}}",
            "{'run':{'kind':'mutation','visibility':'public','args':{}}}")) {
      engine.start();
      String id =
          (String) run(engine, (db, args) -> db.insert("notes", Map.of("list", List.of(1.0))));
      run(engine, (db, args) -> db.get(id));
      int calls = engine.sql().calls();
      run(
          engine,
          (db, args) -> {
            found(db.get(id)).put("list", "changed by its handler");
            return null;
          });
      assertThat(found(run(engine, (db, args) -> new HashMap<>(found(db.get(id))))))
          .containsEntry("list", List.of(1.0));
      assertThat(engine.sql().calls()).isEqualTo(calls);
    }
  }

  private static Object run(TestEngine engine, ScriptedFunctions.Handler handler) {
    engine.functions().define("run", handler);
    return engine.call("run", Map.of());
  }

  @SuppressWarnings("unchecked") // documents have texts for keys
  private static Map<String, Object> found(Object document) {
    return (Map<String, Object>) document;
  }
}
