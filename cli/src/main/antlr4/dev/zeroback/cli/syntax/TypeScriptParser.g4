/**
 * The declarations of a TypeScript module.
 *
 * Imports, exports, variable initialisers and expression statements are read; bodies of functions, classes,
 * interfaces, enums and namespaces are skipped as balanced braces. What TypeScript decides by looking around
 * (automatic semicolons, arrow functions, type arguments) TokenClassifier has settled in the token types, so that
 * nearly every decision here takes one token.
 */
parser grammar TypeScriptParser;

options {
  tokenVocab = TypeScriptLexer;
}

module: statement* EOF;

statement
  : importDeclaration
  | exportDeclaration
  | decorator* declaration
  | controlStatement
  | block
  | SemiColon
  | identifier Colon statement
  | statementExpression (Comma expression)* end
  ;

end: SemiColon;

// Imports and exports

importDeclaration
  : Import StringLiteral importAttributes? end
  | Import typeOnly = Type? importClause From StringLiteral importAttributes? end
  | Import Type? identifier Equals (identifier arguments | qualifiedName) end
  ;

importClause
  : identifier (Comma (namespaceImport | namedImports))?
  | namespaceImport
  | namedImports
  ;

namespaceImport: Star As identifier;
namedImports: OpenBrace (importSpecifier (Comma importSpecifier)* Comma?)? CloseBrace;
importSpecifier: typeOnly = Type? (imported = exportName As)? local = identifier;
importAttributes: (With | Identifier) block;

exportDeclaration
  : Export typeOnly = Type? Star (As exportName)? From StringLiteral importAttributes? end # exportAll
  | Export typeOnly = Type? namedExports (From StringLiteral importAttributes?)? end # exportNamed
  | Export Equals expression end # exportAssignment
  | Export As Namespace identifier end # exportGlobal
  | Export importDeclaration # exportImport
  | decorator* Export Default (interfaceDeclaration | functionExpression SemiColon? | classExpression SemiColon? | defaultExpression end) # exportDefault
  | decorator* Export decorator* declaration # exportDeclared
  ;

namedExports: OpenBrace (exportSpecifier (Comma exportSpecifier)* Comma?)? CloseBrace;
exportSpecifier: typeOnly = Type? local = exportName (As exported = exportName)?;
exportName: name | StringLiteral;

// Declarations

declaration
  : Declare declaration
  | variableDeclaration end
  | functionDeclaration
  | classDeclaration
  | interfaceDeclaration
  | typeAlias
  | enumDeclaration
  | namespaceDeclaration
  | globalAugmentation
  ;

variableDeclaration: (kind = (Var | Let | Const | Using) | Await Using) (declarator (Comma declarator)*)?;
declarator: bindingTarget Not? NonNull? (Colon type)? (Equals expression)?;

bindingTarget: identifier | objectPattern | arrayPattern;
objectPattern: OpenBrace (bindingProperty (Comma bindingProperty)* Comma?)? CloseBrace;
bindingProperty: Ellipsis bindingTarget | propertyName Colon bindingTarget (Equals expression)? | identifier (Equals expression)?;
arrayPattern: OpenBracket Comma* (bindingElement (Comma+ bindingElement)* Comma*)? CloseBracket;
bindingElement: Ellipsis? bindingTarget (Equals expression)?;

functionDeclaration: Async? Function Star? identifier typeParameters? parens (Colon type)? (block | end);
classDeclaration: Abstract? Class identifier? typeParameters? heritage block;
heritage: (angles | parens | brackets | ~(OpenBrace | CloseBrace | Less | TypeOpen | Greater | OpenParen | ArrowParen | CloseParen | OpenBracket | CloseBracket | SemiColon))*;
interfaceDeclaration: Interface identifier typeParameters? heritage block;
typeAlias: Type identifier typeParameters? Equals type end;
enumDeclaration: Const? Enum identifier block;
namespaceDeclaration: (Namespace | Module) (qualifiedName | StringLiteral) (block | end);
globalAugmentation: Global block;
decorator: At (identifier | OpenParen expression CloseParen) (Dot name | arguments)* SemiColon?;

controlStatement
  : If parens statement (SemiColon? Else statement)?
  | For Await? parens statement
  | While parens statement
  | With parens statement
  | Do statement SemiColon? While parens SemiColon?
  | Try block (SemiColon? Catch parens? block)? (SemiColon? Finally block)?
  | Switch parens block
  | Throw expression end
  | Debugger end
  ;

// Expressions

/** An expression that may begin a statement: not with `function`, `class` or `{`, which begin declarations and blocks. */
statementExpression: arrowFunction | (prefix+ postfix | statementPrimary suffix*) operation;

defaultExpression
  : arrowFunction
  | angles (arrowTail | unary operation)
  | (prefix+ postfix | (statementPrimary | objectLiteral) suffix*) operation
  ;

expression
  : arrowFunction
  | angles (arrowTail | unary operation)
  | unary operation
  ;

/** What follows the first operand. Operators have no precedence here: only their extent matters. */
operation: (operator expression | Question expression Colon expression)?;

unary: prefix* postfix;
prefix: Plus | Minus | Not | Tilde | Increment | Typeof | Void | Delete | Await | New;
postfix: primary suffix*;

operator
  : Operator | Assignment | Equals | Plus | Minus | Star | Slash | Ampersand | Bar | LessEquals | In | Instanceof
  | Less (Less | LessEquals)?
  | Greater (Greater Greater?)? Equals?
  ;

suffix
  : (Dot | QuestionDot) (name | PrivateName) # memberSuffix
  | QuestionDot? OpenBracket expression (Comma expression)* CloseBracket # elementSuffix
  | QuestionDot? arguments # callSuffix
  | typeArguments # instantiationSuffix
  | template # taggedSuffix
  | NonNull # nonNullSuffix
  | Postfix # postfixSuffix
  | As (Const | type) # asSuffix
  | Satisfies type # satisfiesSuffix
  ;

arguments: OpenParen (argument (Comma argument)* Comma?)? CloseParen;
argument: Ellipsis? expression;

primary: statementPrimary | functionExpression | classExpression | objectLiteral;

statementPrimary
  : identifier # name_
  | This # this_
  | Super # super_
  | Import # import_
  | (Null | True | False | Number | StringLiteral | RegularExpression) # literal
  | PrivateName # privateName
  | template # template_
  | OpenParen expression (Comma expression)* CloseParen # parenthesized
  | arrayLiteral # array
  ;

arrowFunction: Async? identifier Arrow arrowBody | Async? arrowTail | Async angles arrowTail;
arrowTail: parameters = arrowParens (Colon type)? Arrow arrowBody;
arrowParens: ArrowParen (parens | ~(OpenParen | ArrowParen | CloseParen))* CloseParen;
arrowBody: block | expression;

functionExpression: Async? Function Star? identifier? typeParameters? parens (Colon type)? (block | SemiColon);
classExpression: decorator* Abstract? Class identifier? typeParameters? heritage block;

arrayLiteral: OpenBracket Comma* (argument (Comma+ argument)* Comma*)? CloseBracket;
objectLiteral: OpenBrace (property (Comma property)* Comma?)? CloseBrace;

property
  : Ellipsis expression # spreadProperty
  | propertyName Colon expression # valueProperty
  | identifier (Equals expression)? # shorthandProperty
  | (Async | Get | Set)? Star? propertyName typeParameters? parens (Colon type)? block # methodProperty
  ;

propertyName: name | StringLiteral | Number | OpenBracket expression CloseBracket;

template: TemplateOpen (TemplateText | TemplateExpressionOpen expression (Comma expression)* TemplateExpressionClose)* TemplateClose;

// Types: delimited, not understood

type: unionType (Extends unionType Question type Colon type)?;
unionType: (Bar | Ampersand)? typeTerm ((Bar | Ampersand) typeTerm)*;
typeTerm: (Keyof | Unique | Readonly)* typePrimary brackets*;

typePrimary
  : Abstract? New typeParameters? parens Arrow type
  | typeParameters parens Arrow type
  | parens (Arrow type)?
  | block
  | brackets
  | Typeof (Import parens | This | identifier) (Dot (name | PrivateName))* typeArguments?
  | Import parens (Dot name)* typeArguments?
  | Asserts (identifier | This) (Is type)?
  | (typeName | This) Is type
  | Infer identifier (Extends unionType)?
  | Minus? Number
  | StringLiteral
  | templateType
  | Null | True | False | Void | This
  | typeName (Dot name)* (typeArguments | angles)?
  ;

templateType: TemplateOpen (TemplateText | TemplateExpressionOpen templateTypePart* TemplateExpressionClose)* TemplateClose;
templateTypePart: templateType | ~(TemplateOpen | TemplateClose | TemplateExpressionOpen | TemplateExpressionClose);

typeParameters: angles;
typeArguments: TypeOpen angleContent* Greater;
angles: (Less | TypeOpen) angleContent* Greater;
angleContent
  : angles | block | parens | brackets
  | ~(Less | TypeOpen | Greater | OpenBrace | CloseBrace | OpenParen | ArrowParen | CloseParen | OpenBracket | CloseBracket)
  ;

// Balanced groups whose content is skipped

block: OpenBrace (block | ~(OpenBrace | CloseBrace))* CloseBrace;
parens: (OpenParen | ArrowParen) (parens | ~(OpenParen | ArrowParen | CloseParen))* CloseParen;
brackets: OpenBracket (brackets | ~(OpenBracket | CloseBracket))* CloseBracket;

// Names

qualifiedName: identifier (Dot name)*;

/** A name that cannot be taken for an operator on types. */
typeName
  : Identifier | Abstract | As | Async | Declare | From | Get | Global | Implements | Interface | Is | Let | Module | Namespace
  | Satisfies | Set | Type | Using | Yield
  ;

identifier
  : Identifier | Abstract | As | Asserts | Async | Declare | From | Get | Global | Implements | Infer | Interface | Is
  | Keyof | Let | Module | Namespace | Readonly | Satisfies | Set | Type | Unique | Using | Yield
  ;

name
  : identifier | Await | Break | Case | Catch | Class | Const | Continue | Debugger | Default | Delete | Do | Else | Enum | Export | Extends
  | False | Finally | For | Function | If | Import | In | Instanceof | New | Null | Return | Super | Switch | This | Throw | True
  | Try | Typeof | Var | Void | While | With
  ;
