package dev.zeroback.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.platform.FakeHost;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedModulesTest {
  private final FakeHost host = new FakeHost();
  private final ParsedModules parsed = new ParsedModules();

  @Test
  void onlyWhatWasSaved_isParsedAgain() {
    host.texts.put("/app/zeroback/one.ts", "export const a = 1");
    host.texts.put("/app/zeroback/two.ts", "export const b = 1");
    List<SourceModule> before = read();
    host.texts.put("/app/zeroback/two.ts", "export const c = 1");
    List<SourceModule> after = read();
    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1).declarations()).containsOnlyKeys("c");
  }

  @Test
  void aFileThatCannotBeParsed_isReportedEachTime_untilItIsMended() {
    host.texts.put("/app/zeroback/one.ts", "export const a = 1");
    List<SourceModule> before = read();
    host.texts.put("/app/zeroback/one.ts", "export const = (");
    for (int i = 0; i < 2; i++) {
      Diagnostics diagnostics = new Diagnostics("/app");
      new ProjectReader(host.files(), "/app/zeroback", diagnostics, parsed).read();
      assertThat(diagnostics.all()).hasSize(1);
    }
    host.texts.put("/app/zeroback/one.ts", "export const a = 1");
    assertThat(read()).isEqualTo(before);
  }

  private List<SourceModule> read() {
    Diagnostics diagnostics = new Diagnostics("/app");
    Project project = new ProjectReader(host.files(), "/app/zeroback", diagnostics, parsed).read();
    assertThat(diagnostics.all()).isEmpty();
    return project.sources();
  }
}
