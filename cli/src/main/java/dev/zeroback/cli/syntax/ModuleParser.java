package dev.zeroback.cli.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/** Reads the text of a TypeScript file. */
public final class ModuleParser {
  private ModuleParser() {}

  /**
   * @param path kept in the result
   * @throws SyntaxException at the first token that fits no rule
   */
  public static SourceModule parse(String path, String text) throws SyntaxException {
    List<Token> tokens = TokenClassifier.classify(tokensOf(text));
    TypeScriptParser parser =
        new TypeScriptParser(new CommonTokenStream(new ListTokenSource(tokens)));
    FirstError error = new FirstError();
    parser.removeErrorListeners();
    parser.addErrorListener(error);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    TypeScriptParser.ModuleContext tree = parser.module();
    if (error.found != null) {
      throw error.found;
    }
    checkTexts(tokens);
    return new ModuleReader(path, tokens).read(tree);
  }

  private static List<Token> tokensOf(String text) {
    TypeScriptLexer lexer = new TypeScriptLexer(SourceText.of(text));
    lexer.removeErrorListeners();
    List<Token> tokens = new ArrayList<>(text.length() / 4);
    Token token;
    do {
      token = lexer.nextToken();
      tokens.add(token);
    } while (token.getType() != Token.EOF);
    return tokens;
  }

  private static void checkTexts(List<Token> tokens) throws SyntaxException {
    for (Token token : tokens) {
      if (token.getType() == TypeScriptLexer.StringLiteral) {
        Optional<String> escape = StringLiterals.malformedEscape(token.getText());
        if (escape.isPresent()) {
          throw new SyntaxException(
              new Position(token.getLine(), token.getCharPositionInLine() + 1),
              "A number must follow " + escape.get() + ". Write \\\\ for a backslash.");
        }
      }
    }
  }

  private static final class FirstError extends BaseErrorListener {
    private SyntaxException found;

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException cause) {
      if (found == null) {
        Token token = (Token) symbol;
        String problem =
            token.getType() == Token.EOF
                ? "The file ends too early: a bracket or quote is not closed."
                : "Unexpected \"" + token.getText() + "\". Correct the syntax here or just before.";
        found = new SyntaxException(new Position(line, column + 1), problem);
      }
    }
  }
}
