package dev.zeroback.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.TreeDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentListTest {
  private static final JvmNatives NATIVES = new JvmNatives();

  private final TreeDocs docs = new TreeDocs();

  private DocumentList list(String json) {
    return after(null, json);
  }

  private DocumentList after(DocumentList before, String json) {
    return DocumentList.of(docs.parse(json), before, docs);
  }

  @Test
  void goldenPatches_areWrittenToTheLetter() throws IOException {
    Doc golden =
        docs.parse(Files.readString(Path.of("../docs/golden-frames.json"))).field("patches");
    for (int i = 0; i < golden.size(); i++) {
      Doc item = golden.at(i);
      assertThat(after(list(item.field("before").string()), item.field("after").string()).patch())
          .as(item.field("name").string())
          .isEqualTo(item.field("patch").string());
    }
    assertThat(golden.size()).isPositive();
  }

  @Test
  void everyPatch_appliesToTheNewList() {
    Random random = new Random(7);
    int patches = 0;
    for (int round = 0; round < 5_000; round++) {
      List<String> before = documents(random, 1 + random.nextInt(12), List.of());
      List<String> after = documents(random, 1 + random.nextInt(12), before);
      String patch = after(list(json(before)), json(after)).patch();
      if (patch != null) {
        patches++;
        assertThat(apply(before, docs.parse(patch))).as(patch).isEqualTo(after);
      }
    }
    assertThat(patches).isGreaterThan(2_000);
  }

  @Test
  void aListThatFollowsOthers_isAsIfItFollowedNone() {
    Random random = new Random(11);
    follow(random, 5_000, 1, 12);
    // Around the length from which on lists are long.
    follow(random, 300, 250, 262);
  }

  private void follow(Random random, int rounds, int fewest, int most) {
    List<String> now = List.of();
    DocumentList following = null;
    String lastPatch = null;
    for (int round = 0; round < rounds; round++) {
      int count = fewest + random.nextInt(most - fewest + 1);
      List<String> then = documents(random, count, now.subList(0, Math.min(count, now.size())));
      DocumentList alone = list(json(then));
      String patch = following == null ? null : after(list(json(now)), json(then)).patch();
      following = after(following, json(then));
      assertThat(following.text()).isEqualTo(alone.text());
      assertThat(following.hash(NATIVES)).isEqualTo(alone.hash(NATIVES));
      assertThat(following.chars()).isEqualTo(following.text().length());
      assertThat(following.patch()).isEqualTo(now.equals(then) ? lastPatch : patch);
      lastPatch = following.patch();
      now = then;
    }
  }

  @Test
  void anObjectWithAListThatFollowsOthers_isAsIfItFollowedNone_andItsPatchMakesIt() {
    Random random = new Random(19);
    List<String> now = documents(random, 8, List.of());
    String rest = rest(random);
    DocumentList following = list(object(now, rest));
    int patches = 0;
    for (int round = 0; round < 5_000; round++) {
      int count = 1 + random.nextInt(12);
      List<String> then =
          random.nextInt(4) == 0
              ? now
              : documents(random, count, now.subList(0, Math.min(count, now.size())));
      String nextRest = random.nextInt(3) == 0 ? rest(random) : rest;
      String json = object(then, nextRest);
      boolean same = now.equals(then) && nextRest.equals(rest);
      following = after(following, json);
      assertThat(following.text()).isEqualTo(json).isEqualTo(docs.stringify(docs.parse(json)));
      assertThat(following.hash(NATIVES)).isEqualTo(NATIVES.hash(json));
      assertThat(following.chars()).isEqualTo(json.length());
      if (following.patch() != null && !same) {
        patches++;
        Doc patch = docs.parse(following.patch());
        assertThat(apply(now, patch)).as(following.patch()).isEqualTo(then);
        String patchedRest =
            patch.field("rest").kind() == Doc.ABSENT ? rest : docs.stringify(patch.field("rest"));
        assertThat(patch.field("of").string()).isEqualTo("a \"list\"");
        assertThat(patchedRest).isEqualTo(nextRest);
        assertThat(patch.field("rest").kind() == Doc.ABSENT).isEqualTo(rest.equals(nextRest));
      }
      now = then;
      rest = nextRest;
    }
    assertThat(patches).isGreaterThan(2_000);
  }

  @Test
  void aPageAfterAList_orAListAfterAPage_followsNothing() {
    String documents = json(documents(new Random(23), 12, List.of()));
    String page = "{\"page\":" + documents + ",\"isDone\":true}";
    assertThat(after(list(documents), page).text()).isEqualTo(page);
    assertThat(after(list(documents), page).patch()).isNull();
    assertThat(after(list(page), documents).text()).isEqualTo(documents);
    assertThat(after(list(page), documents).patch()).isNull();
  }

  /** What is around the list, which is empty: with members before and behind it, or without. */
  private static String rest(Random random) {
    String before = random.nextBoolean() ? "" : "\"few\":[{\"_id\":\"x\"}],\"no\":[{}],";
    String after = random.nextBoolean() ? "" : ",\"total\":" + random.nextInt(3);
    return "{" + before + "\"a \\\"list\\\"\":[]" + after + "}";
  }

  private static String object(List<String> documents, String rest) {
    return rest.replace(":[]", ":" + json(documents));
  }

  @Test
  void theListOfAnObjectStaysTheSame_alsoWhenAnotherIsLonger() {
    DocumentList one = list("{\"a\":[{\"_id\":\"1\"}],\"b\":[{\"_id\":\"2\"},{\"_id\":\"3\"}]}");
    String longer =
        "{\"a\":"
            + json(documents(new Random(29), 12, List.of()))
            + ",\"b\":[{\"_id\":\"3\"},{\"_id\":\"2\"}]}";
    assertThat(after(one, longer).text()).isEqualTo(longer);
    assertThat(after(one, longer).patch()).isNull();
    String changed = longer.replace("[{\"_id\":\"3\"},", "[");
    assertThat(after(after(one, longer), changed).patch())
        .isEqualTo("{\"remove\":[\"3\"],\"put\":[],\"of\":\"b\"}");
    String without = longer.substring(0, longer.indexOf(",\"b\"")) + "}";
    assertThat(after(after(one, longer), without).text()).isEqualTo(without);
    assertThat(after(after(one, longer), without).patch()).isNull();
  }

  @Test
  void aLongListThatChangesALittle_hasTheHashOfOneThatFollowsNone() {
    Random random = new Random(17);
    List<String> now = documents(random, 300, List.of());
    DocumentList following = list(json(now));
    for (int round = 0; round < 1_500; round++) {
      int place = random.nextBoolean() ? random.nextInt(now.size()) : now.size() - 1;
      String document = document("n" + round, random);
      switch (now.size() < 270 ? 0 : random.nextInt(4)) {
        case 0 -> now.add(random.nextBoolean() ? place : now.size(), document);
        case 1 -> now.remove(place);
        case 2 -> now.set(place, document);
        default -> now.set(place, document(idOf(now.get(place)), random));
      }
      following = after(following, json(now));
      assertThat(following.hash(NATIVES)).isEqualTo(list(json(now)).hash(NATIVES));
      assertThat(following.chars()).isEqualTo(following.text().length());
    }
  }

  @Test
  void listsThatSayOtherThings_haveOtherHashes() {
    Random random = new Random(13);
    for (int count : new int[] {1, 255, 256, 257, 300}) {
      List<String> documents = documents(random, count, List.of());
      String hash = list(json(documents)).hash(NATIVES);
      for (int changed = 0; changed < count; changed++) {
        List<String> others = new ArrayList<>(documents);
        others.set(changed, document("d" + (1000 + changed), random));
        assertThat(list(json(others)).hash(NATIVES)).isNotEqualTo(hash);
      }
    }
  }

  @Test
  void whatIsNoListOfDocuments_hasNoParts() {
    assertThat(list("[{\"_id\":\"a\"},{\"_id\":\"b\"},{\"_id\":\"a\"}]")).isNull();
    assertThat(list("[{\"_id\":\"a\"},{\"_id\":1}]")).isNull();
    assertThat(list("[{\"id\":\"a\"}]")).isNull();
    assertThat(list("[1]")).isNull();
    assertThat(list("[]")).isNull();
    assertThat(list("{\"page\":[]}")).isNull();
    assertThat(list("{\"page\":[{\"_id\":\"a\"},{}]}")).isNull();
    assertThat(list("{\"page\":[{\"_id\":\"a\"},{\"_id\":\"a\"}]}")).isNull();
    assertThat(list("{\"page\":[],\"isDone\":true}")).isNull();
    assertThat(list("{\"page\":[1],\"isDone\":true}")).isNull();
    assertThat(list("{\"isDone\":true,\"page\":[{\"id\":\"a\"}]}")).isNull();
    assertThat(list("{}")).isNull();
  }

  /** Some of {@code known}, mostly in order and as they were, and some new ones. */
  private static List<String> documents(Random random, int count, List<String> known) {
    List<String> all = new ArrayList<>(known);
    all.removeIf(one -> random.nextInt(8) == 0);
    while (all.size() < count) {
      int number = random.nextInt(1_000);
      if (all.stream().noneMatch(one -> idOf(one).equals("d" + number))) {
        all.add(random.nextInt(all.size() + 1), document("d" + number, random));
      }
    }
    for (int i = 0; i < all.size(); i++) {
      if (random.nextInt(6) == 0) {
        all.set(i, document(idOf(all.get(i)), random));
      }
    }
    if (random.nextInt(3) == 0) {
      all.add(random.nextInt(all.size()), all.remove(random.nextInt(all.size())));
    }
    return all;
  }

  private static String document(String id, Random random) {
    return "{\"_id\":\"" + id + "\",\"text\":\"" + "x".repeat(40) + random.nextInt(9) + "\"}";
  }

  private static String idOf(String document) {
    return document.substring(8, document.indexOf('"', 8));
  }

  private static String json(List<String> documents) {
    return "[" + String.join(",", documents) + "]";
  }

  /** The rule of docs/wire-protocol.md. */
  private List<String> apply(List<String> before, Doc patch) {
    Map<String, String> kept = new LinkedHashMap<>();
    before.forEach(document -> kept.put(idOf(document), document));
    for (int i = 0; i < patch.field("remove").size(); i++) {
      kept.remove(patch.field("remove").at(i).string());
    }
    Doc put = patch.field("put");
    Doc at = patch.field("at");
    int joining = at.kind() == Doc.ARRAY ? at.size() : 0;
    for (int i = 0; i < put.size() - joining; i++) {
      kept.put(put.at(i).field("_id").string(), docs.stringify(put.at(i)));
    }
    List<String> after = new ArrayList<>(kept.values());
    for (int i = 0; i < joining; i++) {
      after.add((int) at.at(i).number(), docs.stringify(put.at(put.size() - joining + i)));
    }
    return after;
  }
}
