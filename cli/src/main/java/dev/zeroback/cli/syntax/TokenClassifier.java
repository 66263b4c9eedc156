package dev.zeroback.cli.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Settles by token type what TypeScript decides by looking around, so that the grammar needs no
 * lookahead:
 *
 * <ul>
 *   <li>a semicolon is put in where a line break ends a statement outside all brackets;
 *   <li>the parenthesis that opens an arrow function's parameters becomes {@code ArrowParen};
 *   <li>{@code <} that opens type arguments in an expression becomes {@code TypeOpen};
 *   <li>{@code !}, {@code ++} and {@code --} after an operand become {@code NonNull} and {@code
 *       Postfix};
 *   <li>{@code as} and {@code satisfies} that begin a line are plain names.
 * </ul>
 *
 * The rules for type arguments and line breaks follow ECMA-262 (12.10) and TypeScript's published
 * grammar notes.
 */
final class TokenClassifier {
  private final List<Token> tokens;
  private final int[] closing;

  private TokenClassifier(List<Token> tokens) {
    this.tokens = tokens;
    this.closing = matchBrackets(tokens);
  }

  /** Returns the tokens of a module, classified; the last one is the end of the file. */
  static List<Token> classify(List<Token> tokens) {
    return new TokenClassifier(tokens).run();
  }

  private List<Token> run() {
    List<Token> result = new ArrayList<>(tokens.size() + tokens.size() / 8);
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      CommonToken token = (CommonToken) tokens.get(i);
      if (depth == 0 && i > 0 && endsStatementBefore(i)) {
        result.add(semicolonAfter(tokens.get(i - 1)));
      }
      int type = token.getType();
      if (TokenKinds.isOpening(type)) {
        depth++;
      } else if (TokenKinds.isClosing(type)) {
        depth--;
      }
      token.setType(classified(i, type));
      result.add(token);
    }
    return result;
  }

  private int classified(int i, int type) {
    switch (type) {
      case TypeScriptLexer.OpenParen:
        return opensArrowParameters(i) ? TypeScriptLexer.ArrowParen : type;
      case TypeScriptLexer.Less:
        return opensTypeArguments(i) ? TypeScriptLexer.TypeOpen : type;
      case TypeScriptLexer.Not:
        return followsOperandOnLine(i) ? TypeScriptLexer.NonNull : type;
      case TypeScriptLexer.Increment:
        return followsOperandOnLine(i) ? TypeScriptLexer.Postfix : type;
      case TypeScriptLexer.As:
      case TypeScriptLexer.Satisfies:
        return i > 0 && breaksLineBefore(i) && TokenKinds.endsOperand(typeAt(i - 1))
            ? TypeScriptLexer.Identifier
            : type;
      default:
        return type;
    }
  }

  private boolean endsStatementBefore(int i) {
    int type = typeAt(i);
    if (type == Token.EOF) {
      return typeAt(i - 1) != TypeScriptLexer.SemiColon;
    }
    if (!breaksLineBefore(i) || TokenKinds.continuesLine(type)) {
      return false;
    }
    if (type == TypeScriptLexer.From && typeAt(i + 1) == TypeScriptLexer.StringLiteral) {
      return false;
    }
    int before = typeAt(i - 1);
    return TokenKinds.endsStatement(before)
        && !(before == TypeScriptLexer.CloseParen && closesControlHead(i - 1));
  }

  private boolean closesControlHead(int close) {
    int open = closing[close];
    return open > 0 && TokenKinds.opensControlHead(typeAt(open - 1));
  }

  private boolean followsOperandOnLine(int i) {
    return i > 0 && TokenKinds.endsOperand(typeAt(i - 1)) && !breaksLineBefore(i);
  }

  private boolean opensArrowParameters(int open) {
    int close = closing[open];
    if (close < 0) {
      return false;
    }
    int before = open == 0 ? Token.EOF : typeAt(open - 1);
    if (TokenKinds.endsOperand(before) && before != TypeScriptLexer.Async) {
      return false;
    }
    int next = typeAt(close + 1);
    if (next == TypeScriptLexer.Arrow) {
      return true;
    }
    return next == TypeScriptLexer.Colon
        && (before != TypeScriptLexer.Question || declaresTypes(open, close))
        && arrowEndsType(close + 2);
  }

  /**
   * Whether parentheses after {@code ?} are empty or hold typed parameters, and so are no operand.
   */
  private boolean declaresTypes(int open, int close) {
    if (close == open + 1) {
      return true;
    }
    for (int i = open + 1; i < close; i++) {
      int type = typeAt(i);
      if (type == TypeScriptLexer.Colon) {
        return true;
      }
      if (type == TypeScriptLexer.Question && typeAt(i + 1) != TypeScriptLexer.Colon) {
        return false;
      }
      if (TokenKinds.isOpening(type) && closing[i] > 0) {
        i = closing[i];
      }
    }
    return false;
  }

  /** Whether a type that begins at {@code start} is followed by an arrow. */
  private boolean arrowEndsType(int start) {
    int angles = 0;
    for (int i = start; i < tokens.size(); i++) {
      int type = typeAt(i);
      if (type == TypeScriptLexer.Arrow && angles == 0) {
        return !(i == start);
      }
      if (type == TypeScriptLexer.Less || type == TypeScriptLexer.TypeOpen) {
        angles++;
      } else if (type == TypeScriptLexer.Greater) {
        angles--;
      } else if (TokenKinds.isOpening(type)) {
        if (closing[i] < 0) {
          return false;
        }
        i = closing[i];
      } else if (!isTypeToken(type) && !(angles > 0 && type == TypeScriptLexer.Comma)) {
        return false;
      }
    }
    return false;
  }

  /**
   * Whether {@code <} at {@code open} encloses types only and is followed by what may follow type
   * arguments.
   */
  private boolean opensTypeArguments(int open) {
    if (open == 0
        || !TokenKinds.isName(typeAt(open - 1)) && typeAt(open - 1) != TypeScriptLexer.CloseParen) {
      return false;
    }
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      int type = typeAt(i);
      if (type == TypeScriptLexer.Less || type == TypeScriptLexer.TypeOpen) {
        depth++;
      } else if (type == TypeScriptLexer.Greater) {
        depth--;
        if (depth == 0) {
          return mayFollowTypeArguments(i + 1);
        }
      } else if (TokenKinds.isOpening(type)) {
        if (closing[i] < 0) {
          return false;
        }
        i = closing[i];
      } else if (!isTypeToken(type)
          && type != TypeScriptLexer.Comma
          && type != TypeScriptLexer.Arrow) {
        return false;
      }
    }
    return false;
  }

  private boolean mayFollowTypeArguments(int i) {
    int type = typeAt(i);
    if (type == Token.EOF || breaksLineBefore(i)) {
      return true;
    }
    switch (type) {
      case TypeScriptLexer.Plus:
      case TypeScriptLexer.Minus:
      case TypeScriptLexer.Less:
      case TypeScriptLexer.Greater:
      case TypeScriptLexer.OpenBracket:
      case TypeScriptLexer.Slash:
        return false;
      default:
        return TokenKinds.continuesLine(type);
    }
  }

  private static boolean isTypeToken(int type) {
    switch (type) {
      case TypeScriptLexer.Dot:
      case TypeScriptLexer.Bar:
      case TypeScriptLexer.Ampersand:
      case TypeScriptLexer.Question:
      case TypeScriptLexer.Colon:
      case TypeScriptLexer.Minus:
      case TypeScriptLexer.Number:
      case TypeScriptLexer.StringLiteral:
      case TypeScriptLexer.Typeof:
      case TypeScriptLexer.Extends:
      case TypeScriptLexer.New:
      case TypeScriptLexer.Import:
      case TypeScriptLexer.Void:
      case TypeScriptLexer.Null:
      case TypeScriptLexer.True:
      case TypeScriptLexer.False:
      case TypeScriptLexer.This:
      case TypeScriptLexer.TemplateOpen:
      case TypeScriptLexer.TemplateText:
      case TypeScriptLexer.TemplateExpressionOpen:
      case TypeScriptLexer.TemplateExpressionClose:
      case TypeScriptLexer.TemplateClose:
        return true;
      default:
        return TokenKinds.isName(type);
    }
  }

  private int typeAt(int i) {
    return i < tokens.size() ? tokens.get(i).getType() : Token.EOF;
  }

  private boolean breaksLineBefore(int i) {
    if (i >= tokens.size()) {
      return true;
    }
    Token before = tokens.get(i - 1);
    int end = before.getLine();
    if (before.getType() == TypeScriptLexer.StringLiteral) {
      end += (int) before.getText().chars().filter(c -> c == '\n').count();
    }
    return tokens.get(i).getLine() > end;
  }

  private static CommonToken semicolonAfter(Token before) {
    CommonToken semicolon = new CommonToken(before);
    semicolon.setType(TypeScriptLexer.SemiColon);
    semicolon.setText(";");
    return semicolon;
  }

  /** For each bracket the index of its partner, else -1. */
  private static int[] matchBrackets(List<Token> tokens) {
    int[] partner = new int[tokens.size()];
    int[] open = new int[tokens.size()];
    int depth = 0;
    for (int i = 0; i < partner.length; i++) {
      partner[i] = -1;
      int type = tokens.get(i).getType();
      if (TokenKinds.isOpening(type)) {
        open[depth++] = i;
      } else if (TokenKinds.isClosing(type) && depth > 0) {
        partner[i] = open[--depth];
        partner[open[depth]] = i;
      }
    }
    return partner;
  }
}
