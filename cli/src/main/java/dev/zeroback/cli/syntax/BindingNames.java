package dev.zeroback.cli.syntax;

import dev.zeroback.cli.syntax.TypeScriptParser.BindingElementContext;
import dev.zeroback.cli.syntax.TypeScriptParser.BindingPropertyContext;
import dev.zeroback.cli.syntax.TypeScriptParser.BindingTargetContext;
import dev.zeroback.cli.syntax.TypeScriptParser.IdentifierContext;
import java.util.ArrayList;
import java.util.List;

/** The names that a variable declaration or a destructuring pattern binds. */
final class BindingNames {
  private BindingNames() {}

  static List<IdentifierContext> of(BindingTargetContext target) {
    List<IdentifierContext> names = new ArrayList<>();
    collect(target, names);
    return names;
  }

  private static void collect(BindingTargetContext target, List<IdentifierContext> names) {
    if (target.identifier() != null) {
      names.add(target.identifier());
    } else if (target.objectPattern() != null) {
      for (BindingPropertyContext property : target.objectPattern().bindingProperty()) {
        if (property.bindingTarget() != null) {
          collect(property.bindingTarget(), names);
        } else {
          names.add(property.identifier());
        }
      }
    } else {
      for (BindingElementContext element : target.arrayPattern().bindingElement()) {
        collect(element.bindingTarget(), names);
      }
    }
  }
}
