package dev.zeroback.conformance.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A project served by {@code zeroback dev}: the whole way that a developer's code takes. */
public final class DevServer implements AutoCloseable {
  /** The built CLI, or the one that is to be tested with. */
  private static final String CLI =
      Optional.ofNullable(System.getenv("ZEROBACK_TEST_CLI"))
          .orElseGet(() -> Project.ROOT.resolve("cli/dist/zeroback.js").toString());

  private static final Pattern READY = Pattern.compile("Ready on (\\S+)");
  private static final long TIMEOUT_SECONDS = 60;

  private final Process process;
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<URI> ready = new CompletableFuture<>();

  private DevServer(Path project, int port) throws IOException {
    process = cli(project, "dev", "--port", String.valueOf(port)).start();
    Thread reader = new Thread(this::readOutput, "zeroback-dev");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Scaffolds a project with {@code zeroback init} where the packages of this repository are found.
   */
  public static Path scaffold(String name) {
    Path project = Project.MODULE.resolve("target/projects").resolve(name);
    try {
      delete(project);
      Files.createDirectories(project);
      Process init = cli(project, "init").start();
      String printed = new String(init.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (init.waitFor() != 0) {
        throw new IllegalStateException("zeroback init failed: " + printed);
      }
      return project;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts on a free port; returns before the server answers. */
  public static DevServer start(Path project) {
    return start(project, freePort());
  }

  /** Starts on a port of the caller's choice; returns before the server answers. */
  public static DevServer start(Path project, int port) {
    try {
      return new DevServer(project, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server is ready and returns its default object. */
  public Endpoint awaitReady() {
    try {
      return Endpoint.at(ready.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("zeroback dev is not ready:\n" + output(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Everything printed so far. */
  public String output() {
    return String.join("\n", output);
  }

  /** This program and all that it started. */
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Interrupts as Ctrl-C does. */
  public void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end and returns the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("zeroback dev goes on:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends whatever still runs. */
  @Override
  public void close() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        Matcher match = READY.matcher(line);
        if (match.lookingAt()) {
          ready.complete(URI.create(match.group(1)));
        }
      }
      ready.completeExceptionally(new IllegalStateException("zeroback dev ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private static ProcessBuilder cli(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", CLI));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
