package dev.zeroback.cli.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * A call found among tokens, wherever it stands: {@code name(...)} or {@code anything.name(...)}.
 *
 * @param receiver the word before the dot, {@code "?"} for another expression; absent for a plain
 *     call
 * @param texts for each argument the text that it is, when it is a text literal
 * @param first index of the token that is the name
 * @param last index of the closing parenthesis
 */
public record WrittenCall(
    String name,
    Optional<String> receiver,
    Position position,
    List<Optional<Argument>> texts,
    int first,
    int last) {

  /** A text literal given as an argument. */
  public record Argument(Position position, String text) {}

  public Optional<Argument> text(int index) {
    return index < texts.size() ? texts.get(index) : Optional.empty();
  }

  /** Returns every call in a module, bodies of functions included, in source order. */
  public static List<WrittenCall> in(SourceModule module) {
    return in(module, new TokenRange(0, module.tokens().size() - 1));
  }

  /** Returns the calls in a part of a module. */
  public static List<WrittenCall> in(SourceModule module, TokenRange range) {
    List<WrittenCall> calls = new ArrayList<>();
    List<Token> tokens = module.tokens();
    for (int i = range.first(); i < range.last(); i++) {
      int open = tokens.get(i + 1).getType();
      boolean name = TokenKinds.isName(tokens.get(i).getType());
      if (name && open == TypeScriptLexer.OpenParen && !isDeclared(tokens, i)) {
        calls.add(read(tokens, i));
      }
    }
    return calls;
  }

  /**
   * Returns whether a part of a module has a name otherwise than as a call, a member or a key:
   * perhaps it is declared there.
   */
  public static boolean mentions(SourceModule module, TokenRange range, String name) {
    List<Token> tokens = module.tokens();
    for (int i = range.first(); i < range.last(); i++) {
      boolean called = tokens.get(i + 1).getType() == TypeScriptLexer.OpenParen;
      if (tokens.get(i).getText().equals(name)
          && TokenKinds.isName(tokens.get(i).getType())
          && receiverOf(tokens, i).isEmpty()
          && !isKey(tokens, i)
          && (!called || isDeclared(tokens, i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether {@code name: value} stands there in braces; in parentheses it has a type. */
  private static boolean isKey(List<Token> tokens, int name) {
    int before = tokens.get(name - 1).getType();
    if (tokens.get(name + 1).getType() != TypeScriptLexer.Colon
        || before != TypeScriptLexer.OpenBrace && before != TypeScriptLexer.Comma) {
      return false;
    }
    int depth = 0;
    int i = name;
    while (depth < 1 && --i > 0) {
      int type = tokens.get(i).getType();
      depth += TokenKinds.isOpening(type) ? 1 : TokenKinds.isClosing(type) ? -1 : 0;
    }
    return tokens.get(i).getType() == TypeScriptLexer.OpenBrace;
  }

  private static boolean isDeclared(List<Token> tokens, int name) {
    return name > 0 && tokens.get(name - 1).getType() == TypeScriptLexer.Function;
  }

  private static WrittenCall read(List<Token> tokens, int name) {
    List<Optional<Argument>> texts = new ArrayList<>();
    int depth = 0;
    int start = name + 2;
    int i = name + 1;
    for (; i < tokens.size(); i++) {
      int type = tokens.get(i).getType();
      if (TokenKinds.isOpening(type)) {
        depth++;
      } else if (TokenKinds.isClosing(type)) {
        depth--;
      }
      if (depth == 0 || depth == 1 && type == TypeScriptLexer.Comma) {
        if (i > start) {
          texts.add(textIn(tokens, start, i));
        }
        start = i + 1;
      }
      if (depth == 0) {
        break;
      }
    }
    Token token = tokens.get(name);
    return new WrittenCall(
        token.getText(),
        receiverOf(tokens, name),
        positionOf(token),
        texts,
        name,
        Math.min(i, tokens.size() - 1));
  }

  private static Optional<Argument> textIn(List<Token> tokens, int start, int end) {
    Token token = tokens.get(start);
    return end == start + 1 && token.getType() == TypeScriptLexer.StringLiteral
        ? Optional.of(new Argument(positionOf(token), StringLiterals.valueOf(token.getText())))
        : Optional.empty();
  }

  private static Optional<String> receiverOf(List<Token> tokens, int name) {
    if (name < 2) {
      return Optional.empty();
    }
    int dot = tokens.get(name - 1).getType();
    if (dot != TypeScriptLexer.Dot && dot != TypeScriptLexer.QuestionDot) {
      return Optional.empty();
    }
    Token before = tokens.get(name - 2);
    return Optional.of(TokenKinds.isName(before.getType()) ? before.getText() : "?");
  }

  private static Position positionOf(Token token) {
    return new Position(token.getLine(), token.getCharPositionInLine() + 1);
  }
}
