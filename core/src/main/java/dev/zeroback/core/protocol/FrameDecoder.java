package dev.zeroback.core.protocol;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;

/** Reads client frames. */
public final class FrameDecoder {
  /** Longest request id, in UTF-16 units. */
  static final int MAX_ID = 256;

  private static final int SESSION_DIGITS = 32;
  private static final double MAX_SEQ = 9_007_199_254_740_991d;

  private final Docs docs;

  public FrameDecoder(Docs docs) {
    this.docs = docs;
  }

  public ClientMessage decode(String frame) throws MalformedFrame {
    Doc message = docs.parse(frame);
    if (message == null) {
      throw new MalformedFrame(null, "The frame is not JSON, or a tagged value in it is malformed");
    }
    if (message.kind() != Doc.OBJECT) {
      throw new MalformedFrame(null, "The frame is not a JSON object");
    }
    String type = optionalText(null, message, "type");
    if (type == null) {
      throw new MalformedFrame(null, "The frame has no \"type\"");
    }
    switch (type) {
      case "query":
        return new ClientMessage.Query(
            id(message),
            function(message),
            args(message),
            optionalText(id(message), message, "hash"));
      case "mutation":
        return new ClientMessage.Mutation(
            id(message),
            function(message),
            args(message),
            counter(message, "seq"),
            counter(message, "ack"));
      case "action":
        return new ClientMessage.Action(id(message), function(message), args(message));
      case "unsubscribe":
        return new ClientMessage.Unsubscribe(id(message));
      case "ack":
        return new ClientMessage.Ack(counter(message, "ts"));
      case "auth":
        return new ClientMessage.Auth(token(message.field("token")));
      case "ping":
        return new ClientMessage.Ping();
      case "hello":
        return hello(message);
      default:
        throw new MalformedFrame(
            optionalText(null, message, "id"),
            "Unknown frame type; this server knows hello, query, unsubscribe, mutation, action, auth, ack and ping");
    }
  }

  private static String token(Doc token) throws MalformedFrame {
    if (token.kind() == Doc.NULL) {
      return null;
    }
    if (token.kind() != Doc.STRING) {
      throw new MalformedFrame(null, "\"token\" must be a string, or null to sign out");
    }
    return token.string();
  }

  private static ClientMessage hello(Doc message) throws MalformedFrame {
    Doc protocol = message.field("protocol");
    if (protocol.kind() != Doc.NUMBER || protocol.number() < 2) {
      throw new MalformedFrame(null, "\"protocol\" must be a number of at least 2");
    }
    String session = optionalText(null, message, "session");
    if (session != null && !isSession(session)) {
      throw new MalformedFrame(null, "\"session\" must be 32 lower-case hexadecimal digits");
    }
    int common = 0;
    Doc capabilities = message.field("capabilities");
    for (int i = 0; capabilities.kind() == Doc.ARRAY && i < capabilities.size(); i++) {
      Doc capability = capabilities.at(i);
      for (int j = 0; j < ClientMessage.Hello.CAPABILITIES.length; j++) {
        if (capability.kind() == Doc.STRING
            && capability.string().equals(ClientMessage.Hello.CAPABILITIES[j])) {
          common |= 1 << j;
        }
      }
    }
    if ((common & ClientMessage.Hello.HASH) == 0) {
      common &= ~ClientMessage.Hello.PATCH;
    }
    return new ClientMessage.Hello(session, common);
  }

  private static boolean isSession(String text) {
    if (text.length() != SESSION_DIGITS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!(unit >= '0' && unit <= '9' || unit >= 'a' && unit <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String id(Doc message) throws MalformedFrame {
    String id = optionalText(null, message, "id");
    if (id == null || id.isEmpty() || id.length() > MAX_ID) {
      throw new MalformedFrame(null, "\"id\" must be a string of 1 to 256 characters");
    }
    return id;
  }

  private static String function(Doc message) throws MalformedFrame {
    String function = optionalText(id(message), message, "fn");
    if (function == null) {
      throw new MalformedFrame(id(message), "\"fn\" must be the name of a function");
    }
    return function;
  }

  private Doc args(Doc message) throws MalformedFrame {
    Doc args = message.field("args");
    if (args.kind() == Doc.ABSENT) {
      return docs.object().build();
    }
    if (args.kind() != Doc.OBJECT) {
      throw new MalformedFrame(id(message), "\"args\" must be an object");
    }
    return args;
  }

  private static String optionalText(String requestId, Doc message, String field)
      throws MalformedFrame {
    Doc value = message.field(field);
    if (value.kind() == Doc.ABSENT) {
      return null;
    }
    if (value.kind() != Doc.STRING) {
      throw new MalformedFrame(requestId, "\"" + field + "\" must be a string");
    }
    return value.string();
  }

  /** A whole number of at least 0; 0 if absent. */
  private static double counter(Doc message, String field) throws MalformedFrame {
    Doc value = message.field(field);
    if (value.kind() == Doc.ABSENT) {
      return 0;
    }
    double number = value.kind() == Doc.NUMBER ? value.number() : -1;
    if (!(number >= 0 && number <= MAX_SEQ && Math.floor(number) == number)) {
      throw new MalformedFrame(
          optionalText(null, message, "id"),
          "\"" + field + "\" must be a whole number of at least 0");
    }
    return number;
  }
}
