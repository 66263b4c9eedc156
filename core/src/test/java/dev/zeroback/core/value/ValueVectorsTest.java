package dev.zeroback.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.GoldenFile;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.RandomValues;
import dev.zeroback.core.testkit.SeededEntropy;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The files under {@code vectors} say what every host must compute; they are made here from fixed
 * seeds, and the compiled engine replays them.
 */
class ValueVectorsTest {
  private static final int KEYS = 800;
  private static final int HASHES = 100;
  private static final double LARGEST_RID = 9_007_199_254_740_991d;

  private final JvmNatives natives = new JvmNatives();
  private final RandomValues random = new RandomValues(20_250_101);

  /** Values in their order, each with its key. */
  @Test
  void keys() {
    Keys keys = new Keys(natives);
    Map<String, Doc> distinct = new LinkedHashMap<>();
    while (distinct.size() < KEYS) {
      Doc value = TreeDoc.of(random.value());
      distinct.put(value.toString(), value);
    }
    List<Doc> values = new ArrayList<>(distinct.values());
    values.sort(ValueOrder::compare);
    List<Map<String, Object>> vectors = new ArrayList<>();
    for (Doc value : values) {
      vectors.add(vector("value", TreeDoc.tree(value), "key", keys.encode(value)));
    }
    expect("vectors/keys.json", vectors);
  }

  /** Ids and the rows they name; {@code rid} is null for text that is no id. */
  @Test
  void ids() {
    SeededEntropy entropy = new SeededEntropy(7);
    List<Map<String, Object>> vectors = new ArrayList<>();
    for (double rid : new double[] {0, 1, 2_047, 2_048, (1L << 36) * 2_048d, LARGEST_RID}) {
      vectors.add(idVector(DocumentId.mint("tasks", rid, entropy).text()));
    }
    for (int millis = 0; millis < 50; millis++) {
      double rid = (1_735_689_600_000d + millis * 86_400_123d) * 2_048 + millis * 41;
      vectors.add(idVector(DocumentId.mint("t" + millis % 3, rid, entropy).text()));
    }
    String valid = DocumentId.mint("tasks", LARGEST_RID / 3, entropy).text();
    for (int i = 0; i < valid.length(); i++) {
      vectors.add(idVector(valid.substring(0, i) + valid.substring(i + 1)));
      vectors.add(
          idVector(valid.substring(0, i) + "UIL:é8".charAt(i % 6) + valid.substring(i + 1)));
    }
    expect("vectors/ids.json", vectors);
  }

  @Test
  void hashes() {
    List<Map<String, Object>> vectors = new ArrayList<>();
    vectors.add(vector("text", "", "hash", natives.hash("")));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < HASHES; i++) {
      text.append(random.text()).append(i % 10);
      String part = text.substring(Math.max(0, text.length() - i));
      if (isWellFormed(part)) {
        vectors.add(vector("text", part, "hash", natives.hash(part)));
      }
    }
    assertThat(vectors).hasSizeGreaterThan(HASHES / 2);
    expect("vectors/hashes.json", vectors);
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  private static Map<String, Object> idVector(String text) {
    DocumentId id = DocumentId.parse(text);
    Map<String, Object> vector = vector("text", text, "rid", id == null ? null : id.rid());
    if (id != null) {
      vector.put("table", id.table());
      vector.put("creationTime", id.creationTimeMillis());
    }
    return vector;
  }

  private static Map<String, Object> vector(
      String inputName, Object input, String outputName, Object output) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put(inputName, input);
    vector.put(outputName, output);
    return vector;
  }

  private static void expect(String name, List<Map<String, Object>> vectors) {
    StringBuilder text = new StringBuilder("{\"cases\":[\n");
    for (int i = 0; i < vectors.size(); i++) {
      text.append(TreeDoc.of(vectors.get(i))).append(i + 1 < vectors.size() ? ",\n" : "\n]}\n");
    }
    new GoldenFile(name).expect(text.toString());
  }
}
