package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WranglerLinesTest {
  private final List<String> shown = new ArrayList<>();
  private final WranglerLines lines =
      new WranglerLines(
          shown::add,
          () -> shown.add("READY"),
          () -> shown.add("RELOADED"),
          () -> shown.add("TAKEN"),
          () -> shown.add("FAILED"));

  @Test
  void bannerAndBindingsAreKeptBack_andReadyIsToldOnce() {
    for (String line :
        List.of(
            "",
            " ⛅️ wrangler 4.86.0 (update available 4.164.0)",
            "──────────────────────────────────────────────",
            "Your Worker has access to the following bindings:",
            "Binding                                  Resource                  Mode",
            "env.ZEROBACK_DO (ZerobackDO)             Durable Object            local",
            "env.KEY (\"(hidden)\")                     Environment Variable      local",
            "⎔ Starting local server...",
            "[wrangler:info] GET /health 200 OK (4ms)",
            "Note that there is a newer version of Wrangler available (4.164.0).",
            "? Would you like to report this error to Cloudflare? Wrangler's output and the error",
            "[wrangler:info] Ready on http://localhost:8788",
            "[wrangler:info] Ready on http://localhost:8788")) {
      lines.accept(line);
    }
    assertThat(shown).containsExactly("READY");
  }

  @Test
  void codeThatFailsWhenItIsLoaded_isToldFromOtherErrors() {
    lines.accept("[wrangler:error] Uncaught Error: of a request");
    assertThat(lines.codeFailed()).isFalse();
    lines.accept("✘ [ERROR] service core:user:app: Uncaught Error: at load");
    assertThat(lines.codeFailed()).isTrue();
  }

  @Test
  void whatTheNewestWranglerRepeatsOfCodeThatFailed_isKeptBack() {
    String warning =
        "▲ [WARNING] A DurableObjectNamespace in the config referenced the class \"A\"";
    lines.accept(warning);
    for (String line :
        List.of(
            "✘ [ERROR] service core:user:app: Uncaught Error: at load",
            "    at null.<anonymous> (worker.js:9:19739)",
            warning,
            "✘ [ERROR] The Workers runtime failed to start. There was likely a problem with the",
            "  Runtime stderr:",
            "  {\"timestamp\":\"1\",\"message\":\"service core:user:app: Uncaught Error: at load\"}")) {
      lines.accept(line);
    }
    assertThat(shown)
        .containsExactly(
            warning,
            "✘ [ERROR] service core:user:app: Uncaught Error: at load",
            "    at null.<anonymous> (worker.js:9:19739)");
  }

  @Test
  void aWorkerThatCannotBeBundled_isToldOnce_withItsErrors() {
    lines.accept("✘ [ERROR] Build failed with 1 error:");
    lines.accept("  ✘ [ERROR] Could not resolve \"a\"");
    lines.accept("✘ [ERROR] Build failed with 1 error:");
    assertThat(lines.buildFailed()).isTrue();
    assertThat(shown)
        .containsExactly(
            "✘ [ERROR] Build failed with 1 error:",
            "FAILED",
            "  ✘ [ERROR] Could not resolve \"a\"",
            "✘ [ERROR] Build failed with 1 error:");
  }

  @Test
  void whyTheAppIsNotServed_isShownWithoutAStack_andWithWhatHelpsLocally() {
    for (String line :
        List.of(
            "✘ [ERROR] Zeroback cannot serve this app: n [ZerobackError]: Stored documents do not"
                + " fit the schema:",
            "  - Table \"tasks\", field \"text\"",
            "  Deploy a schema that accepts them, change the documents, then narrow it.",
            "      at n.coded (file:///app/node_modules/@zeroback/values/src/error.ts:31:53)",
            "      at new <anonymous> (file:///app/do-wrapper.worker.ts:26:4) {",
            "    code: 'unavailable'",
            "  }")) {
      lines.accept(line);
    }
    lines.accept("POST /__admin/run 503");
    lines.accept("    at the app's own line");
    assertThat(shown)
        .containsExactly(
            "✘ [ERROR] Zeroback cannot serve this app: Stored documents do not fit the schema:",
            "  - Table \"tasks\", field \"text\"",
            "  Deploy a schema that accepts them, change the documents, then narrow it.",
            "  If you need none of the local data: stop dev, \"zeroback reset\", start it again.",
            "POST /__admin/run 503",
            "    at the app's own line");
  }

  @Test
  void aTakenPort_isKnownFromWranglerAndFromWorkerd_andLeftToOthersToSay() {
    lines.accept("✘ [ERROR] Address already in use (127.0.0.1:8788). Please choose another.");
    assertThat(lines.takenPort()).hasValue(8788);
    lines.accept("*** Fatal: Address already in use; toString() = [::1]:9229");
    assertThat(lines.takenPort()).hasValue(9229);
    lines.accept("stack: /usr/bin/workerd@51f7db6");
    lines.accept("The code says: Address already in use (127.0.0.1:1)");
    assertThat(lines.takenPort()).hasValue(9229);
    assertThat(shown)
        .containsExactly("TAKEN", "The code says: Address already in use (127.0.0.1:1)");
  }

  @Test
  void logsRequestsAndErrorsAreShown_withoutColors() {
    lines.accept("hello { a: 1 }");
    lines.accept("env.KEY is local");
    lines.accept("Ready on http://example.com");
    lines.accept(
        "\u001B[31m✘ \u001B[41;31m[\u001B[41;97mERROR\u001B[41;31m]\u001B[0m \u001B[1mbad\u001B[0m");
    lines.accept("[wrangler:info] GET / 200 OK (10ms)");
    lines.accept("[wrangler:error] Error: boom");
    lines.accept("⎔ Local server updated and ready");
    assertThat(shown)
        .containsExactly(
            "hello { a: 1 }",
            "env.KEY is local",
            "Ready on http://example.com",
            "✘ [ERROR] bad",
            "GET / 200 OK (10ms)",
            "Error: boom",
            "RELOADED");
  }
}
