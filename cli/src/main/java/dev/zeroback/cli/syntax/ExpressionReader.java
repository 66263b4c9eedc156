package dev.zeroback.cli.syntax;

import dev.zeroback.cli.syntax.Expression.Property;
import dev.zeroback.cli.syntax.TypeScriptParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Turns parsed expressions into {@link Expression}s. */
final class ExpressionReader {
  private ExpressionReader() {}

  static Expression read(ExpressionContext expression) {
    if (expression.arrowFunction() != null) {
      return read(expression.arrowFunction());
    }
    if (expression.arrowTail() != null) {
      return arrowFunction(expression, expression.arrowTail().arrowBody());
    }
    boolean plain = isEmpty(expression.operation()) && expression.angles() == null;
    if (!plain || !expression.unary().prefix().isEmpty()) {
      return negativeNumber(expression).orElseGet(() -> opaque(expression));
    }
    PostfixContext postfix = expression.unary().postfix();
    return withSuffixes(read(postfix.primary()), postfix.suffix());
  }

  static Expression read(StatementExpressionContext expression) {
    if (expression.arrowFunction() != null) {
      return read(expression.arrowFunction());
    }
    if (!isEmpty(expression.operation()) || !expression.prefix().isEmpty()) {
      return opaque(expression);
    }
    return withSuffixes(read(expression.statementPrimary()), expression.suffix());
  }

  static Expression read(DefaultExpressionContext expression) {
    if (expression.arrowFunction() != null) {
      return read(expression.arrowFunction());
    }
    if (expression.arrowTail() != null) {
      return arrowFunction(expression, expression.arrowTail().arrowBody());
    }
    boolean plain = isEmpty(expression.operation()) && expression.angles() == null;
    if (!plain || !expression.prefix().isEmpty()) {
      return opaque(expression);
    }
    Expression primary =
        expression.objectLiteral() == null
            ? read(expression.statementPrimary())
            : read(expression.objectLiteral());
    return withSuffixes(primary, expression.suffix());
  }

  static Expression read(FunctionExpressionContext function) {
    return new Expression.FunctionLiteral(
        ModuleReader.positionOf(function), Optional.empty(), ModuleReader.rangeOf(function));
  }

  static Expression opaque(ParserRuleContext context) {
    return new Expression.Opaque(ModuleReader.positionOf(context), ModuleReader.rangeOf(context));
  }

  private static boolean isEmpty(OperationContext operation) {
    return operation.getChildCount() == 0;
  }

  private static Optional<Expression> negativeNumber(ExpressionContext expression) {
    boolean plain =
        isEmpty(expression.operation())
            && expression.angles() == null
            && expression.unary().prefix().size() == 1
            && expression.unary().prefix(0).Minus() != null
            && expression.unary().postfix().suffix().isEmpty();
    if (plain
        && read(expression.unary().postfix().primary()) instanceof Expression.Literal number) {
      return Optional.of(
          new Expression.Literal(ModuleReader.positionOf(expression), "-" + number.source()));
    }
    return Optional.empty();
  }

  private static Expression read(PrimaryContext primary) {
    if (primary.statementPrimary() != null) {
      return read(primary.statementPrimary());
    }
    if (primary.objectLiteral() != null) {
      return read(primary.objectLiteral());
    }
    return primary.functionExpression() != null
        ? read(primary.functionExpression())
        : opaque(primary);
  }

  private static Expression read(StatementPrimaryContext primary) {
    Position position = ModuleReader.positionOf(primary);
    if (primary instanceof Name_Context) {
      return new Expression.Name(position, primary.getText());
    }
    if (primary instanceof LiteralContext literal) {
      return literal.StringLiteral() == null
          ? new Expression.Literal(position, primary.getText())
          : new Expression.Text(position, StringLiterals.valueOf(primary.getText()));
    }
    if (primary instanceof Template_Context template
        && template.template().expression().isEmpty()) {
      String source = primary.getText();
      return new Expression.Text(
          position, StringLiterals.unescaped(source.substring(1, source.length() - 1)));
    }
    if (primary instanceof ParenthesizedContext parens && parens.expression().size() == 1) {
      return read(parens.expression(0));
    }
    if (primary instanceof ArrayContext array) {
      return read(array.arrayLiteral());
    }
    return opaque(primary);
  }

  private static Expression read(ArrowFunctionContext arrow) {
    ArrowBodyContext body =
        arrow.arrowBody() == null ? arrow.arrowTail().arrowBody() : arrow.arrowBody();
    return arrowFunction(arrow, body);
  }

  private static Expression arrowFunction(ParserRuleContext whole, ArrowBodyContext body) {
    Optional<Expression> result =
        Optional.ofNullable(body.expression()).map(ExpressionReader::read);
    return new Expression.FunctionLiteral(
        ModuleReader.positionOf(whole), result, ModuleReader.rangeOf(whole));
  }

  private static Expression withSuffixes(Expression start, List<SuffixContext> suffixes) {
    Expression value = start;
    for (SuffixContext suffix : suffixes) {
      Position position = ModuleReader.positionOf(suffix);
      if (suffix instanceof MemberSuffixContext member && member.name() != null) {
        value =
            new Expression.Member(
                ModuleReader.positionOf(member.name()), value, member.name().getText());
      } else if (suffix instanceof CallSuffixContext call) {
        value = new Expression.Call(position, value, read(call.arguments().argument()));
      } else if (suffix instanceof ElementSuffixContext element
          && element.expression().size() == 1
          && read(element.expression(0)) instanceof Expression.Text key) {
        value = new Expression.Member(key.position(), value, key.value());
      } else if (!leavesNoTrace(suffix)) {
        TokenRange range =
            new TokenRange(suffix.getStart().getTokenIndex(), suffix.getStop().getTokenIndex());
        value = new Expression.Opaque(start.position(), range);
      }
    }
    return value;
  }

  private static boolean leavesNoTrace(SuffixContext suffix) {
    return suffix instanceof NonNullSuffixContext
        || suffix instanceof SatisfiesSuffixContext
        || suffix instanceof InstantiationSuffixContext
        || suffix instanceof AsSuffixContext as && as.Const() != null;
  }

  private static List<Expression> read(List<ArgumentContext> arguments) {
    List<Expression> values = new ArrayList<>(arguments.size());
    for (ArgumentContext argument : arguments) {
      Expression value = read(argument.expression());
      values.add(
          argument.Ellipsis() == null
              ? value
              : new Expression.Spread(ModuleReader.positionOf(argument), value));
    }
    return values;
  }

  private static Expression read(ArrayLiteralContext array) {
    return new Expression.ListLiteral(ModuleReader.positionOf(array), read(array.argument()));
  }

  private static Expression read(ObjectLiteralContext object) {
    List<Property> properties = new ArrayList<>();
    for (PropertyContext each : object.property()) {
      properties.add(read(each));
    }
    return new Expression.ObjectLiteral(ModuleReader.positionOf(object), properties);
  }

  private static Property read(PropertyContext property) {
    Position position = ModuleReader.positionOf(property);
    if (property instanceof SpreadPropertyContext spread) {
      return new Property.SpreadEntry(position, read(spread.expression()));
    }
    if (property instanceof ShorthandPropertyContext shorthand) {
      String name = shorthand.identifier().getText();
      return new Property.Entry(position, name, new Expression.Name(position, name));
    }
    if (property instanceof ValuePropertyContext entry) {
      return entry(position, entry.propertyName(), read(entry.expression()));
    }
    MethodPropertyContext method = (MethodPropertyContext) property;
    Expression value =
        new Expression.FunctionLiteral(position, Optional.empty(), ModuleReader.rangeOf(method));
    return entry(position, method.propertyName(), value);
  }

  private static Property entry(Position position, PropertyNameContext name, Expression value) {
    if (name.expression() != null) {
      Expression key = read(name.expression());
      return key instanceof Expression.Text text
          ? new Property.Entry(position, text.value(), value)
          : new Property.ComputedEntry(position, key, value);
    }
    Token token = name.getStart();
    String key =
        token.getType() == TypeScriptLexer.StringLiteral
            ? StringLiterals.valueOf(token.getText())
            : name.getText();
    return new Property.Entry(position, key, value);
  }
}
