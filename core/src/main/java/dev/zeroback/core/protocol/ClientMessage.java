package dev.zeroback.core.protocol;

import dev.zeroback.core.port.Doc;

/** What a client may say. */
public sealed interface ClientMessage {
  /** Hands the message to the method of {@code receiver} that is for it. */
  void deliverTo(Receiver receiver);

  /** One method for each message. */
  interface Receiver {
    void onHello(Hello hello);

    void onQuery(Query query);

    void onUnsubscribe(Unsubscribe unsubscribe);

    void onMutation(Mutation mutation);

    void onAction(Action action);

    void onAck(Ack ack);

    void onAuth(Auth auth);

    void onPing();
  }

  /**
   * Opens protocol 2.
   *
   * @param session the session that the client proposes; {@code null} to be given one
   * @param capabilities bits of those that both sides have
   */
  record Hello(String session, int capabilities) implements ClientMessage {
    /** Names of the capabilities; number i has the bit {@code 1 << i}. */
    static final String[] CAPABILITIES = {"hash", "patch", "ack", "batch"};

    /** Results have hashes. */
    public static final int HASH = 1;

    /** A changed list of documents may be sent as a patch; needs {@link #HASH}. */
    public static final int PATCH = 2;

    /** The client says how far it has come. */
    public static final int ACK = 4;

    /** A message may be an array of frames. */
    public static final int BATCH = 8;

    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onHello(this);
    }
  }

  /**
   * Runs a query and subscribes to it.
   *
   * @param hash identifies the answer that the client has; {@code null} if it has none
   */
  record Query(String id, String function, Doc args, String hash) implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onQuery(this);
    }
  }

  /** Ends a subscription. */
  record Unsubscribe(String id) implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onUnsubscribe(this);
    }
  }

  /**
   * Runs a mutation.
   *
   * @param seq number in the client's session, from 1; 0 outside a session
   * @param ack the outcome of every mutation up to this number has arrived
   */
  record Mutation(String id, String function, Doc args, double seq, double ack)
      implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onMutation(this);
    }
  }

  /** Runs an action. */
  record Action(String id, String function, Doc args) implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onAction(this);
    }
  }

  /** The client has processed everything up to {@code ts}. */
  record Ack(double ts) implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onAck(this);
    }
  }

  /**
   * Signs in.
   *
   * @param token {@code null} to sign out
   */
  record Auth(String token) implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onAuth(this);
    }
  }

  /** Asks for a sign of life. */
  record Ping() implements ClientMessage {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onPing();
    }
  }
}
