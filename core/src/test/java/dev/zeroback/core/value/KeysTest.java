package dev.zeroback.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.Absent;
import dev.zeroback.core.testkit.Foreign;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
  private final Keys keys = new Keys(new JvmNatives());

  @Test
  void differentKinds_haveTheOrderOfTheirTags() {
    List<Object> ascending =
        Arrays.asList(
            Absent.ABSENT, null, 7L, 7.0, false, true, "7", new byte[] {7}, List.of(7.0), Map.of());
    StringBuilder tags = new StringBuilder();
    for (Object tree : ascending) {
      tags.append(key(tree).charAt(0));
    }
    assertThat(tags).hasToString("ABCDEFGHIJ");
  }

  @Test
  void minusZero_equalsZero() {
    assertThat(key(-0.0)).isEqualTo(key(0.0));
  }

  @Test
  void everyNan_isTheOneAboveInfinity() {
    double signalling = Double.longBitsToDouble(0xFFF0_0000_0000_0001L);
    assertThat(key(signalling))
        .isEqualTo(key(Double.NaN))
        .isGreaterThan(key(Double.POSITIVE_INFINITY));
  }

  @Test
  void integersBeyond53Bits_staySeparate() {
    assertThat(key((1L << 53) + 1)).isGreaterThan(key(1L << 53));
  }

  @Test
  void undefinedMember_countsAsNone() {
    assertThat(key(Map.of("a", 1.0, "b", Absent.ABSENT))).isEqualTo(key(Map.of("a", 1.0)));
  }

  @Test
  void emptyMemberName_differsFromNoMember() {
    assertThat(key(Map.of("", 1.0))).isGreaterThan(key(Map.of()));
  }

  @Test
  void textWithSeparators_doesNotRunIntoTheNextField() {
    FieldPath[] fields = {FieldPath.parse("a"), FieldPath.parse("b")};
    String first = keys.encodeFields(fields, TreeDoc.of(Map.of("a", "x\u0001", "b", "G")));
    String second = keys.encodeFields(fields, TreeDoc.of(Map.of("a", "x", "b", "\u0001G")));
    assertThat(first).isNotEqualTo(second).isGreaterThan(second);
  }

  @Test
  void foreignPart_isRefusedAndLeavesNothingForTheNextKey() {
    assertThatThrownBy(() -> key(List.of("a", new Foreign("Date"))))
        .hasMessageContaining("a Date")
        .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST);
    assertThat(key(null)).isEqualTo("B");
  }

  @Test
  void valueThatContainsItself_isRefused() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    assertThatThrownBy(() -> key(cycle)).hasMessageContaining("contains itself");
  }

  @Test
  void illFormedText_isRefusedAlsoAsMemberName() {
    assertThatThrownBy(() -> key("a\uD800")).hasMessageContaining("ill-formed");
    assertThatThrownBy(() -> key(Map.of("\uDC00", 1.0))).hasMessageContaining("ill-formed");
    assertThat(key(null)).isEqualTo("B");
  }

  private String key(Object tree) {
    return keys.encode(TreeDoc.of(tree));
  }
}
