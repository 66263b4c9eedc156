package dev.zeroback.conformance.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Node process that runs servers and browsers; one for the whole test run.
 *
 * <p>It ends with this JVM, however this JVM ends, because its standard input ends then. Its log is
 * {@code target/launcher.log}.
 */
public final class Launcher {
  private static final Launcher SHARED = new Launcher();
  private static final String MESSAGE = "@@";
  private static final long TIMEOUT_SECONDS = 60;

  private final Map<Integer, CompletableFuture<Object>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final BufferedWriter commands;

  public static Launcher shared() {
    return SHARED;
  }

  private Launcher() {
    try {
      Path log = Project.MODULE.resolve("target/launcher.log");
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder("node", Project.MODULE.resolve("launcher/main.mjs").toString())
              .directory(Project.MODULE.toFile())
              .redirectError(log.toFile())
              .start();
      commands = process.outputWriter(StandardCharsets.UTF_8);
      Thread reader = new Thread(() -> readAnswers(process), "launcher-answers");
      reader.setDaemon(true);
      reader.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Node could not be started", e);
    }
  }

  /** Runs a command and returns what it answers; fails with the launcher's error. */
  public Object run(String command, Map<String, ?> input) {
    int id = lastId.incrementAndGet();
    Map<String, Object> request = new LinkedHashMap<>(input);
    request.put("id", id);
    request.put("command", command);
    CompletableFuture<Object> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    write(Json.write(request));
    try {
      return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(command + " failed: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(command + " did not answer in " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private synchronized void write(String line) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The launcher has ended; see target/launcher.log", e);
    }
  }

  private void readAnswers(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(MESSAGE)) {
          settle(Json.readObject(line.substring(MESSAGE.length())));
        }
      }
      abandon("The launcher ended; see target/launcher.log");
    } catch (IOException | RuntimeException e) {
      abandon("The launcher's output could not be read: " + e);
    }
  }

  private void settle(Map<String, Object> answer) {
    if (!(answer.get("id") instanceof Integer id)) {
      return;
    }
    CompletableFuture<Object> future = waiting.remove(id);
    if (answer.get("error") instanceof String error) {
      future.completeExceptionally(new IllegalStateException(error));
    } else {
      future.complete(answer.get("ok"));
    }
  }

  private void abandon(String reason) {
    waiting.values().forEach(f -> f.completeExceptionally(new IllegalStateException(reason)));
  }
}
