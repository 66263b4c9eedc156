package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.TestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every SQL call that scheduling and running a job makes fails once: all or nothing, once. */
class ScheduledJobFaultTest {
  private static final double HOUR = 3_600_000;
  private static final int MOST_CALLS = 30;

  @ParameterizedTest
  @ValueSource(strings = {"jobs:write", "jobs:writeSlowly"})
  void mutationWhoseSqlFailsAnywhere_takesEffectOnce(String function) {
    for (int failing = 1; failing <= MOST_CALLS; failing++) {
      JobApp app = new JobApp();
      try (TestEngine engine = app.engine()) {
        String id = app.schedule(0, function, "a");
        engine.sql().failAtCall(failing);
        run(engine, 0);
        engine.sql().failAtCall(0);
        for (int i = 0; i < 3; i++) {
          run(engine, HOUR);
        }
        assertThat(app.journal()).as("after call " + failing).containsExactly("a");
        assertThat(app.state(id)).as("after call " + failing).isEqualTo("succeeded");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs:act", "jobs:actSlowly"})
  void actionWhoseSqlFailsAnywhere_runsAtMostOnceAndItsEndIsKnownAfterARestart(String function) {
    for (int failing = 1; failing <= MOST_CALLS; failing++) {
      JobApp app = new JobApp();
      try (TestEngine engine = app.engine()) {
        String id = app.schedule(0, function, "a");
        engine.functions().takeStarted();
        engine.sql().failAtCall(failing);
        run(engine, 0);
        engine.sql().failAtCall(0);
        run(engine, HOUR);
        engine.start();
        run(engine, HOUR);
        assertThat(engine.functions().takeStarted()).as("call " + failing).hasSize(1);
        assertThat(app.state(id)).as("call " + failing).isIn("succeeded", "failed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs:schedule", "jobs:scheduleFromAction"})
  void schedulingWhoseSqlFails_schedulesOnceOrNotAtAll(String scheduler) {
    int refused = 0;
    for (int failing = 1; failing <= MOST_CALLS; failing++) {
      JobApp app = new JobApp();
      try (TestEngine engine = app.engine()) {
        boolean told = true;
        engine.sql().failAtCall(failing);
        try {
          engine.call(scheduler, JobApp.scheduling(0, "jobs:write", "a"));
        } catch (ZerobackException | SqlStorage.SqlException error) {
          told = false;
          refused++;
        }
        engine.sql().failAtCall(0);
        engine.advance(HOUR);
        assertThat(app.journal()).as("call " + failing).hasSize(told ? 1 : 0);
      }
    }
    assertThat(refused).isPositive();
  }

  /** Lets time pass and waiting handlers go on; what a failing call throws reaches the host. */
  private static void run(TestEngine engine, double millis) {
    try {
      engine.advance(millis);
    } catch (SqlStorage.SqlException reachedTheHost) {
      assertThat(reachedTheHost).hasMessage("the disk is on fire");
    }
    while (!engine.functions().waiting().isEmpty()) {
      try {
        engine.functions().resumeOldest();
      } catch (SqlStorage.SqlException reachedTheHost) {
        assertThat(reachedTheHost).hasMessage("the disk is on fire");
      }
    }
  }
}
