package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.FakeClock;
import dev.zeroback.core.testkit.TestEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CronTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final double NOW = FakeClock.START_MILLIS;
  private static final double MINUTE = 60_000;

  private final JobApp app = new JobApp();
  private final TestEngine engine = app.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  private static String every(String name, double millis, String function) {
    return "{'name':'"
        + name
        + "','function':'"
        + function
        + "','args':{'text':'"
        + name
        + "'},'everyMillis':"
        + (long) millis
        + "}";
  }

  private static String cron(String name, String expression, String function) {
    return "{'name':'"
        + name
        + "','function':'"
        + function
        + "','args':{'text':'bad"
        + name
        + "'},'expression':'"
        + expression
        + "'}";
  }

  private List<String> runsWithin(double millis) {
    engine.functions().takeStarted();
    engine.advance(millis);
    return engine.functions().takeStarted();
  }

  @Test
  void interval_runsEveryPeriodWithoutDrift() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:act") + "]");
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + MINUTE);
    assertThat(runsWithin(MINUTE - 1)).isEmpty();
    assertThat(runsWithin(1)).containsExactly("jobs:act");
    assertThat(runsWithin(10 * MINUTE)).hasSize(10);
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 12 * MINUTE);
  }

  @Test
  void expression_runsWhenItIsDueThoughTheRunsFail() {
    engine.deployCrons("[" + cron("a", "30 0 * * *", "jobs:write") + "]");
    assertThat(runsWithin(30 * MINUTE - 1)).isEmpty();
    assertThat(runsWithin(1)).containsExactly("jobs:write");
    assertThat(runsWithin(48 * 60 * MINUTE)).hasSize(2);
    assertThat(engine.errors()).hasSize(3);
  }

  @Test
  void runThatReturnsWhatItMayNot_isRecordedAndLeavesNothing() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:misreturn") + "]");
    assertThat(runsWithin(MINUTE)).containsExactly("jobs:misreturn");
    assertThat(app.journal()).isEmpty();
    assertThat(lastRun("error")).startsWith("returns: Expected null");
    assertThat(lastRun("state")).isEqualTo("pending");
  }

  @Test
  void restartWithTheSameCrons_writesNothingAndKeepsTheDueTime() {
    String crons = "[" + every("a", MINUTE, "jobs:act") + "]";
    engine.deployCrons(crons);
    engine.advance(MINUTE / 2);
    engine.deployCrons(crons);
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + MINUTE);
    assertThat(runsWithin(MINUTE / 2)).hasSize(1);
  }

  @Test
  void clockThatIsSetBack_holdsUpNoCronFromTheNextStartOn() {
    String crons =
        "[" + every("a", MINUTE, "jobs:act") + "," + cron("b", "30 * * * *", "jobs:act") + "]";
    engine.deployCrons(crons);
    engine.advance(24 * 60 * MINUTE);
    engine.clock().advance(-24 * 60 * MINUTE);
    engine.deployCrons(crons);
    assertThat(runsWithin(60 * MINUTE)).hasSize(60 + 1);
  }

  @Test
  void changedCron_followsItsNewDeclaration() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:act") + "]");
    engine.deployCrons("[" + every("a", 2 * MINUTE, "jobs:actSlowly") + "]");
    assertThat(runsWithin(2 * MINUTE - 1)).isEmpty();
    assertThat(runsWithin(1)).containsExactly("jobs:actSlowly");
  }

  @Test
  void cronWithOtherArguments_runsWithThem() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:write") + "]");
    engine.deployCrons(
        "[" + every("a", MINUTE, "jobs:write").replace("'text':'a'", "'text':'b'") + "]");
    engine.advance(MINUTE);
    assertThat(app.journal()).containsExactly("b");
  }

  @Test
  void cronWithAnotherExpression_isDueByIt() {
    engine.deployCrons("[" + cron("a", "30 * * * *", "jobs:act") + "]");
    engine.deployCrons("[" + cron("a", "20 * * * *", "jobs:act") + "]");
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 20 * MINUTE);
  }

  @Test
  void renamedCron_runsUnderItsNewNameOnly() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:act") + "]");
    engine.deployCrons("[" + every("b", MINUTE, "jobs:act") + "]");
    assertThat(runsWithin(MINUTE)).hasSize(1);
  }

  @Test
  void jobOfACron_cannotBeCancelled() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:act") + "]");
    app.cancel(onlyJob("_id").text(0));
    assertThat(runsWithin(MINUTE)).containsExactly("jobs:act");
  }

  @Test
  void removedCron_neverRunsAgain() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:act") + "]");
    engine.advance(MINUTE);
    engine.deployCrons("[]");
    assertThat(runsWithin(60 * MINUTE)).isEmpty();
    assertThat(engine.alarm().atMillis()).isEqualTo(NEVER);
  }

  @Test
  void runThatIsDueWhileTheLastOneIsUnderWay_isSkippedAndCounted() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:actSlowly") + "]");
    assertThat(runsWithin(4 * MINUTE + 1)).hasSize(1);
    engine.functions().resumeOldest();
    assertThat(skipped()).isEqualTo(3);
    assertThat(runsWithin(MINUTE)).hasSize(1);
  }

  @Test
  void dueTimesOfAnExpression_whileTheLastRunIsUnderWay_areSkippedAndCounted() {
    engine.deployCrons("[" + cron("a", "* * * * *", "jobs:actSlowly") + "]");
    assertThat(runsWithin(4 * MINUTE + 1)).hasSize(1);
    engine.functions().resumeOldest();
    assertThat(skipped()).isEqualTo(3);
    assertThat(runsWithin(MINUTE)).hasSize(1);
  }

  @Test
  void mutationThatIsDueWhileTheLastRunIsUnderWay_isSkippedAndCounted() {
    engine.deployCrons("[" + every("a", MINUTE, "jobs:writeSlowly") + "]");
    assertThat(runsWithin(2 * MINUTE)).hasSize(1);
    engine.functions().resumeOldest();
    assertThat(app.journal()).containsExactly("a");
    assertThat(skipped()).isEqualTo(1);
  }

  private double skipped() {
    return onlyJob("skipped").number(0);
  }

  private String lastRun(String field) {
    return onlyJob(field).text(0);
  }

  private SqlStorage.Rows onlyJob(String field) {
    var rows = engine.sql().prepare("SELECT doc ->> '" + field + "' FROM t__jobs").query();
    assertThat(rows.next()).isTrue();
    return rows;
  }

  @Test
  void actionUnderWayInACrash_runsAgainAtItsNextTime() {
    String crons = "[" + every("a", MINUTE, "jobs:actSlowly") + "]";
    engine.deployCrons(crons);
    engine.advance(MINUTE);
    engine.deployCrons(crons);
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 2 * MINUTE);
    assertThat(runsWithin(MINUTE)).hasSize(1);
  }

  @Test
  void longSleep_isFollowedByOneRunNotByAllThatWereMissed() {
    String crons = "[" + cron("a", "* * * * *", "jobs:act") + "]";
    engine.deployCrons(crons);
    engine.clock().advance(100 * 24 * 60 * MINUTE);
    assertThat(runsWithin(0)).hasSize(1);
    assertThat(engine.alarm().atMillis()).isEqualTo(engine.clock().nowMillis() + MINUTE);
  }

  @Test
  void cronThatCannotRun_isRefusedAtStart() {
    assertThatThrownBy(() -> engine.deployCrons("[" + cron("a", "0 0 30 2 *", "jobs:act") + "]"))
        .hasMessageStartingWith("Cron job \"a\": \"0 0 30 2 *\" never fires");
    assertThatThrownBy(() -> engine.deployCrons("[" + cron("a", "*/0 * * * *", "jobs:act") + "]"))
        .hasMessageStartingWith("Cron job \"a\": \"*/0\" is no minute.");
    assertThatThrownBy(() -> engine.deployCrons("[" + every("a", MINUTE, "jobs:none") + "]"))
        .hasMessageStartingWith("Cron job \"a\": Function not found");
    assertThatThrownBy(() -> engine.deployCrons("[" + every("a", MINUTE, "jobs:get") + "]"))
        .hasMessageContaining("is a query");
    String unfit = every("a", MINUTE, "jobs:act").replace("'text'", "'texts'");
    assertThatThrownBy(() -> engine.deployCrons("[" + unfit + "]"))
        .hasMessageStartingWith("Cron job \"a\": args.text");
    String twice = every("a", MINUTE, "jobs:act");
    assertThatThrownBy(() -> engine.deployCrons("[" + twice + "," + twice + "]"))
        .hasMessageStartingWith("Two cron jobs are named \"a\"");
  }
}
