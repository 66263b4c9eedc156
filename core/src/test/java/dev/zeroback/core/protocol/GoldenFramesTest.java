package dev.zeroback.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The frames of docs/golden-frames.json, which the TypeScript client's tests read too. */
class GoldenFramesTest {
  private static final double TS = 1_700_000_000_000_000d;
  private static final String HASH = "0123456789abcdef";
  private static final String SESSION = "00112233445566778899aabbccddeeff";

  private final TreeDocs docs = new TreeDocs();
  private final FrameDecoder decoder = new FrameDecoder(docs);
  private final FrameEncoder frames = new FrameEncoder(docs, new JvmNatives());

  private Map<String, String> golden(String side) throws IOException {
    Doc file = docs.parse(Files.readString(Path.of("../docs/golden-frames.json")));
    Map<String, String> texts = new LinkedHashMap<>();
    Doc list = file.field(side);
    for (int i = 0; i < list.size(); i++) {
      texts.put(list.at(i).field("name").string(), list.at(i).field("text").string());
    }
    return texts;
  }

  @Test
  void everyServerFrame_isWrittenToTheLetter() throws IOException {
    String q1 = frames.quote("q1");
    String m1 = frames.quote("m1");
    ZerobackException no = new ZerobackException(ErrorCode.EXECUTION_ERROR, "no");
    Map<String, String> written = new LinkedHashMap<>();
    written.put("result", frames.result(q1, "[]", 0, null));
    written.put("resultOfNothing", frames.result(q1, null, 0, null));
    written.put("resultInSession", frames.result(q1, "[]", TS, HASH));
    written.put("unchanged", frames.unchanged(q1, TS, HASH));
    written.put("update", frames.update(q1, "[1]"));
    written.put(
        "updates",
        frames.updates(
            frames.resultItem(q1, "[1]", null)
                + ","
                + frames.resultItem(frames.quote("q2"), "null", null),
            0));
    written.put(
        "transition",
        frames.updates(
            frames.resultItem(q1, "[1]", HASH) + "," + frames.errorItem(frames.quote("q2"), no),
            TS + 1));
    written.put("emptyTransition", frames.updates("", TS + 1));
    written.put(
        "mutationResult", frames.mutationResult(m1, "\"tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV\"", 0));
    written.put("mutationResultInSession", frames.mutationResult(m1, null, TS + 1));
    written.put("actionResult", frames.actionResult(frames.quote("a1"), "true"));
    written.put(
        "error",
        frames.error(
            m1,
            new ZerobackException(ErrorCode.EXECUTION_ERROR, "args.text: Missing required field")));
    written.put(
        "appError",
        frames.error(
            m1,
            new ZerobackException(
                ErrorCode.APP_ERROR, "Out of stock", TreeDoc.of(Map.of("left", 0.0)))));
    written.put("frameError", frames.error(null, "bad_request", "The frame is not JSON", null));
    written.put("authResult", frames.authResult(null));
    written.put("authRefused", frames.authResult("The token has expired"));
    written.put("pong", FrameEncoder.PONG);
    written.put("hello", frames.hello(SESSION, false, 0, TS, 15));
    written.put(
        "patch",
        frames.updates(
            frames.patchItem(
                q1,
                "{\"remove\":[\"tasks:b\"],\"put\":[{\"_id\":\"tasks:c\"}],\"at\":[0]}",
                HASH,
                "00112233aabbccdd"),
            TS + 1));
    Map<String, String> expected = golden("server");
    written.forEach((name, text) -> assertThat(text).as(name).isEqualTo(expected.get(name)));
    assertThat(written.keySet()).isEqualTo(expected.keySet());
  }

  @Test
  void everyClientFrame_isUnderstood() throws Exception {
    Map<String, String> golden = golden("client");
    Map<String, ClientMessage> read = new LinkedHashMap<>();
    for (Map.Entry<String, String> frame : golden.entrySet()) {
      read.put(frame.getKey(), decoder.decode(frame.getValue()));
    }
    assertThat(read.get("query")).isInstanceOf(ClientMessage.Query.class);
    ClientMessage.Query resumed = (ClientMessage.Query) read.get("queryWithHash");
    assertThat(resumed.hash()).isEqualTo(HASH);
    assertThat(resumed.args().field("done").bool()).isTrue();
    assertThat(read.get("unsubscribe")).isEqualTo(new ClientMessage.Unsubscribe("q1"));
    ClientMessage.Mutation numbered = (ClientMessage.Mutation) read.get("mutationInSession");
    assertThat(numbered.seq()).isEqualTo(3);
    assertThat(numbered.ack()).isEqualTo(2);
    assertThat(((ClientMessage.Mutation) read.get("mutation")).seq()).isZero();
    assertThat(((ClientMessage.Action) read.get("action")).function()).isEqualTo("mail:send");
    assertThat(read.get("ack")).isEqualTo(new ClientMessage.Ack(TS + 1));
    assertThat(read.get("auth")).isEqualTo(new ClientMessage.Auth("abc"));
    assertThat(read.get("signOut")).isEqualTo(new ClientMessage.Auth(null));
    assertThat(read.get("ping")).isEqualTo(new ClientMessage.Ping());
    assertThat(read.get("hello")).isEqualTo(new ClientMessage.Hello(SESSION, 15));
  }
}
