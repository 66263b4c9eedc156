package dev.zeroback.worker.build;

import dev.zeroback.worker.NativeText;
import org.teavm.dependency.BootstrapMethodSubstitutor;
import org.teavm.dependency.DynamicCallSite;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.emit.ValueEmitter;

/** Compiles {@code a + b} of strings to the native operator instead of a StringBuilder. */
final class NativeConcatenation implements BootstrapMethodSubstitutor {
  /** Stands for the next argument in the recipe that javac writes; see StringConcatFactory. */
  private static final char ARGUMENT = '\u0001';

  private static final char CONSTANT = '\u0002';

  @Override
  public ValueEmitter substitute(DynamicCallSite site, ProgramEmitter program) {
    String recipe = site.getBootstrapArguments().get(0).getString();
    ValueEmitter text = null;
    int argument = 0;
    int constant = 1;
    int literal = 0;
    for (int i = 0; i <= recipe.length(); i++) {
      char unit = i < recipe.length() ? recipe.charAt(i) : ARGUMENT;
      if (unit != ARGUMENT && unit != CONSTANT) {
        continue;
      }
      if (literal < i) {
        text = join(program, text, program.constant(recipe.substring(literal, i)));
      }
      literal = i + 1;
      if (i == recipe.length()) {
        continue;
      }
      ValueEmitter piece;
      if (unit == CONSTANT) {
        piece = program.constant(site.getBootstrapArguments().get(constant++).getString());
      } else {
        ValueType type = site.getCalledMethod().parameterType(argument);
        piece = toText(program, site.getArguments().get(argument++), type);
      }
      text = join(program, text, piece);
    }
    return text;
  }

  private static ValueEmitter join(ProgramEmitter program, ValueEmitter text, ValueEmitter piece) {
    return text == null
        ? piece
        : program.invoke(NativeText.class, "concat", String.class, text, piece);
  }

  /** Strings are text as they are; null becomes "null" in the native operator too. */
  private static ValueEmitter toText(ProgramEmitter program, ValueEmitter value, ValueType type) {
    if (type == ValueType.INTEGER || type == ValueType.BOOLEAN) {
      return program.invoke(NativeText.class, "of", String.class, value.cast(type));
    }
    if (type instanceof ValueType.Primitive) {
      return program.invoke(String.class, "valueOf", String.class, value.cast(type));
    }
    return type.isObject(String.class)
        ? value.cast(type)
        : program.invoke(String.class, "valueOf", String.class, value.cast(Object.class));
  }
}
