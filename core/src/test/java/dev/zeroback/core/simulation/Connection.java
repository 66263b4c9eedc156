package dev.zeroback.core.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** One WebSocket: frames on their way in both directions, and what its server side knows. */
final class Connection {
  final int socket;
  final SimulatedClient client;
  final Deque<String> toServer = new ArrayDeque<>();
  final Deque<String> toClient = new ArrayDeque<>();

  /** What the client will have been told when everything sent so far has arrived. */
  final Told told;

  String attachment;

  /** The client has been told of a commit, and must see its effects. */
  double owedTs;

  /** The client is gone; the server will notice. */
  boolean cut;

  Connection(int socket, SimulatedClient client) {
    this.socket = socket;
    this.client = client;
    this.told = new Told(client.name() + " on socket " + socket, client.speaksProtocol2());
  }

  /** The engine counts commits from {@code ts}; see {@link Told#restarted}. */
  void restarted(double ts) {
    told.restarted(ts);
    owedTs = Math.min(owedTs, ts);
  }
}
