package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Server;
import dev.zeroback.conformance.harness.ServerObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Jobs, crons, files and routes of an app without compatibility flags, over the end of the process:
 * alarms are kept with the storage and go off without a request.
 */
class JobsTest {
  private static final long PATIENCE_MILLIS = 10_000;

  private final Server server = Server.production(App.JOBS);
  private final ServerObject object = server.newObject();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void jobDueAfterAKill_runsOnceAndUnasked() throws InterruptedException {
    object.run("notes:leaveLater", Map.of("text", "late", "millis", 1_000)).result();
    server.kill();
    server.restart();
    Thread.sleep(3_000);
    double asked = System.currentTimeMillis();
    List<?> notes = await("late", 1);
    assertThat(notes).hasSize(1);
    assertThat(creationTime(notes.get(0))).isLessThan(asked);
  }

  @Test
  void cronAndJobDueDuringARestart_goOn() throws InterruptedException {
    int delayMillis = 4_000;
    await("tick", 1);
    object.run("notes:leaveLater", Map.of("text", "due meanwhile", "millis", delayMillis)).result();
    long due = System.currentTimeMillis() + delayMillis;
    server.end();
    Thread.sleep(Math.max(0, due - System.currentTimeMillis()));
    long restarted = System.currentTimeMillis();
    server.restart();
    Thread.sleep(2_000);
    double asked = System.currentTimeMillis();
    assertThat(creationTime(await("due meanwhile", 1).get(0))).isBetween((double) restarted, asked);
    assertThat(creationTime(last(notes("tick")))).isBetween((double) restarted, asked);
    await("tick", notes("tick").size() + 2);
    assertThat(notes("due meanwhile")).hasSize(1);
  }

  @Test
  void actionUnderWayInAKill_isRecordedAsInterruptedAndNotRunAgain() throws InterruptedException {
    Object id = object.run("notes:workLater", Map.of("text", "half", "millis", 60_000)).result();
    while (!job(id).get("state").equals("running")) {
      Thread.sleep(20);
    }
    server.kill();
    server.restart();
    Map<?, ?> job = job(id);
    assertThat(job.get("state")).isEqualTo("failed");
    assertThat((String) job.get("error")).contains("stopped");
    assertThat(notes("half")).isEmpty();
  }

  @Test
  void everything_worksWithoutCompatibilityFlags() {
    try (ClientSocket socket = object.connect()) {
      assertThat(socket.subscribe("q", "notes:list", Map.of("text", "a"))).isEqualTo(List.of());
      String posted = object.post("/notes", Map.of("text", "a")).body();
      assertThat(posted).contains("\"text\":\"a\"");
      assertThat((List<?>) socket.expect("update", "q").result()).hasSize(1);
    }
    String upload = (String) object.run("notes:uploadUrl", Map.of()).result();
    Map<String, Object> stored =
        object
            .send(
                object
                    .request(upload.substring(upload.indexOf("/storage")))
                    .PUT(BodyPublishers.ofString("hello")))
            .json();
    String storageId = (String) stored.get("storageId");
    Map<?, ?> file = (Map<?, ?>) object.run("notes:file", Map.of("storageId", storageId)).result();
    assertThat(file.get("size")).isEqualTo(5);
  }

  private Map<?, ?> job(Object id) {
    return (Map<?, ?>) object.run("notes:job", Map.of("id", id)).result();
  }

  private List<?> notes(String text) {
    return (List<?>) object.run("notes:list", Map.of("text", text)).result();
  }

  private static double creationTime(Object note) {
    return ((Number) ((Map<?, ?>) note).get("_creationTime")).doubleValue();
  }

  private static Object last(List<?> notes) {
    return notes.get(notes.size() - 1);
  }

  /** Waits until there are so many notes with that text. */
  private List<?> await(String text, int count) throws InterruptedException {
    long until = System.currentTimeMillis() + PATIENCE_MILLIS;
    List<?> notes = notes(text);
    while (notes.size() < count && System.currentTimeMillis() < until) {
      Thread.sleep(20);
      notes = notes(text);
    }
    assertThat(notes).hasSizeGreaterThanOrEqualTo(count);
    return notes;
  }
}
