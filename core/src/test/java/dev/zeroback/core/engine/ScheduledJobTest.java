package dev.zeroback.core.engine;

import static dev.zeroback.core.scheduler.Jobs.RETRY_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.testkit.FakeClock;
import dev.zeroback.core.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduledJobTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final double NOW = FakeClock.START_MILLIS;
  private static final double HOUR = 3_600_000;
  private static final double WEEK = 7 * 24 * HOUR;

  private final JobApp app = new JobApp();
  private final TestEngine engine = app.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void mutationScheduledForLater_runsThenAndNotBefore() {
    String id = app.schedule(5_000, "jobs:write", "a");
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 5_000);
    assertThat(app.job(id))
        .containsEntry("state", "pending")
        .containsEntry("scheduledTime", NOW + 5_000)
        .containsEntry("name", "jobs:write")
        .containsEntry("args", Map.of("text", "a"))
        .containsEntry("_id", id);
    engine.advance(4_999);
    assertThat(app.journal()).isEmpty();
    engine.advance(1);
    assertThat(app.journal()).containsExactly("a");
    assertThat(app.job(id))
        .containsEntry("state", "succeeded")
        .containsEntry("completedTime", NOW + 5_000)
        .doesNotContainKey("error");
  }

  @Test
  void jobScheduledForThePast_runsAtOnce() {
    app.schedule(-60_000, "jobs:write", "a");
    engine.advance(0);
    assertThat(app.journal()).containsExactly("a");
  }

  /** The platform drops the fraction, and would wake the object before the job is due. */
  @Test
  void jobScheduledForAFractionOfAMillisecond_wakesTheObjectAfterIt() {
    app.schedule(5_000.25, "jobs:write", "a");
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 5_001);
    engine.advance(5_001);
    assertThat(app.journal()).containsExactly("a");
  }

  @Test
  void alarm_isAlwaysAtTheNextDueTime() {
    assertThat(engine.alarm().atMillis()).isEqualTo(NEVER);
    String late = app.schedule(9_000, "jobs:write", "late");
    String early = app.schedule(5_000, "jobs:write", "early");
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 5_000);
    app.cancel(early);
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 9_000);
    app.cancel(late);
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + WEEK);
  }

  @Test
  void mutationThatThrowsAfterScheduling_schedulesNothing() {
    var args = JobApp.with(JobApp.scheduling(0, "jobs:write", "a"), "fail", true);
    assertThatThrownBy(() -> engine.call("jobs:schedule", args)).hasMessage("after scheduling");
    assertThat(engine.alarm().atMillis()).isEqualTo(NEVER);
    engine.advance(HOUR);
    assertThat(app.journal()).isEmpty();
  }

  @Test
  void actionThatThrowsAfterScheduling_hasScheduled() {
    engine.call("jobs:scheduleFromAction", JobApp.scheduling(10, "jobs:write", "a"));
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 10);
    engine.advance(10);
    assertThat(app.journal()).containsExactly("a");
  }

  @Test
  void cancelledJob_neverRuns() {
    String id = app.schedule(1_000, "jobs:write", "a");
    app.cancel(id);
    assertThat(app.job(id)).containsEntry("state", "cancelled").containsEntry("completedTime", NOW);
    engine.advance(HOUR);
    assertThat(app.journal()).isEmpty();
  }

  @Test
  void jobThatHasEnded_staysAsItIsWhenCancelled() {
    String id = app.schedule(0, "jobs:write", "a");
    engine.advance(0);
    app.cancel(id);
    assertThat(app.state(id)).isEqualTo("succeeded");
  }

  @Test
  void jobThatIsCancelledWhileItsMutationWaits_changesNothing() {
    String id = app.schedule(0, "jobs:writeSlowly", "a");
    engine.advance(0);
    app.cancel(id);
    engine.functions().resumeOldest();
    assertThat(app.journal()).isEmpty();
    assertThat(app.state(id)).isEqualTo("cancelled");
  }

  @Test
  void mutationThatFails_leavesNoTraceButItsRecord() {
    String id = app.schedule(0, "jobs:write", "bad");
    engine.advance(0);
    assertThat(app.journal()).isEmpty();
    assertThat(app.job(id)).containsEntry("state", "failed").containsEntry("error", "on purpose");
    assertThat(engine.errors()).hasSize(1);
    engine.advance(HOUR);
    assertThat(engine.errors()).hasSize(1);
  }

  @Test
  void mutationUnderWayInACrash_runsAgainAndTakesEffectOnce() {
    String id = app.schedule(0, "jobs:writeSlowly", "a");
    engine.advance(0);
    assertThat(engine.functions().waiting()).hasSize(1);
    assertThat(engine.alarm().atMillis())
        .as("an alarm finds the job after a crash")
        .isEqualTo(NOW + ScheduledRuns.GUARD_MILLIS);
    engine.start();
    engine.advance(ScheduledRuns.BREATH_MILLIS);
    engine.functions().resumeOldest();
    assertThat(app.journal()).containsExactly("a");
    assertThat(app.state(id)).isEqualTo("succeeded");
    engine.advance(HOUR);
    assertThat(app.journal()).hasSize(1);
  }

  @Test
  void actionUnderWayInACrash_isRecordedAndNotRunAgain() {
    String id = app.schedule(0, "jobs:actSlowly", "a");
    engine.advance(0);
    assertThat(app.job(id)).containsEntry("state", "running").containsEntry("startedTime", NOW);
    engine.start();
    assertThat(app.job(id)).containsEntry("state", "failed");
    assertThat((String) app.job(id).get("error")).startsWith("The object stopped");
    engine.functions().takeStarted();
    engine.advance(HOUR);
    assertThat(engine.functions().takeStarted()).isEmpty();
  }

  @Test
  void actionThatEnds_isRecorded() {
    String good = app.schedule(0, "jobs:act", "a");
    String bad = app.schedule(0, "jobs:act", "bad");
    engine.advance(0);
    assertThat(app.state(good)).isEqualTo("succeeded");
    assertThat(app.job(bad)).containsEntry("state", "failed").containsEntry("error", "on purpose");
  }

  @Test
  void jobs_survivesAnEviction() {
    String id = app.schedule(5_000, "jobs:write", "a");
    engine.start();
    assertThat(engine.alarm().atMillis()).isEqualTo(NOW + 5_000);
    engine.advance(5_000);
    assertThat(app.state(id)).isEqualTo("succeeded");
  }

  @Test
  void thousandsOfDueJobs_runInOrderAndLeaveClientsTheirTurn() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      expected.add("job" + i);
      app.schedule(1_000, "jobs:write", "job" + i);
    }
    engine.clock().advance(1_000);
    engine.engine().onAlarm();
    engine.functions().settle();
    assertThat(app.journal()).as("the first burst").hasSize(ScheduledRuns.BURST);
    engine.advance(3_000 / ScheduledRuns.BURST * ScheduledRuns.BREATH_MILLIS);
    assertThat(app.journal()).containsExactlyElementsOf(expected);
    assertThat(engine.timer().nextMillis()).as("nothing keeps the object awake").isEqualTo(NEVER);
  }

  @Test
  void jobThatWaits_doesNotHoldUpTheOthers() {
    app.schedule(0, "jobs:writeSlowly", "slow");
    app.schedule(0, "jobs:actSlowly", "slow");
    app.schedule(0, "jobs:write", "quick");
    engine.advance(ScheduledRuns.BREATH_MILLIS);
    assertThat(app.journal()).containsExactly("quick");
    assertThat(engine.functions().waiting()).hasSize(2);
  }

  @Test
  void jobsUnderWay_areLimitedWithoutABusyLoop() {
    for (int i = 0; i < ScheduledRuns.MOST_AT_ONCE + 1; i++) {
      app.schedule(0, "jobs:actSlowly", "a" + i);
    }
    engine.advance(1_000);
    assertThat(engine.functions().waiting()).hasSize(ScheduledRuns.MOST_AT_ONCE);
    assertThat(engine.alarm().atMillis()).isGreaterThan(engine.clock().nowMillis());
    engine.functions().resumeOldest();
    assertThat(engine.functions().waiting()).hasSize(ScheduledRuns.MOST_AT_ONCE);
  }

  @Test
  void recordOfAnEndedJob_isForgottenAfterAWeek() {
    String id = app.schedule(0, "jobs:write", "a");
    engine.advance(0);
    engine.advance(WEEK - 1);
    assertThat(app.job(id)).isNotNull();
    engine.advance(HOUR + 1);
    assertThat(app.job(id)).isNull();
    assertThat(engine.alarm().atMillis()).isEqualTo(NEVER);
  }

  @Test
  void recordsThatAreForgottenLate_takeNoPendingJobWithThem() {
    String ended = app.schedule(0, "jobs:write", "a");
    engine.advance(0);
    app.schedule(WEEK + 2 * HOUR, "jobs:write", "b");
    engine.clock().advance(2 * WEEK);
    engine.advance(ScheduledRuns.BREATH_MILLIS);
    assertThat(app.job(ended)).isNull();
    assertThat(app.journal()).containsExactly("a", "b");
  }

  @Test
  void recordsOfEveryEnd_areKeptForAWeek() {
    String succeeded = app.schedule(0, "jobs:act", "a");
    String failed = app.schedule(0, "jobs:act", "bad");
    String cancelled = app.schedule(HOUR, "jobs:act", "a");
    app.cancel(cancelled);
    engine.advance(0);
    engine.advance(WEEK - 1);
    assertThat(app.state(succeeded)).isEqualTo("succeeded");
    assertThat(app.state(failed)).isEqualTo("failed");
    assertThat(app.state(cancelled)).isEqualTo("cancelled");
    engine.advance(HOUR + 1);
    assertThat(app.job(succeeded)).isNull();
    assertThat(app.job(failed)).isNull();
    assertThat(app.job(cancelled)).isNull();
  }

  @Test
  void manyRecordsThatAreForgottenAtOnce_leaveClientsTheirTurn() {
    int most = ScheduledRuns.BURST * ScheduledRuns.MOST_AT_ONCE;
    for (int i = 0; i <= most; i++) {
      app.cancel(app.schedule(HOUR, "jobs:write", "a"));
    }
    engine.clock().advance(WEEK + HOUR);
    engine.engine().onAlarm();
    assertThat(records()).as("after one burst").isEqualTo(1);
    engine.advance(ScheduledRuns.BREATH_MILLIS);
    assertThat(records()).isZero();
  }

  private double records() {
    var rows = engine.sql().prepare("SELECT count(*) FROM t__jobs").query();
    assertThat(rows.next()).isTrue();
    return rows.number(0);
  }

  @Test
  void recordOfAJobThatHasNotEnded_staysForAsLongAsItTakes() {
    String pending = app.schedule(10 * WEEK, "jobs:write", "a");
    String running = app.schedule(0, "jobs:actSlowly", "b");
    engine.advance(9 * WEEK);
    assertThat(app.state(pending)).isEqualTo("pending");
    assertThat(app.state(running)).isEqualTo("running");
    engine.advance(WEEK);
    assertThat(app.state(pending)).isEqualTo("succeeded");
  }

  @Test
  void jobWhoseFunctionADeploymentHasTakenAway_fails() {
    String id = app.schedule(1_000, "jobs:write", "a");
    engine.deployFunctions(JobApp.FUNCTIONS.replace("jobs:write'", "jobs:renamed'"));
    engine.advance(1_000);
    assertThat(app.job(id))
        .containsEntry("state", "failed")
        .hasEntrySatisfying(
            "error",
            error -> assertThat((String) error).startsWith("Function not found: \"jobs:write\""));
    assertThat(app.journal()).isEmpty();
  }

  @Test
  void jobWhoseArgumentsNoLongerFit_fails() {
    String id = app.schedule(1_000, "jobs:write", "a");
    engine.deployFunctions(
        JobApp.FUNCTIONS.replace("{'text':{'type':'string'}}", "{'n':{'type':'number'}}"));
    engine.advance(1_000);
    assertThat(app.job(id))
        .containsEntry("state", "failed")
        .hasEntrySatisfying("error", error -> assertThat((String) error).contains("args."));
    assertThat(app.journal()).isEmpty();
  }

  @Test
  void jobWatchedByALiveQuery_isUpdatedWhenItEnds() {
    String id = app.schedule(1_000, "jobs:write", "a");
    int socket = engine.connect();
    engine.send(socket, "{'type':'query','id':'q','fn':'jobs:get','args':{'id':'" + id + "'}}");
    assertThat(engine.take(socket)).singleElement().asString().contains("'state':'pending'");
    engine.advance(1_000);
    assertThat(engine.take(socket)).singleElement().asString().contains("'state':'succeeded'");
  }

  @Test
  void functionThatCannotBeScheduled_isRefusedAtOnce() {
    assertThatThrownBy(() -> app.schedule(0, "jobs:none", "a"))
        .isInstanceOf(ZerobackException.class)
        .hasMessageStartingWith("Function not found: \"jobs:none\"");
    assertThatThrownBy(() -> app.schedule(0, "jobs:journal", "a"))
        .hasMessageContaining("is a query; schedule a mutation or an action");
    assertThatThrownBy(
            () ->
                engine.call(
                    "jobs:schedule", Map.of("in", 0.0, "fn", "jobs:write", "args", Map.of())))
        .hasMessageContaining("args.text");
    assertThat(engine.alarm().atMillis()).isEqualTo(NEVER);
  }

  @Test
  void textThatIsNoJobId_isRefused() {
    for (String id : List.of("", "x", "journal:01ARZ3NDEKTSV4RRFFQ69G5FAV")) {
      assertThatThrownBy(() -> app.cancel(id)).hasMessageStartingWith("A job id is what");
    }
    assertThat(app.job("_jobs:01ARZ3NDEKTSV4RRFFQ69G5FAV")).isNull();
  }

  @Test
  void systemTable_isHiddenFromTheApp() {
    String id = app.schedule(1_000, "jobs:write", "a");
    assertThatThrownBy(() -> engine.call("jobs:peek", Map.of("id", id)))
        .hasMessageContaining("is of no table in the schema");
    assertThatThrownBy(() -> engine.call("jobs:peekTable", Map.of()))
        .hasMessageContaining("There is no table \"_jobs\"");
    assertThatThrownBy(() -> new TestEngine("{'tables':{'_jobs':{'fields':{}}}}", "{}").start())
        .hasMessageStartingWith("Table name \"_jobs\" cannot be used");
  }

  @Test
  void mutationThatCannotCommit_failsLongAfterItFirstCouldNot() {
    String id = app.schedule(0, "jobs:writeSlowly", "a");
    engine.advance(0);
    failToCommit();
    engine.advance(RETRY_MILLIS);
    engine.clock().advance(ScheduledRuns.PERSISTENCE_MILLIS);
    failToCommit();
    assertThat(app.state(id)).isEqualTo("failed");
    assertThat(app.journal()).isEmpty();
  }

  @Test
  void mutationThatRunsLongAfterItsTimeAndCannotCommit_isTriedAgain() {
    String id = app.schedule(0, "jobs:writeSlowly", "a");
    engine.clock().advance(HOUR);
    engine.advance(0);
    failToCommit();
    assertThat(app.state(id)).isEqualTo("pending");
    engine.advance(RETRY_MILLIS);
    engine.functions().resumeOldest();
    assertThat(app.journal()).containsExactly("a");
  }

  private void failToCommit() {
    engine.sql().failAtCall(2);
    engine.functions().resumeOldest();
    engine.sql().failAtCall(0);
  }

  @Test
  void mutationThatCannotCommit_isTriedAgain() {
    String id = app.schedule(0, "jobs:writeSlowly", "a");
    engine.advance(0);
    failToCommit();
    assertThat(app.journal()).isEmpty();
    assertThat(app.state(id)).isEqualTo("pending");
    engine.advance(RETRY_MILLIS);
    engine.functions().resumeOldest();
    assertThat(app.journal()).containsExactly("a");
    assertThat(app.state(id)).isEqualTo("succeeded");
  }
}
