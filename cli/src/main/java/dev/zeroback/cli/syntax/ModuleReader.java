package dev.zeroback.cli.syntax;

import dev.zeroback.cli.syntax.TypeScriptParser.*;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Turns a parse tree into the imports, exports and declarations of a module. */
final class ModuleReader {
  private final String path;
  private final List<Token> tokens;
  private final List<ImportBinding> imports = new ArrayList<>();
  private final List<ExportEntry> exports = new ArrayList<>();
  private final Map<String, Declaration> declarations = new LinkedHashMap<>();
  private final List<Expression> statements = new ArrayList<>();

  /** Names made by {@code import name = ...}. */
  private final Set<String> aliases = new HashSet<>();

  ModuleReader(String path, List<Token> tokens) {
    this.path = path;
    this.tokens = tokens;
  }

  SourceModule read(ModuleContext tree) {
    for (StatementContext statement : tree.statement()) {
      if (statement.importDeclaration() != null) {
        readImport(statement.importDeclaration());
      } else if (statement.exportDeclaration() != null) {
        readExport(statement.exportDeclaration());
      } else if (statement.declaration() != null) {
        declare(statement.declaration());
      } else if (statement.statementExpression() != null) {
        statements.add(ExpressionReader.read(statement.statementExpression()));
        statement.expression().forEach(each -> statements.add(ExpressionReader.read(each)));
      }
    }
    if (isDeclarationFile() && isModule(tree) && !hasExportList(tree)) {
      exportAllDeclarations();
    }
    return new SourceModule(path, imports, exports, declarations, statements, tokens);
  }

  private boolean isDeclarationFile() {
    return path.endsWith(".d.ts") || path.endsWith(".d.mts") || path.endsWith(".d.cts");
  }

  private static boolean isModule(ModuleContext tree) {
    return tree.statement().stream()
        .anyMatch(each -> each.importDeclaration() != null || each.exportDeclaration() != null);
  }

  private static boolean hasExportList(ModuleContext tree) {
    return tree.statement().stream()
        .map(StatementContext::exportDeclaration)
        .anyMatch(
            export ->
                export instanceof ExportAllContext
                    || export instanceof ExportNamedContext
                    || export instanceof ExportAssignmentContext
                    || export instanceof ExportDefaultContext exported
                        && exported.defaultExpression() != null);
  }

  /** In a declaration file without an export list, what is declared is exported. */
  private void exportAllDeclarations() {
    declarations.forEach(
        (name, declaration) -> {
          if (!aliases.contains(name)) {
            boolean typeOnly = declaration instanceof Declaration.TypeDeclaration;
            exports.add(new ExportEntry.Local(declaration.position(), name, name, typeOnly));
          }
        });
  }

  private void readImport(ImportDeclarationContext declaration) {
    ImportClauseContext clause = declaration.importClause();
    if (clause == null) {
      if (declaration.identifier() != null && !declaration.identifier().isEmpty()) {
        IdentifierContext name = declaration.identifier(0);
        declarations.put(name.getText(), new Declaration.Variable(positionOf(name)));
        aliases.add(name.getText());
      }
      return;
    }
    String specifier = unquoted(declaration.StringLiteral().getText());
    boolean typeOnly = declaration.typeOnly != null;
    if (clause.identifier() != null) {
      addImport(clause.identifier(), "default", specifier, typeOnly);
    }
    if (clause.namespaceImport() != null) {
      addImport(
          clause.namespaceImport().identifier(), ImportBinding.NAMESPACE, specifier, typeOnly);
    }
    if (clause.namedImports() != null) {
      for (ImportSpecifierContext each : clause.namedImports().importSpecifier()) {
        String imported = each.imported == null ? each.local.getText() : nameOf(each.imported);
        addImport(each.local, imported, specifier, typeOnly || each.typeOnly != null);
      }
    }
  }

  private void addImport(
      IdentifierContext local, String imported, String specifier, boolean typeOnly) {
    imports.add(
        new ImportBinding(positionOf(local), local.getText(), imported, specifier, typeOnly));
  }

  private void readExport(ExportDeclarationContext export) {
    Position position = positionOf(export);
    if (export instanceof ExportAllContext all) {
      readExportAll(all);
    } else if (export instanceof ExportNamedContext named) {
      readExportNamed(named);
    } else if (export instanceof ExportAssignmentContext) {
      exports.add(new ExportEntry.Assignment(position));
    } else if (export instanceof ExportImportContext exported) {
      readImport(exported.importDeclaration());
      List<IdentifierContext> names = exported.importDeclaration().identifier();
      if (!names.isEmpty()) {
        String name = names.get(0).getText();
        exports.add(new ExportEntry.Local(position, name, name, false));
      }
    } else if (export instanceof ExportDefaultContext exported) {
      readExportDefault(exported);
    } else if (export instanceof ExportDeclaredContext declared) {
      for (Named each : declare(declared.declaration())) {
        exports.add(new ExportEntry.Local(each.position, each.name, each.name, each.typeOnly));
      }
    }
  }

  private void readExportAll(ExportAllContext all) {
    Position position = positionOf(all);
    String specifier = unquoted(all.StringLiteral().getText());
    boolean typeOnly = all.typeOnly != null;
    if (all.exportName() == null) {
      exports.add(new ExportEntry.All(position, specifier, typeOnly));
    } else {
      String exported = nameOf(all.exportName());
      exports.add(
          new ExportEntry.Indirect(
              position, exported, ImportBinding.NAMESPACE, specifier, typeOnly));
    }
  }

  private void readExportNamed(ExportNamedContext named) {
    for (ExportSpecifierContext each : named.namedExports().exportSpecifier()) {
      String local = nameOf(each.local);
      String exported = each.exported == null ? local : nameOf(each.exported);
      boolean typeOnly = named.typeOnly != null || each.typeOnly != null;
      Position position = positionOf(each);
      exports.add(
          named.StringLiteral() == null
              ? new ExportEntry.Local(position, exported, local, typeOnly)
              : new ExportEntry.Indirect(
                  position, exported, local, unquoted(named.StringLiteral().getText()), typeOnly));
    }
  }

  private void readExportDefault(ExportDefaultContext exported) {
    Position position = positionOf(exported);
    if (exported.interfaceDeclaration() != null) {
      exports.add(new ExportEntry.Local(position, "default", "default", true));
      return;
    }
    Expression value;
    if (exported.defaultExpression() != null) {
      value = ExpressionReader.read(exported.defaultExpression());
    } else if (exported.functionExpression() != null) {
      value = ExpressionReader.read(exported.functionExpression());
    } else {
      value = ExpressionReader.opaque(exported.classExpression());
    }
    exports.add(new ExportEntry.DefaultValue(position, value));
  }

  /** A declared name, for the export that may stand before its declaration. */
  private record Named(Position position, String name, boolean typeOnly) {}

  private List<Named> declare(DeclarationContext declaration) {
    if (declaration.declaration() != null) {
      return declare(declaration.declaration());
    }
    if (declaration.variableDeclaration() != null) {
      return declareVariables(declaration.variableDeclaration());
    }
    if (declaration.functionDeclaration() != null) {
      FunctionDeclarationContext function = declaration.functionDeclaration();
      return declarePlain(function.identifier(), function);
    }
    if (declaration.interfaceDeclaration() != null) {
      return declareType(declaration.interfaceDeclaration().identifier());
    }
    if (declaration.typeAlias() != null) {
      return declareType(declaration.typeAlias().identifier());
    }
    if (declaration.classDeclaration() != null
        && declaration.classDeclaration().identifier() != null) {
      return declarePlain(declaration.classDeclaration().identifier(), declaration);
    }
    if (declaration.enumDeclaration() != null) {
      return declarePlain(declaration.enumDeclaration().identifier(), declaration);
    }
    if (declaration.namespaceDeclaration() != null
        && declaration.namespaceDeclaration().qualifiedName() != null) {
      return declarePlain(
          declaration.namespaceDeclaration().qualifiedName().identifier(), declaration);
    }
    return List.of();
  }

  private List<Named> declareVariables(VariableDeclarationContext variables) {
    List<Named> names = new ArrayList<>();
    boolean constant = variables.kind != null && variables.kind.getType() == TypeScriptLexer.Const;
    for (DeclaratorContext each : variables.declarator()) {
      if (constant && each.bindingTarget().identifier() != null && each.expression() != null) {
        IdentifierContext name = each.bindingTarget().identifier();
        Expression value = ExpressionReader.read(each.expression());
        names.addAll(declare(name, new Declaration.Constant(positionOf(name), value)));
      } else {
        for (IdentifierContext name : BindingNames.of(each.bindingTarget())) {
          names.addAll(declare(name, new Declaration.Variable(positionOf(name))));
        }
      }
    }
    return names;
  }

  private List<Named> declarePlain(IdentifierContext name, ParserRuleContext declaration) {
    return declare(name, new Declaration.Plain(positionOf(name), rangeOf(declaration)));
  }

  /** A type may share its name with a value, which then counts. */
  private List<Named> declareType(IdentifierContext name) {
    Position position = positionOf(name);
    declarations.putIfAbsent(name.getText(), new Declaration.TypeDeclaration(position));
    return List.of(new Named(position, name.getText(), true));
  }

  private List<Named> declare(IdentifierContext name, Declaration declaration) {
    declarations.put(name.getText(), declaration);
    return List.of(new Named(positionOf(name), name.getText(), false));
  }

  private static String nameOf(ExportNameContext name) {
    return name.StringLiteral() == null ? name.getText() : unquoted(name.getText());
  }

  private static String unquoted(String literal) {
    return StringLiterals.valueOf(literal);
  }

  static Position positionOf(ParserRuleContext context) {
    Token start = context.getStart();
    return new Position(start.getLine(), start.getCharPositionInLine() + 1);
  }

  static TokenRange rangeOf(ParserRuleContext context) {
    return new TokenRange(context.getStart().getTokenIndex(), context.getStop().getTokenIndex());
  }
}
