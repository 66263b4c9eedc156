package dev.zeroback.core.protocol;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.TextBuffer;

/**
 * Writes server frames. Request ids and results are passed as JSON text, so that each is serialised
 * once however many frames it goes into; a result of {@code null} leaves the key out. A {@code ts}
 * of 0 is left out: the base protocol has none.
 */
public final class FrameEncoder {
  public static final String PONG = "{\"type\":\"pong\"}";

  private final Docs docs;
  private final TextBuffer out;

  public FrameEncoder(Docs docs, Natives natives) {
    this.docs = docs;
    this.out = natives.newText();
  }

  /** {@code text} as a JSON string. */
  public String quote(String text) {
    return docs.stringify(docs.of(text));
  }

  public String hello(String session, boolean known, double applied, double ts, int capabilities) {
    out.append("{\"type\":\"hello\",\"protocol\":2,\"session\":\"");
    out.append(session);
    out.append("\",\"known\":");
    out.append(known ? "true" : "false");
    out.append(",\"applied\":");
    out.append(docs.number(applied));
    appendTs(ts);
    out.append(",\"capabilities\":[");
    boolean first = true;
    for (int i = 0; i < ClientMessage.Hello.CAPABILITIES.length; i++) {
      if ((capabilities & 1 << i) != 0) {
        out.append(first ? "\"" : ",\"");
        out.append(ClientMessage.Hello.CAPABILITIES[i]);
        out.append("\"");
        first = false;
      }
    }
    out.append("]}");
    return out.take();
  }

  /** First answer of a query. */
  public String result(String quotedId, String result, double ts, String hash) {
    begin("{\"type\":\"result\",\"id\":", quotedId);
    appendResult(result);
    appendTs(ts);
    if (hash != null) {
      appendHash(hash);
    }
    out.append("}");
    return out.take();
  }

  /** First answer of a query whose result the client already has. */
  public String unchanged(String quotedId, double ts, String hash) {
    begin("{\"type\":\"unchanged\",\"id\":", quotedId);
    appendTs(ts);
    appendHash(hash);
    out.append("}");
    return out.take();
  }

  public String mutationResult(String quotedId, String result, double ts) {
    begin("{\"type\":\"mutationResult\",\"id\":", quotedId);
    appendResult(result);
    appendTs(ts);
    out.append("}");
    return out.take();
  }

  public String actionResult(String quotedId, String result) {
    begin("{\"type\":\"actionResult\",\"id\":", quotedId);
    appendResult(result);
    out.append("}");
    return out.take();
  }

  /**
   * @param quotedId {@code null} when the frame itself could not be read
   */
  public String error(String quotedId, String code, String message, String data) {
    out.append("{\"type\":\"error\"");
    if (quotedId != null) {
      out.append(",\"id\":");
      out.append(quotedId);
    }
    out.append(",");
    appendError(code, message, data);
    out.append("}");
    return out.take();
  }

  /** The failure of a request. */
  public String error(String quotedId, ZerobackException error) {
    return error(quotedId, error.code().code(), error.getMessage(), dataOf(error));
  }

  /**
   * The answer to {@code auth}.
   *
   * @param refusal {@code null} when the client is signed in, or out, as it asked
   */
  public String authResult(String refusal) {
    return refusal == null
        ? "{\"type\":\"authResult\",\"ok\":true}"
        : "{\"type\":\"authResult\",\"ok\":false,\"error\":".concat(quote(refusal)).concat("}");
  }

  /** One query changed, for a client of the base protocol. */
  public String update(String quotedId, String result) {
    begin("{\"type\":\"update\",\"id\":", quotedId);
    appendResult(result);
    out.append("}");
    return out.take();
  }

  /** One changed query in an {@code updates} frame. */
  public String resultItem(String quotedId, String result, String hash) {
    begin("{\"id\":", quotedId);
    appendResult(result);
    if (hash != null) {
      appendHash(hash);
    }
    out.append("}");
    return out.take();
  }

  /**
   * The difference of one query's result in an {@code updates} frame.
   *
   * @param patch made for the result whose hash is {@code base}
   */
  public String patchItem(String quotedId, String patch, String base, String hash) {
    begin("{\"id\":", quotedId);
    out.append(",\"patch\":");
    out.append(patch);
    out.append(",\"base\":\"");
    out.append(base);
    out.append("\"");
    appendHash(hash);
    out.append("}");
    return out.take();
  }

  /** One failed query in an {@code updates} frame. */
  public String errorItem(String quotedId, ZerobackException error) {
    begin("{\"id\":", quotedId);
    out.append(",\"error\":{");
    appendError(error.code().code(), error.getMessage(), dataOf(error));
    out.append("}}");
    return out.take();
  }

  /**
   * Several queries changed in the same commit.
   *
   * @param items of {@link #resultItem} and {@link #errorItem}, joined by commas
   */
  public String updates(String items, double ts) {
    out.append("{\"type\":\"updates\"");
    appendTs(ts);
    out.append(",\"items\":[");
    out.append(items);
    out.append("]}");
    return out.take();
  }

  private String dataOf(ZerobackException error) {
    return error.data() == null ? null : docs.stringify(error.data());
  }

  private void begin(String head, String quotedId) {
    out.append(head);
    out.append(quotedId);
  }

  private void appendResult(String result) {
    if (result != null) {
      out.append(",\"result\":");
      out.append(result);
    }
  }

  private void appendTs(double ts) {
    if (ts != 0) {
      out.append(",\"ts\":");
      out.append(docs.number(ts));
    }
  }

  private void appendHash(String hash) {
    out.append(",\"hash\":\"");
    out.append(hash);
    out.append("\"");
  }

  private void appendError(String code, String message, String data) {
    out.append("\"code\":\"");
    out.append(code);
    out.append("\",\"message\":");
    out.append(quote(message));
    if (data != null) {
      out.append(",\"data\":");
      out.append(data);
    }
  }
}
