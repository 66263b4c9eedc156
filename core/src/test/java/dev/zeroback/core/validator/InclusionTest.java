package dev.zeroback.core.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.RandomValues;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InclusionTest {
  private final long seed = Long.getLong("zeroback.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "any | string | true",
        "any | optional string | false",
        "optional any | optional string | true",
        "string | string | true",
        "string | literal | true",
        "literal | string | false",
        "number | float64 | true",
        "number | int64 | false",
        "optional string | string | true",
        "string | optional string | false",
        "string or null | string | true",
        "string | string or null | false",
        "string or null | null or string | true",
        "optional string or null | string or null | true",
        "array of any | array of string | true",
        "array of string | array of any | false"
      })
  void widerType_includesTheNarrower(String wider, String narrower, boolean included) {
    assertThat(decode(described(wider)).includesAll(decode(described(narrower))))
        .isEqualTo(included);
  }

  @Test
  void inclusion_isNeverClaimedOfAValueThatIsRefused() {
    RandomValues values = new RandomValues(random);
    int inclusions = 0;
    int accepted = 0;
    for (int i = 0; i < 30_000; i++) {
      Object type = type(2);
      Validator wider = decode(random.nextInt(3) == 0 ? type(2) : widened(type));
      Validator narrower = decode(type);
      if (!wider.includesAll(narrower)) {
        continue;
      }
      inclusions++;
      for (int j = 0; j < 10; j++) {
        TreeDoc value = TreeDoc.of(j == 0 ? Absent.ABSENT : sample(type, values));
        if (narrower.acceptsStored(value)) {
          accepted++;
          assertThat(wider.acceptsStored(value))
              .as("%s within %s, -Dzeroback.seed=%d", value, TreeDoc.of(type), seed)
              .isTrue();
        }
      }
    }
    assertThat(inclusions).isGreaterThan(3_000);
    assertThat(accepted).isGreaterThan(10_000);
  }

  private Object type(int depth) {
    switch (random.nextInt(depth == 0 ? 6 : 10)) {
      case 0:
        return Map.of("type", "string");
      case 1:
        return Map.of("type", "number");
      case 2:
        return Map.of("type", "null");
      case 3:
        return Map.of("type", "literal", "value", random.nextBoolean() ? "a" : 1.0);
      case 4:
        return Map.of("type", "any");
      case 5:
        return Map.of("type", "boolean");
      case 6:
        return Map.of("type", "array", "element", type(depth - 1));
      case 7:
        return Map.of("type", "union", "members", List.of(type(depth - 1), type(depth - 1)));
      case 8:
        return Map.of(
            "type", "record", "keys", Map.of("type", "string"), "values", type(depth - 1));
      default:
        return Map.of("type", "object", "fields", fields(depth - 1));
    }
  }

  private Map<String, Object> fields(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name : List.of("a", "b")) {
      if (random.nextBoolean()) {
        Object type = type(depth);
        fields.put(name, random.nextBoolean() ? type : Map.of("type", "optional", "inner", type));
      }
    }
    return fields;
  }

  private Object widened(Object type) {
    switch (random.nextInt(3)) {
      case 0:
        return type;
      case 1:
        return Map.of("type", "union", "members", List.of(type(1), type));
      default:
        return Map.of("type", "optional", "inner", type);
    }
  }

  /** A value that the type probably accepts. */
  private Object sample(Object type, RandomValues values) {
    Map<?, ?> description = (Map<?, ?>) type;
    switch ((String) description.get("type")) {
      case "string":
        return values.text();
      case "number":
        return values.number();
      case "null":
        return null;
      case "boolean":
        return random.nextBoolean();
      case "literal":
        return description.get("value");
      case "array":
        List<Object> elements = new ArrayList<>();
        for (int size = random.nextInt(3); size > 0; size--) {
          elements.add(sample(description.get("element"), values));
        }
        return elements;
      case "union":
        List<?> members = (List<?>) description.get("members");
        return sample(members.get(random.nextInt(members.size())), values);
      case "optional":
        return random.nextBoolean() ? Absent.ABSENT : sample(description.get("inner"), values);
      case "record":
        Map<String, Object> record = new LinkedHashMap<>();
        record.put(values.key(), sample(description.get("values"), values));
        return record;
      case "object":
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stale", 1.0);
        ((Map<?, ?>) description.get("fields"))
            .forEach((name, field) -> fields.put((String) name, sample(field, values)));
        fields.putIfAbsent("b", values.scalar());
        return fields;
      default:
        return values.value();
    }
  }

  /** Reads {@code optional array of string or null}. */
  private static Map<String, Object> described(String words) {
    if (words.startsWith("optional ")) {
      return Map.of("type", "optional", "inner", described(words.substring("optional ".length())));
    }
    int or = words.indexOf(" or ");
    if (or > 0) {
      Object first = described(words.substring(0, or));
      Object second = described(words.substring(or + " or ".length()));
      return Map.of("type", "union", "members", List.of(first, second));
    }
    if (words.startsWith("array of ")) {
      return Map.of("type", "array", "element", described(words.substring("array of ".length())));
    }
    return words.equals("literal")
        ? Map.of("type", "literal", "value", "open")
        : Map.of("type", words);
  }

  private static Validator decode(Object description) {
    return Validator.decode(TreeDoc.of(description), "validator");
  }
}
