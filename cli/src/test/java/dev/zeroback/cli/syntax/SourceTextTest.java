package dev.zeroback.cli.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ANTLR's own stream is the reference. */
class SourceTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "export const a = `x${{ b: 1 }}y`\r\n// end",
        "const größe = '日本' /* ü */ + /[/]\\u0000/g",
        "const face = '\uD83D\uDE00', after = \"\uD83D\uDE00\"\nnext(1)",
        "'not closed",
        "\uFEFFimport x from \"./x\""
      })
  void tokensAreThoseOfAntlrsOwnStream(String text) {
    assertThat(tokens(SourceText.of(text))).isEqualTo(tokens(CharStreams.fromString(text)));
  }

  private static List<String> tokens(CharStream stream) {
    TypeScriptLexer lexer = new TypeScriptLexer(stream);
    lexer.removeErrorListeners();
    List<String> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.nextToken();
      tokens.add(token.toString());
    } while (token.getType() != Token.EOF);
    return tokens;
  }
}
