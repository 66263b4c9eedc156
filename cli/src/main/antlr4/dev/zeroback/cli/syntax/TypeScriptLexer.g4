/**
 * Tokens of TypeScript, as far as declarations need them told apart.
 *
 * `>` is always a token of its own, so that nested type arguments close; the parser joins shifts. `/` begins a
 * regular expression where `TypeScriptLexerBase` says that an operand is due. Inside a template's `${ }` the
 * default mode runs again; the base class counts braces to know which one ends it.
 */
lexer grammar TypeScriptLexer;

options {
  superClass = TypeScriptLexerBase;
}

// Set by TokenClassifier and, the last one, by TypeScriptLexerBase; never by a rule.
tokens {
  ArrowParen,
  TypeOpen,
  NonNull,
  Postfix,
  TemplateExpressionClose
}

Hashbang: '#!' ~[\r\n\u2028\u2029]* -> skip;
LineComment: '//' ~[\r\n\u2028\u2029]* -> skip;
BlockComment: '/*' .*? '*/' -> skip;
Space: [ \t\r\n\u000B\u000C\u00A0\uFEFF\u2028\u2029]+ -> skip;

Abstract: 'abstract';
As: 'as';
Asserts: 'asserts';
Async: 'async';
Await: 'await';
Break: 'break';
Case: 'case';
Catch: 'catch';
Class: 'class';
Const: 'const';
Continue: 'continue';
Debugger: 'debugger';
Declare: 'declare';
Default: 'default';
Delete: 'delete';
Do: 'do';
Else: 'else';
Enum: 'enum';
Export: 'export';
Extends: 'extends';
False: 'false';
Finally: 'finally';
For: 'for';
From: 'from';
Function: 'function';
Get: 'get';
Global: 'global';
If: 'if';
Implements: 'implements';
Import: 'import';
In: 'in';
Infer: 'infer';
Instanceof: 'instanceof';
Interface: 'interface';
Is: 'is';
Keyof: 'keyof';
Let: 'let';
Module: 'module';
Namespace: 'namespace';
New: 'new';
Null: 'null';
Readonly: 'readonly';
Return: 'return';
Satisfies: 'satisfies';
Set: 'set';
Super: 'super';
Switch: 'switch';
This: 'this';
Throw: 'throw';
True: 'true';
Try: 'try';
Type: 'type';
Typeof: 'typeof';
Unique: 'unique';
Using: 'using';
Var: 'var';
Void: 'void';
While: 'while';
With: 'with';
Yield: 'yield';

OpenBrace: '{' { openBrace(); };
CloseBrace: '}' { closeBrace(); };
OpenParen: '(' { openParen(); };
CloseParen: ')' { closeParen(); };
OpenBracket: '[';
CloseBracket: ']';
SemiColon: ';';
Comma: ',';
Ellipsis: '...';
Dot: '.';
QuestionDot: '?.' { !digitAhead() }?;
Question: '?';
Colon: ':';
Arrow: '=>';
Equals: '=';
At: '@';
Less: '<';
LessEquals: '<=';
Greater: '>';
Plus: '+';
Minus: '-';
Star: '*';
Slash: '/';
Ampersand: '&';
Bar: '|';
Not: '!';
Tilde: '~';
Increment: '++' | '--';
Operator: '**' | '%' | '==' | '!=' | '===' | '!==' | '&&' | '||' | '??' | '^';
Assignment: '+=' | '-=' | '*=' | '**=' | '/=' | '%=' | '&=' | '|=' | '^=' | '&&=' | '||=' | '??=';

RegularExpression: '/' { operandDue() }? RegexFirst RegexPart* '/' IdentifierPart*;

Number
  : '0' [xX] [0-9a-fA-F_]+ 'n'?
  | '0' [oObB] [0-7_]+ 'n'?
  | [0-9] [0-9_]* 'n'
  | ([0-9] [0-9_]* ('.' [0-9_]*)? | '.' [0-9] [0-9_]*) ([eE] [+\-]? [0-9_]+)?
  ;

StringLiteral
  : '"' (~["\\\r\n] | Escape)* '"'
  | '\'' (~['\\\r\n] | Escape)* '\''
  ;

PrivateName: '#' IdentifierStart IdentifierPart*;
Identifier: IdentifierStart IdentifierPart*;

TemplateOpen: '`' -> pushMode(TEMPLATE);

/** Anything else: kept as a token so that skipped code never stops the lexer. */
Unknown: .;

fragment Escape: '\\' ('\r\n' | .);
fragment RegexFirst: ~[*/\\[\r\n] | '\\' ~[\r\n] | RegexClass;
fragment RegexPart: ~[/\\[\r\n] | '\\' ~[\r\n] | RegexClass;
fragment RegexClass: '[' (~[\]\\\r\n] | '\\' ~[\r\n])* ']';
fragment IdentifierStart: [a-zA-Z_$] | '\\u' [0-9a-fA-F{}]+ | ~[\u0000-\u00A0\uFEFF\u2028\u2029];
fragment IdentifierPart: IdentifierStart | [0-9];

mode TEMPLATE;

TemplateText: (~[`$\\] | '\\' . | '$' { _input.LA(1) != '{' }?)+;
TemplateExpressionOpen: '${' { openTemplateExpression(); } -> pushMode(DEFAULT_MODE);
TemplateClose: '`' -> popMode;
