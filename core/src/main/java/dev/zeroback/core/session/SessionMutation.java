package dev.zeroback.core.session;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.protocol.ClientMessage;
import java.util.ArrayList;

/**
 * A numbered mutation under way, and the sockets that wait for its outcome: a resend joins the
 * first.
 */
public final class SessionMutation {
  private record Asker(int socket, String requestId) {}

  private final ClientMessage.Mutation request;
  private final MutationRecord record;
  private final Identity identity;
  private final ArrayList<Asker> askers = new ArrayList<>(1);
  private MutationRecord.Outcome written;

  SessionMutation(ClientMessage.Mutation request, MutationRecord record, Identity identity) {
    this.request = request;
    this.record = record;
    this.identity = identity;
  }

  /** On whose behalf it runs. */
  public Identity identity() {
    return identity;
  }

  public ClientMessage.Mutation request() {
    return request;
  }

  double seq() {
    return request.seq();
  }

  MutationRecord record() {
    return record;
  }

  /** The outcome has been written; {@link #applied} makes it known once the commit stands. */
  void commits(MutationRecord.Outcome outcome) {
    written = outcome;
  }

  /** The commit stands. */
  public void applied() {
    record.applied(written);
  }

  void join(int socket, String requestId) {
    askers.add(new Asker(socket, requestId));
  }

  /** Tells everybody who still listens the result. */
  public void answer(Sessions sessions, String result, double ts) {
    for (Asker asker : askers) {
      ClientSession session = sessions.find(asker.socket());
      if (session != null) {
        session.sendMutationResult(asker.requestId(), result, ts);
      }
    }
  }

  /** Tells everybody who still listens the failure. */
  void fail(Sessions sessions, ZerobackException error) {
    for (Asker asker : askers) {
      ClientSession session = sessions.find(asker.socket());
      if (session != null) {
        session.sendError(asker.requestId(), error);
      }
    }
  }

  /** The sessions that wait for the outcome and are still open. */
  public ArrayList<ClientSession> listeners(Sessions sessions) {
    ArrayList<ClientSession> open = new ArrayList<>();
    for (Asker asker : askers) {
      ClientSession session = sessions.find(asker.socket());
      if (session != null) {
        open.add(session);
      }
    }
    return open;
  }
}
