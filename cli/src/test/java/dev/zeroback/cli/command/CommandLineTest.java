package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static final CommandSpec SPEC =
      new CommandSpec(
          "sail",
          "Sail somewhere",
          List.of("port", "cargo"),
          1,
          true,
          List.of(
              CommandSpec.Option.valued("speed", "knots", "How fast"),
              CommandSpec.Option.flag("dry-run", "Stay in the harbour")),
          "Details.");

  @Test
  void argumentsOptionsAndTheRestAreToldApart() throws UsageException {
    CommandLine line =
        CommandLine.parse(
            SPEC, List.of("--speed", "5", "cadiz", "--dry-run", "--", "--speed", "x"));
    assertThat(line.argument(0)).contains("cadiz");
    assertThat(line.argument(1)).isEmpty();
    assertThat(line.value("speed")).contains("5");
    assertThat(line.has("dry-run")).isTrue();
    assertThat(line.passedThrough()).containsExactly("--speed", "x");
  }

  @Test
  void valueMayFollowAnEqualsSign() throws UsageException {
    assertThat(CommandLine.parse(SPEC, List.of("a", "--speed=7")).value("speed")).contains("7");
  }

  @Test
  void jsonArgumentIsNoOption() throws UsageException {
    assertThat(CommandLine.parse(SPEC, List.of("a", "{\"b\": 1}")).argument(1))
        .contains("{\"b\": 1}");
  }

  @Test
  void misuseSaysWhatToWrite() {
    assertMisuse(List.of(), "needs <port>. Write: zeroback sail <port> [cargo]");
    assertMisuse(List.of("a", "b", "c"), "Unexpected argument \"c\"");
    assertMisuse(List.of("a", "--sped", "5"), "has no option --sped. Did you mean \"--speed\"?");
    assertMisuse(List.of("a", "-s"), "has no option -s");
    assertMisuse(List.of("a", "--hepl"), "has no option --hepl. Did you mean \"--help\"?");
    assertMisuse(List.of("a", "--dry-run=no"), "--dry-run takes no value: leave out =no");
    assertMisuse(List.of("a", "--speed"), "--speed needs a value: --speed <knots>");
  }

  private static void assertMisuse(List<String> words, String message) {
    assertThatThrownBy(() -> CommandLine.parse(SPEC, words)).hasMessageContaining(message);
  }
}
