package dev.zeroback.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.value.DocumentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker against histories that are known to be right or wrong. */
class StrictSerializabilityTest {
  private static final String X = "things:01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final String Y = "things:01ARZ3NDEKTSV4RRFFQ69G5FAW";
  private static final String Z = "things:01ARZ3NDEKTSV4RRFFQ69G5FAX";

  private final Transaction setUp = transaction("setUp", 0, 1, insert(X, 0), insert(Y, 0));

  @Test
  void oneAfterTheOther_isSerializable() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 3, read(X, 0), write(X, 1)),
                transaction("T2", 4, 5, read(X, 1), write(X, 2)),
                transaction("T3", 6, 7, read(X, 2), read(Y, 0))))
        .isTrue();
  }

  @Test
  void overlappingInTheOtherOrder_isSerializable() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, read(X, 1), write(Y, 1)),
                transaction("T2", 3, 8, read(Y, 0), write(X, 1))))
        .isTrue();
  }

  @Test
  void lostUpdate_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, read(X, 0), write(X, 1)),
                transaction("T2", 3, 8, read(X, 0), write(X, 2))))
        .isFalse();
  }

  @Test
  void writeSkew_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, read(X, 0), read(Y, 0), write(X, 1)),
                transaction("T2", 3, 8, read(X, 0), read(Y, 0), write(Y, 1))))
        .isFalse();
  }

  @Test
  void phantom_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, count(0, 2), insert(Z, 0), count(0, 4)),
                transaction("T2", 3, 8, insert(id('Y'), 0))))
        .isFalse();
  }

  @Test
  void phantomsOfTwoCounters_areNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, count(0, 2), insert(Z, 0)),
                transaction("T2", 3, 8, count(0, 2), insert(id('Y'), 0))))
        .isFalse();
  }

  @Test
  void staleRead_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 3, read(X, 0), write(X, 1)),
                transaction("T2", 4, 5, read(X, 0))))
        .isFalse();
  }

  @Test
  void staleRead_isRightWhileTheWriteIsUnderWay() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 6, read(X, 0), write(X, 1)),
                transaction("T2", 4, 5, read(X, 0))))
        .isTrue();
  }

  @Test
  void dirtyRead_isNot() {
    assertThat(
            isSerializable(aborted("T1", 2, 9, write(X, 1)), transaction("T2", 3, 8, read(X, 1))))
        .isFalse();
  }

  @Test
  void intermediateRead_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, write(X, 1), write(X, 2)),
                transaction("T2", 3, 8, read(X, 1))))
        .isFalse();
  }

  @Test
  void nonRepeatableRead_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, read(X, 0), read(X, 1)),
                transaction("T2", 3, 8, write(X, 1))))
        .isFalse();
  }

  @Test
  void readSkew_isNot() {
    assertThat(
            isSerializable(
                transaction("T1", 2, 9, read(X, 0), read(Y, 1)),
                transaction("T2", 3, 8, write(X, 1), write(Y, 1))))
        .isFalse();
  }

  /**
   * Fekete, O'Neil and O'Neil, "A Read-Only Transaction Anomaly Under Snapshot Isolation" (2004):
   * the writers alone are serializable, the reader's findings are not.
   */
  @Test
  void readOnlyAnomaly_isNot() {
    Transaction withdrawal = transaction("T2", 2, 9, read(X, 0), read(Y, 0), write(X, -11));
    Transaction deposit = transaction("T1", 3, 4, read(Y, 0), write(Y, 20));
    Transaction report = transaction("T3", 5, 6, read(X, 0), read(Y, 20));
    assertThat(isSerializable(withdrawal, deposit)).isTrue();
    assertThat(isSerializable(withdrawal, deposit, report)).isFalse();
  }

  @Test
  void ownWritesUnseen_isNot() {
    assertThat(isSerializable(transaction("T1", 2, 3, write(X, 1), read(X, 0)))).isFalse();
  }

  @Test
  void undoneNestedWrites_areNotSeen() {
    Step savepoint = new Step(Map.of("op", "savepoint"), null);
    Step rollback = new Step(Map.of("op", "rollback", "to", 0), null);
    assertThat(
            isSerializable(transaction("T1", 2, 3, savepoint, write(X, 1), rollback, read(X, 0))))
        .isTrue();
    assertThat(
            isSerializable(transaction("T1", 2, 3, savepoint, write(X, 1), rollback, read(X, 1))))
        .isFalse();
  }

  private boolean isSerializable(Transaction... transactions) {
    List<Transaction> history = new ArrayList<>(List.of(transactions));
    history.add(setUp);
    return new StrictSerializability(history).holds();
  }

  private static Transaction transaction(String name, long invoked, long returned, Step... steps) {
    return new Transaction(name, invoked, returned, true, List.of(steps));
  }

  private static Transaction aborted(String name, long invoked, long returned, Step... steps) {
    return new Transaction(name, invoked, returned, false, List.of(steps));
  }

  private static String id(char last) {
    return X.substring(0, X.length() - 1) + last;
  }

  private static Step read(String id, double value) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("_id", id);
    document.put("_creationTime", DocumentId.parse(id).creationTimeMillis());
    document.put("a", value);
    return new Step(Map.of("op", "get", "id", id), document);
  }

  private static Step write(String id, double value) {
    return new Step(Map.of("op", "patch", "id", id, "fields", Map.of("a", value)), null);
  }

  private static Step insert(String id, double value) {
    return new Step(Map.of("op", "insert", "table", "things", "fields", Map.of("a", value)), id);
  }

  /** A count of the documents whose {@code a} is {@code value}. */
  private static Step count(double value, double found) {
    Map<String, Object> query =
        Map.of(
            "table",
            "things",
            "range",
            List.of(Map.of("op", "eq", "field", "a", "value", value)),
            "terminal",
            "count");
    return new Step(Map.of("op", "query", "q", query), found);
  }
}
