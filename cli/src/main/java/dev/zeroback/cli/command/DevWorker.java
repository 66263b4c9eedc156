package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.ChildProcesses.Child;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import dev.zeroback.cli.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wrangler as {@code dev} runs it: with the newest worker that can be loaded. */
final class DevWorker {
  static final String LAST_GOOD = "The last good version keeps running until this is fixed.";

  static final String WAITING = "Waiting for a change.";

  static final String FIXED = "Fixed: what runs is what you saved.";

  /** A Wrangler that served no longer than this ended quickly. */
  private static final int QUICK_MILLIS = 10_000;

  private static final int MOST_QUICK_ENDS = 3;

  /** What Wrangler is at. */
  private sealed interface State {
    /** It does not run, and there is nothing that it could run. */
    record Absent() implements State {}

    /**
     * It loads the newest version for the first time.
     *
     * @param onReady says that it serves
     */
    record Starting(Child child, Runnable onReady) implements State {}

    record Serving(Child child, long sinceMillis) implements State {}

    /** It was told to end, to be started with another configuration. */
    record Restarting(Child child) implements State {}

    /** It was told to end for good. */
    record Stopping() implements State {}
  }

  /** What Wrangler reads when it starts: a change counts once it is started again. */
  private record Settings(
      Optional<WorkerConfiguration> configuration, List<Optional<String>> variables) {
    /** Of the files with variables, the first one counts alone. */
    static Settings of(Session session, WorkerProject project) {
      List<Optional<String>> variables =
          project.variables().stream().map(session.files()::readText).toList();
      return new Settings(
          project.configuration(session),
          variables.get(0).isPresent() ? variables.subList(0, 1) : variables);
    }
  }

  private final Session session;
  private final WorkerProject project;
  private final int port;
  private final InspectorPort inspector;
  private final Runnable onServing;
  private final String adminKey;
  private State state = new State.Absent();

  /**
   * The workers that Wrangler was given, the newest last; it has loaded the first one or a later
   * one. Each time that it says that it has loaded another, the first one goes. Where it has loaded
   * two at once, one more is kept than need be, and it is only tried when a newer one fails.
   */
  private final List<String> versions = new ArrayList<>();

  /** What Wrangler was started with. */
  private Settings settings = new Settings(Optional.empty(), List.of());

  /** When the newest version was asked for: the program's start, for the first one. */
  private long askedMillis = System.currentTimeMillis();

  /** Whether it was given a version since it last reloaded; it reloads what is installed, too. */
  private boolean isAsked;

  private boolean hasServed;
  private int quickEnds;

  /** Whether the user was told that something is to be fixed. */
  private boolean awaitsFix;

  DevWorker(
      Session session,
      WorkerProject project,
      int port,
      InspectorPort inspector,
      Runnable onServing) {
    this.session = session;
    this.project = project;
    this.port = port;
    this.inspector = inspector;
    this.onServing = onServing;
    this.adminKey = session.host().randomKey();
  }

  /** Whether Wrangler does not run, and waits for a version to run. */
  boolean isAbsent() {
    return state instanceof State.Absent;
  }

  /** The user is told of something to fix: that it is fixed will be said, too. */
  void expectFix() {
    awaitsFix = true;
  }

  /**
   * Makes a version live. Wrangler is started anew when its configuration changed: it watches that
   * too, but loses sight of a file that editors replace.
   *
   * @param changedMillis when its sources were changed
   * @return whether Wrangler loads something now, and will serve it in a moment
   */
  boolean give(String version, long changedMillis) {
    if (hasServed) {
      askedMillis = changedMillis;
    }
    boolean isNew = versions.isEmpty() || !versions.get(versions.size() - 1).equals(version);
    write(version);
    if (isNew) {
      versions.add(version);
      isAsked = !isAbsent();
    }
    boolean isFix = awaitsFix;
    awaitsFix = false;
    if (state instanceof State.Absent) {
      quickEnds = 0;
      start(this::sayReady);
    } else if (state instanceof State.Starting starting) {
      state = new State.Starting(starting.child(), this::sayReady);
      restartIfReconfigured(starting.child());
    } else if (state instanceof State.Serving serving
        && !restartIfReconfigured(serving.child())
        && !isNew) {
      // Wrangler has nothing to load, and says nothing.
      if (isFix) {
        session.say(FIXED);
      }
      return false;
    }
    return true;
  }

  /** Ends Wrangler, then the program. */
  void stop() {
    State before = state;
    state = new State.Stopping();
    if (before instanceof State.Starting starting) {
      starting.child().stop();
    } else if (before instanceof State.Serving serving) {
      serving.child().stop();
    } else if (before instanceof State.Absent) {
      session.exit(0);
    }
  }

  private void write(String version) {
    session.files().replaceText(project.directory() + "/" + DevBuild.WORKER, version);
  }

  private boolean restartIfReconfigured(Child child) {
    if (Settings.of(session, project).equals(settings)) {
      return false;
    }
    session.say("The configuration changed: starting again.");
    state = new State.Restarting(child);
    child.stop();
    return true;
  }

  private void start(Runnable onReady) {
    WranglerLines lines =
        new WranglerLines(
            this::sayOfCode, this::ready, this::reloaded, this::endStart, this::endFailedBuild);
    AdminKey.save(session, project.directory(), address(port), adminKey);
    settings = Settings.of(session, project);
    Child child =
        session
            .host()
            .processes()
            .start(
                project.wrangler(),
                arguments(),
                project.directory(),
                Wrangler.ENVIRONMENT,
                line -> accept(line, lines),
                code -> ended(code, lines));
    state = new State.Starting(child, onReady);
  }

  private void accept(String line, WranglerLines lines) {
    if (WranglerLines.tellsOfBundle(line)) {
      session.host().keepPlaces(project.directory());
    }
    lines.accept(line);
  }

  private void sayOfCode(String line) {
    session.say(
        session.host().inSources(line, project.directory(), (double) System.currentTimeMillis()));
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("dev", DevBuild.WORKER, "--port", String.valueOf(port)));
    arguments.addAll(inspector.arguments(settings.configuration()));
    arguments.addAll(List.of("--var", "ZEROBACK_DEV:true"));
    arguments.addAll(List.of("--var", "ZEROBACK_ADMIN_KEY:" + adminKey));
    arguments.addAll(List.of("--persist-to", Wrangler.STATE));
    arguments.add("--show-interactive-dev-session=false");
    return arguments;
  }

  private void ready() {
    if (state instanceof State.Starting starting) {
      state = new State.Serving(starting.child(), System.currentTimeMillis());
      starting.onReady().run();
      startObject();
      hasServed = true;
      onServing.run();
    }
  }

  private void sayReady() {
    session.say("Ready on " + address(port) + " (" + sinceAsked() + " ms)");
    inspector.notice(settings.configuration()).ifPresent(session::say);
  }

  private void sayRestored() {
    session.complain(LAST_GOOD);
    expectFix();
  }

  private void reloaded() {
    if (versions.size() > 1) {
      versions.remove(0);
    }
    session.say("Reloaded" + (isAsked ? " (" + sinceAsked() + " ms after the change)" : ""));
    isAsked = false;
    startObject();
    onServing.run();
  }

  /**
   * Starts the app's object, which nothing else does before somebody connects: it knows what is
   * wrong with the app as a whole. A request that a reload cuts off is followed by another one.
   */
  private void startObject() {
    session
        .host()
        .follow(
            address(port) + "/health",
            Optional.of(adminKey),
            line -> {},
            this::tellRefusal,
            reason -> {});
  }

  private void tellRefusal(HttpAnswer answer) {
    Json json = session.host().json();
    if (json.text(answer.body(), "code").equals(Optional.of("unavailable"))) {
      session.complain(
          "The app cannot be served, every request is answered so: "
              + json.text(answer.body(), "error").orElse(answer.body()));
    }
  }

  private long sinceAsked() {
    return System.currentTimeMillis() - askedMillis;
  }

  /** Returns where a worker under {@code dev} is reached. */
  static String address(int port) {
    return "http://localhost:" + port;
  }

  private void ended(int code, WranglerLines lines) {
    AdminKey.forget(session, project.directory(), adminKey);
    State before = state;
    state = new State.Absent();
    if (before instanceof State.Stopping) {
      session.exit(0);
    } else if (before instanceof State.Restarting) {
      start(this::sayReady);
    } else if (before instanceof State.Starting starting && lines.takenPort().isPresent()) {
      portTaken(lines.takenPort().get(), starting);
    } else if (versions.size() > 1) {
      restore(lines.buildFailed() ? "could not be bundled" : "failed when it was loaded");
    } else if (before instanceof State.Serving serving) {
      startAgain(serving, endOf(code));
    } else if (lines.buildFailed()) {
      waitAfter("Wrangler could not bundle the worker; its error is above.");
    } else if (lines.codeFailed()) {
      waitAfter("The code failed when it was loaded; its error is above.");
    } else {
      failOrWait(endOf(code));
    }
  }

  /** Wrangler does not always end by itself when another program holds its port. */
  private void endStart() {
    if (state instanceof State.Starting starting) {
      starting.child().stop();
    }
  }

  /** Wrangler would not answer any request until what it bundles changes. */
  private void endFailedBuild() {
    if (state instanceof State.Starting starting) {
      starting.child().stop();
    } else if (state instanceof State.Serving serving) {
      serving.child().stop();
    }
  }

  /** Another program was faster: for debuggers' port, most often the Wrangler of another dev. */
  private void portTaken(int told, State.Starting before) {
    int taken = inspector.named(told, settings.configuration());
    if (inspector.giveUp(taken, settings.configuration())) {
      start(before.onReady());
    } else if (taken == port) {
      failOrWait(new TakenPort(taken).ofServer(session));
    } else if (taken == WranglerLines.UNNAMED) {
      failOrWait(
          "The port for debuggers that the worker's configuration names is already in use. Stop the"
              + " program that listens on it, or choose another inspector_port.");
    } else {
      failOrWait(new TakenPort(taken).ofInspector(session));
    }
  }

  /** Ends the program, unless there was a worker to come back to. */
  private void failOrWait(String why) {
    if (hasServed) {
      waitAfter(why);
    } else {
      session.fail(why);
    }
  }

  /** Goes back to the version before the one that Wrangler could not load. */
  private void restore(String what) {
    session.complain("The changed code " + what + "; its error is above.");
    versions.remove(versions.size() - 1);
    write(versions.get(versions.size() - 1));
    start(this::sayRestored);
  }

  /** Starts Wrangler again, unless it does not last. */
  private void startAgain(State.Serving ended, String why) {
    long nowMillis = System.currentTimeMillis();
    quickEnds = nowMillis - ended.sinceMillis() < QUICK_MILLIS ? quickEnds + 1 : 0;
    if (quickEnds == MOST_QUICK_ENDS) {
      waitAfter(why + " It did so " + quickEnds + " times soon after it was started.");
      return;
    }
    session.complain(why + " Starting it again.");
    askedMillis = nowMillis;
    start(this::sayReady);
  }

  private void waitAfter(String why) {
    versions.clear();
    session.complain(why);
    session.complain(WAITING);
  }

  private static String endOf(int code) {
    return "Wrangler ended with exit code " + code + ". Its last lines say why.";
  }
}
