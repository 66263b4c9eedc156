package dev.zeroback.cli.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The smallest case of each mistake that the grammar once made. */
class ModuleParserTest {
  @Test
  void typeArgumentsMayEndTheFile() throws SyntaxException {
    assertThat(valueOf("export const f = g<string>")).isInstanceOf(Expression.Name.class);
  }

  @Test
  void arrowFunctionMayBeginOrEndTheFile() throws SyntaxException {
    assertThat(ModuleParser.parse("test.ts", "(a) => a").statements()).hasSize(1);
    assertThatThrownBy(() -> ModuleParser.parse("test.ts", "x = (a): b"))
        .isInstanceOf(SyntaxException.class);
  }

  @Test
  void comparisonsAreNoTypeArguments() throws SyntaxException {
    assertThat(valueOf("export const f = a < b && c > d")).isInstanceOf(Expression.Opaque.class);
    assertThat(valueOf("export const f = [a < b, c > +d]"))
        .isInstanceOfSatisfying(
            Expression.ListLiteral.class, list -> assertThat(list.elements()).hasSize(2));
  }

  @Test
  void typedArrowFunctionMayFollowAQuestionMark() throws SyntaxException {
    assertThat(valueOf("export const f = x ? (a: number): number => a : (b: number): number => b"))
        .isInstanceOf(Expression.Opaque.class);
    assertThat(valueOf("export const f = x ? (a) : (b) => b"))
        .isInstanceOf(Expression.Opaque.class);
  }

  @Test
  void arrowFunctionTakesNoSuffixOfItsBody() throws SyntaxException {
    assertThat(valueOf("export const f = (a) => query(a)"))
        .isInstanceOfSatisfying(
            Expression.FunctionLiteral.class,
            function ->
                assertThat(function.result())
                    .hasValueSatisfying(
                        result -> assertThat(result).isInstanceOf(Expression.Call.class)));
  }

  private static Expression valueOf(String text) throws SyntaxException {
    SourceModule module = ModuleParser.parse("test.ts", text);
    return ((Declaration.Constant) module.declarations().get("f")).value();
  }
}
