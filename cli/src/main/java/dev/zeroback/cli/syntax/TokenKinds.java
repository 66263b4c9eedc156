package dev.zeroback.cli.syntax;

import java.util.BitSet;

/** Sets of token types that the lexer and the classifier ask about. */
final class TokenKinds {
  /** Names that are keywords only in some places. */
  private static final BitSet CONTEXTUAL =
      of(
          TypeScriptLexer.Identifier,
          TypeScriptLexer.Abstract,
          TypeScriptLexer.As,
          TypeScriptLexer.Asserts,
          TypeScriptLexer.Async,
          TypeScriptLexer.Declare,
          TypeScriptLexer.From,
          TypeScriptLexer.Get,
          TypeScriptLexer.Global,
          TypeScriptLexer.Infer,
          TypeScriptLexer.Interface,
          TypeScriptLexer.Is,
          TypeScriptLexer.Keyof,
          TypeScriptLexer.Let,
          TypeScriptLexer.Module,
          TypeScriptLexer.Namespace,
          TypeScriptLexer.Readonly,
          TypeScriptLexer.Satisfies,
          TypeScriptLexer.Set,
          TypeScriptLexer.Type,
          TypeScriptLexer.Unique,
          TypeScriptLexer.Using);

  private static final BitSet OTHER_ENDS =
      of(
          TypeScriptLexer.PrivateName,
          TypeScriptLexer.Number,
          TypeScriptLexer.StringLiteral,
          TypeScriptLexer.RegularExpression,
          TypeScriptLexer.TemplateClose,
          TypeScriptLexer.CloseParen,
          TypeScriptLexer.CloseBracket,
          TypeScriptLexer.CloseBrace,
          TypeScriptLexer.This,
          TypeScriptLexer.Super,
          TypeScriptLexer.Null,
          TypeScriptLexer.True,
          TypeScriptLexer.False,
          TypeScriptLexer.Increment,
          TypeScriptLexer.NonNull,
          TypeScriptLexer.Postfix);

  /** Tokens that carry on the expression, type or declaration of the line before. */
  private static final BitSet CONTINUES_LINE =
      of(
          TypeScriptLexer.OpenBrace,
          TypeScriptLexer.CloseBrace,
          TypeScriptLexer.OpenParen,
          TypeScriptLexer.CloseParen,
          TypeScriptLexer.OpenBracket,
          TypeScriptLexer.CloseBracket,
          TypeScriptLexer.SemiColon,
          TypeScriptLexer.Comma,
          TypeScriptLexer.Dot,
          TypeScriptLexer.QuestionDot,
          TypeScriptLexer.Question,
          TypeScriptLexer.Colon,
          TypeScriptLexer.Arrow,
          TypeScriptLexer.Equals,
          TypeScriptLexer.Less,
          TypeScriptLexer.LessEquals,
          TypeScriptLexer.Greater,
          TypeScriptLexer.Plus,
          TypeScriptLexer.Minus,
          TypeScriptLexer.Star,
          TypeScriptLexer.Slash,
          TypeScriptLexer.Ampersand,
          TypeScriptLexer.Bar,
          TypeScriptLexer.Operator,
          TypeScriptLexer.Assignment,
          TypeScriptLexer.In,
          TypeScriptLexer.Instanceof,
          TypeScriptLexer.Extends,
          TypeScriptLexer.Implements,
          TypeScriptLexer.TemplateOpen);

  private static final BitSet CONTROL_HEADS =
      of(TypeScriptLexer.If, TypeScriptLexer.For, TypeScriptLexer.While, TypeScriptLexer.With);

  private static final BitSet OPENING =
      of(
          TypeScriptLexer.OpenParen,
          TypeScriptLexer.ArrowParen,
          TypeScriptLexer.OpenBrace,
          TypeScriptLexer.OpenBracket,
          TypeScriptLexer.TemplateExpressionOpen);

  private static final BitSet CLOSING =
      of(
          TypeScriptLexer.CloseParen,
          TypeScriptLexer.CloseBrace,
          TypeScriptLexer.CloseBracket,
          TypeScriptLexer.TemplateExpressionClose);

  private TokenKinds() {}

  /** Whether a value or a type may end with this token. */
  static boolean endsOperand(int type) {
    return contains(CONTEXTUAL, type) || contains(OTHER_ENDS, type);
  }

  /**
   * Whether a statement may end with this token: an operand's end, or a keyword that is a whole
   * type.
   */
  static boolean endsStatement(int type) {
    return endsOperand(type)
        || type == TypeScriptLexer.Void
        || type == TypeScriptLexer.Const
        || type == TypeScriptLexer.Greater
        || type == TypeScriptLexer.Debugger;
  }

  static boolean isName(int type) {
    return contains(CONTEXTUAL, type);
  }

  static boolean continuesLine(int type) {
    return contains(CONTINUES_LINE, type);
  }

  static boolean opensControlHead(int type) {
    return contains(CONTROL_HEADS, type);
  }

  static boolean isOpening(int type) {
    return contains(OPENING, type);
  }

  static boolean isClosing(int type) {
    return contains(CLOSING, type);
  }

  /** The end of the file, a negative type, is in no set. */
  private static boolean contains(BitSet set, int type) {
    return type >= 0 && set.get(type);
  }

  private static BitSet of(int... types) {
    BitSet set = new BitSet();
    for (int type : types) {
      set.set(type);
    }
    return set;
  }
}
