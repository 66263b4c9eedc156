package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.FakeHost;
import org.junit.jupiter.api.Test;

/** Which Wrangler runs. */
class WranglerTest {
  private final FakeHost host = new FakeHost();

  @Test
  void theProjectsOwn_comesBeforeTheOneOfTheCli() {
    host.texts.put("/app/node_modules/wrangler/bin/wrangler.js", "");
    host.texts.put("/cli/node_modules/wrangler/bin/wrangler.js", "");
    assertFound("/app/node_modules/wrangler/bin/wrangler.js");
  }

  @Test
  void oneThatOnlyNodeFinds_isFound_whereThereIsNoNodeModules() {
    host.packageFolders.put("wrangler from /cli", "/cache/wrangler.zip/wrangler");
    assertFound("/cache/wrangler.zip/wrangler/bin/wrangler.js");
    host.packageFolders.put("wrangler from /app", "/cache/own.zip/wrangler");
    assertFound("/cache/own.zip/wrangler/bin/wrangler.js");
  }

  private void assertFound(String script) {
    assertThat(Wrangler.find(new Session(host), "/app")).hasValue(script);
  }
}
