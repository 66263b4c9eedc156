package dev.zeroback.cli.command;

/** A port that dev needs and on which another program listens. */
record TakenPort(int port) {
  /** Returns what to tell a user whose server should listen on it. */
  String ofServer(Session session) {
    int other = port < DevCommand.HIGHEST_PORT ? port + 1 : DevCommand.DEFAULT_PORT;
    return advice(session, "choose another port: zeroback dev --port " + other);
  }

  /** Returns what to tell a user whose configuration names it for debuggers. */
  String ofInspector(Session session) {
    return advice(
        session, "choose another " + InspectorPort.SETTING + " in the worker's configuration.");
  }

  private String advice(Session session, String choice) {
    return "Port "
        + port
        + " is already in use"
        + session.host().portHolder(port).map(who -> " by " + who).orElse("")
        + ". Stop the program that listens on it, or "
        + choice;
  }
}
