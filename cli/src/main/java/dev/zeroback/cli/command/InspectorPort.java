package dev.zeroback.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The port on which debuggers attach to the worker: the first free one, unless the worker's
 * configuration names one. Wrangler left to itself takes one that was free some seconds before, as
 * does every other Wrangler that starts meanwhile.
 */
final class InspectorPort {
  /** Where debuggers look first. */
  static final int PREFERRED = 9229;

  /** How the worker's configuration names one. */
  static final String SETTING = "inspector_port";

  private int port;

  private InspectorPort(int port) {
    this.port = port;
  }

  /** Looks for the first free one. */
  static void whenChosen(Session session, Consumer<InspectorPort> onChosen) {
    whenChosen(session, PREFERRED, onChosen);
  }

  private static void whenChosen(Session session, int port, Consumer<InspectorPort> onChosen) {
    session
        .host()
        .whenPortChecked(
            port,
            free -> {
              if (free || port == DevCommand.HIGHEST_PORT) {
                onChosen.accept(new InspectorPort(port));
              } else {
                whenChosen(session, port + 1, onChosen);
              }
            });
  }

  /** Returns what Wrangler is told of it. */
  List<String> arguments(Optional<WorkerConfiguration> configuration) {
    return isConfigured(configuration)
        ? List.of()
        : List.of("--inspector-port", String.valueOf(port));
  }

  /** Returns where debuggers attach if they would not look there. */
  Optional<String> notice(Optional<WorkerConfiguration> configuration) {
    return port == PREFERRED || isConfigured(configuration)
        ? Optional.empty()
        : Optional.of("Port " + PREFERRED + " is in use: debuggers attach to port " + port + ".");
  }

  /** Goes on to the next port if {@code taken} was the chosen one; returns whether it was. */
  boolean giveUp(int taken, Optional<WorkerConfiguration> configuration) {
    if (taken != port || port == DevCommand.HIGHEST_PORT || isConfigured(configuration)) {
      return false;
    }
    port++;
    return true;
  }

  /** Returns the taken port, which is this one where Wrangler does not name it. */
  int named(int taken, Optional<WorkerConfiguration> configuration) {
    return taken != WranglerLines.UNNAMED
        ? taken
        : isConfigured(configuration)
            ? configuration.flatMap(each -> each.number(SETTING)).orElse(taken)
            : port;
  }

  private static boolean isConfigured(Optional<WorkerConfiguration> configuration) {
    return configuration.filter(each -> each.mentions(SETTING)).isPresent();
  }
}
