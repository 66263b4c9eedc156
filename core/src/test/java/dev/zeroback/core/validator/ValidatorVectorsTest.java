package dev.zeroback.core.validator;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.GoldenFile;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The messages for the values in {@code vectors/validators.json}: {@code null} where the value is
 * accepted. The compiled engine replays the same file.
 */
class ValidatorVectorsTest {
  private final TreeDocs docs = new TreeDocs();

  @Test
  void everyValue_getsItsMessage() {
    GoldenFile file = new GoldenFile("vectors/validators.json");
    Doc cases = docs.parse(file.read()).field("cases");
    StringBuilder text = new StringBuilder("{\"cases\":[\n");
    for (int i = 0; i < cases.size(); i++) {
      Doc vector = cases.at(i);
      Map<String, Object> replayed = new LinkedHashMap<>();
      replayed.put("name", vector.field("name").string());
      replayed.put("type", TreeDoc.tree(vector.field("type")));
      replayed.put("value", TreeDoc.tree(vector.field("value")));
      replayed.put("message", message(vector.field("type"), vector.field("value")));
      text.append(docs.stringify(TreeDoc.of(replayed)));
      text.append(i + 1 < cases.size() ? ",\n" : "\n]}\n");
    }
    file.expect(text.toString());
  }

  private static String message(Doc type, Doc value) {
    try {
      Validator.decode(type, "validator").check(value, "args");
      return null;
    } catch (ZerobackException refused) {
      return refused.getMessage();
    }
  }
}
