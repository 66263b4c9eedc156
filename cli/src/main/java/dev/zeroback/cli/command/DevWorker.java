package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.ChildProcesses.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wrangler as {@code dev} runs it: with the newest worker that can be loaded. */
final class DevWorker {
  static final String LAST_GOOD = "The last good version keeps running until this is fixed.";

  static final String WAITING = "Waiting for a change.";

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

  private final Session session;
  private final WorkerProject project;
  private final int port;
  private final InspectorPort inspector;
  private final Runnable onFirstReady;
  private final String adminKey;
  private State state = new State.Absent();

  /**
   * The workers that Wrangler was given, the newest last; it has loaded the first one or a later
   * one. Each time that it says that it has loaded another, the first one goes. Where it has loaded
   * two at once, one more is kept than need be, and it is only tried when a newer one fails.
   */
  private final List<String> versions = new ArrayList<>();

  /** The configuration that Wrangler was started with. */
  private Optional<WorkerConfiguration> configuration = Optional.empty();

  /** When the newest version was asked for: the program's start, for the first one. */
  private long askedMillis = System.currentTimeMillis();

  private boolean hasServed;
  private int quickEnds;

  DevWorker(
      Session session,
      WorkerProject project,
      int port,
      InspectorPort inspector,
      Runnable onFirstReady) {
    this.session = session;
    this.project = project;
    this.port = port;
    this.inspector = inspector;
    this.onFirstReady = onFirstReady;
    this.adminKey = session.host().randomKey();
  }

  /** Whether Wrangler does not run, and waits for a version to run. */
  boolean isAbsent() {
    return state instanceof State.Absent;
  }

  boolean hasServed() {
    return hasServed;
  }

  /**
   * Makes a version live. Wrangler is started anew when its configuration changed: it watches that
   * too, but loses sight of a file that editors replace.
   *
   * @param changedMillis when its sources were changed
   */
  void give(String version, long changedMillis) {
    if (hasServed) {
      askedMillis = changedMillis;
    }
    if (versions.isEmpty() || !versions.get(versions.size() - 1).equals(version)) {
      versions.add(version);
    }
    writeNewest();
    if (state instanceof State.Absent) {
      quickEnds = 0;
      start(this::sayReady);
    } else if (state instanceof State.Starting starting) {
      restartIfReconfigured(starting.child());
    } else if (state instanceof State.Serving serving) {
      restartIfReconfigured(serving.child());
    }
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

  private void writeNewest() {
    session
        .files()
        .replaceText(
            project.directory() + "/" + DevBuild.WORKER, versions.get(versions.size() - 1));
  }

  private void restartIfReconfigured(Child child) {
    if (!project.configuration(session).equals(configuration)) {
      session.say("The configuration changed: starting again.");
      state = new State.Restarting(child);
      child.stop();
    }
  }

  private void start(Runnable onReady) {
    WranglerLines lines =
        new WranglerLines(session::say, this::ready, this::reloaded, this::endStart);
    AdminKey.save(session, project.directory(), address(port), adminKey);
    configuration = project.configuration(session);
    Child child =
        session
            .host()
            .processes()
            .start(
                project.wrangler(),
                arguments(),
                project.directory(),
                Wrangler.ENVIRONMENT,
                lines::accept,
                code -> ended(code, lines));
    state = new State.Starting(child, onReady);
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("dev", DevBuild.WORKER, "--port", String.valueOf(port)));
    arguments.addAll(inspector.arguments(configuration));
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
      if (!hasServed) {
        hasServed = true;
        onFirstReady.run();
      }
    }
  }

  private void sayReady() {
    session.say("Ready on " + address(port) + " (" + sinceAsked() + " ms)");
    inspector.notice(configuration).ifPresent(session::say);
  }

  private void sayRestored() {
    session.complain(LAST_GOOD);
  }

  private void reloaded() {
    if (versions.size() > 1) {
      versions.remove(0);
    }
    session.say("Reloaded (" + sinceAsked() + " ms after the change)");
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
      restore();
    } else if (before instanceof State.Serving serving) {
      startAgain(serving, endOf(code));
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

  /** Another program was faster: for debuggers' port, most often the Wrangler of another dev. */
  private void portTaken(int taken, State.Starting before) {
    if (inspector.giveUp(taken, configuration)) {
      start(before.onReady());
    } else if (taken == port) {
      failOrWait(new TakenPort(taken).ofServer(session));
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
  private void restore() {
    session.complain("The changed code failed when it was loaded; its error is above.");
    versions.remove(versions.size() - 1);
    writeNewest();
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
