package dev.zeroback.cli.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/** What the lexer must remember: the token before, open templates and open parentheses. */
abstract class TypeScriptLexerBase extends Lexer {
  /** Braces open inside each open template expression, innermost last. */
  private final Deque<Integer> templateBraces = new ArrayDeque<>();

  /**
   * For each open parenthesis, whether it follows {@code if}, {@code for}, {@code while} or {@code
   * with}.
   */
  private final Deque<Boolean> controlParens = new ArrayDeque<>();

  private Token last;
  private boolean lastClosedControl;
  private boolean lastIsMember;

  protected TypeScriptLexerBase(CharStream input) {
    super(input);
  }

  @Override
  public Token nextToken() {
    Token next = super.nextToken();
    lastIsMember = last != null && isMemberAccess(last.getType());
    lastClosedControl = next.getType() == TypeScriptLexer.CloseParen && closedControl;
    last = next;
    return next;
  }

  private boolean closedControl;

  void openParen() {
    controlParens.push(
        last != null && !lastIsMember && TokenKinds.opensControlHead(last.getType()));
  }

  void closeParen() {
    closedControl = !controlParens.isEmpty() && controlParens.pop();
  }

  void openBrace() {
    if (!templateBraces.isEmpty()) {
      templateBraces.push(templateBraces.pop() + 1);
    }
  }

  /**
   * Turns the brace that ends {@code ${...}} into its own token and goes on with the template's
   * text.
   */
  void closeBrace() {
    if (templateBraces.isEmpty()) {
      return;
    }
    int open = templateBraces.pop();
    if (open > 0) {
      templateBraces.push(open - 1);
    } else {
      setType(TypeScriptLexer.TemplateExpressionClose);
      popMode();
    }
  }

  void openTemplateExpression() {
    templateBraces.push(0);
  }

  boolean digitAhead() {
    int next = _input.LA(1);
    return next >= '0' && next <= '9';
  }

  /**
   * Whether an operand is due, so that {@code /} begins a regular expression and is no division.
   */
  boolean operandDue() {
    if (last == null) {
      return true;
    }
    if (lastIsMember) {
      return false;
    }
    return lastClosedControl
        || last.getType() == TypeScriptLexer.CloseBrace
        || !TokenKinds.endsOperand(last.getType());
  }

  private static boolean isMemberAccess(int type) {
    return type == TypeScriptLexer.Dot || type == TypeScriptLexer.QuestionDot;
  }
}
