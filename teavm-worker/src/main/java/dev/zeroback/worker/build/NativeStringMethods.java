package dev.zeroback.worker.build;

import dev.zeroback.worker.NativeText;
import java.util.Arrays;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.emit.ValueEmitter;

/**
 * Lets methods that make or search texts do it with the native operators and methods. Static
 * initializers go with them that make a class object and a cache for methods nobody calls.
 */
final class NativeStringMethods implements ClassHolderTransformer {
  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    switch (type.getName()) {
      case "java.lang.String" -> {
        delegate(type, context, "concat", "concat", String.class, String.class);
        delegate(type, context, "compareTo", "compareTo", int.class, String.class);
        delegate(type, context, "startsWith", "startsWith", boolean.class, String.class, int.class);
        delegate(type, context, "indexOf", "indexOf", int.class, String.class, int.class);
        delegate(type, context, "indexOf", "indexOf", int.class, int.class, int.class);
        delegate(
            type,
            context,
            "join",
            "joined",
            String.class,
            CharSequence.class,
            CharSequence[].class);
      }
      case "java.lang.Integer" -> {
        delegate(type, context, "toString", "of", String.class, int.class);
        delegate(type, context, "toHexString", "hexadecimal", String.class, int.class);
        dropInitializer(type);
      }
      case "java.lang.Long" -> {
        delegate(type, context, "toString", "of", String.class, long.class);
        dropInitializer(type);
      }
      case "java.lang.Character" -> dropInitializer(type);
      default -> {}
    }
  }

  /**
   * Makes {@code name(args)} of {@code type} return {@code NativeText.target(args)}, with {@code
   * this} as the first argument where the method has one.
   */
  private static void delegate(
      ClassHolder type,
      ClassHolderTransformerContext context,
      String name,
      String target,
      Class<?> result,
      Class<?>... parameters) {
    Class<?>[] signature = Arrays.copyOf(parameters, parameters.length + 1);
    signature[parameters.length] = result;
    MethodHolder method = type.getMethod(new MethodDescriptor(name, signature));
    ProgramEmitter body = ProgramEmitter.create(method, context.getHierarchy());
    int receivers = method.hasModifier(ElementModifier.STATIC) ? 0 : 1;
    ValueEmitter[] values = new ValueEmitter[receivers + parameters.length];
    if (receivers == 1) {
      values[0] = body.var(0, String.class);
    }
    for (int i = 0; i < parameters.length; i++) {
      values[receivers + i] = body.var(i + 1, parameters[i]);
    }
    body.invoke(NativeText.class, target, result, values).returnValue();
  }

  private static void dropInitializer(ClassHolder type) {
    type.removeMethod(type.getMethod(new MethodDescriptor("<clinit>", void.class)));
  }
}
