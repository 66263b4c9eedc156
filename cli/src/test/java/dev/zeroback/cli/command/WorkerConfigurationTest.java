package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.FakeHost;
import org.junit.jupiter.api.Test;

class WorkerConfigurationTest {
  private final FakeHost host = new FakeHost();

  @Test
  void ofSeveral_theOneThatWranglerReadsCounts() {
    host.texts.put("/app/wrangler.toml", "main = \"toml.ts\"");
    assertThat(nameOfFound()).isEqualTo("/app/wrangler.toml");
    host.texts.put("/app/wrangler.jsonc", "{}");
    assertThat(nameOfFound()).isEqualTo("/app/wrangler.jsonc");
    host.texts.put("/app/wrangler.json", "{}");
    assertThat(nameOfFound()).isEqualTo("/app/wrangler.json");
  }

  @Test
  void mainOfToml_standsAboveTheTables() {
    assertThat(toml("name = \"a\"\n main = 'src/a.ts' # b\n").main(host.json()))
        .contains("src/a.ts");
    assertThat(toml("[env]\nmain = \"b.ts\"\n").main(host.json())).isEmpty();
    assertThat(toml("main_module = \"b.ts\"\n").main(host.json())).isEmpty();
  }

  @Test
  void namesInComments_areNotMentioned() {
    assertThat(toml("[vars]\nA = \"#\" # OTHER\nOPEN = true").mentions("OPEN")).isTrue();
    assertThat(toml("[vars]\nA = \"#\" # OPEN").mentions("OPEN")).isFalse();
    assertThat(json("{\"vars\": {\"OPEN\": true}}").mentions("OPEN")).isTrue();
    assertThat(json("{ // OPEN\n /* OPEN */ }").mentions("OPEN")).isFalse();
  }

  @Test
  void numberOfAName_isReadAsItIsWritten() {
    assertThat(toml("# port = 1\n[dev]\nport = 9_300 # 2").number("port")).contains(9300);
    assertThat(toml("[dev]\nport = 123456").number("port")).isEmpty();
    assertThat(json("{\"dev\":{\"port\":9300}}").number("port")).contains(9300);
    assertThat(json("{ \"dev\": { // \"port\": 1\n \"port\": 9300, } }").number("port"))
        .contains(9300);
    assertThat(toml("[dev]\nport = \"any\"").number("port")).isEmpty();
  }

  @Test
  void jsonWithCommentsAndLastCommas_becomesJson() {
    assertThat(JsonComments.without("{\"a\": \"// \\\"/*\", /* b\n */ \"c\": [1, 2,\n ], } // d"))
        .isEqualTo("{\"a\": \"// \\\"/*\",  \"c\": [1, 2\n ] } ");
  }

  private String nameOfFound() {
    return WorkerConfiguration.in(new Session(host), "/app").orElseThrow().path();
  }

  private static WorkerConfiguration toml(String text) {
    return new WorkerConfiguration("/app/wrangler.toml", text);
  }

  private static WorkerConfiguration json(String text) {
    return new WorkerConfiguration("/app/wrangler.jsonc", text);
  }
}
