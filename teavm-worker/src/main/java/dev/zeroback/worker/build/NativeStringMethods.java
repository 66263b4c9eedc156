package dev.zeroback.worker.build;

import dev.zeroback.worker.NativeText;
import java.util.Arrays;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.emit.ValueEmitter;

/** Lets methods of String do what they do with the native operator. */
final class NativeStringMethods implements ClassHolderTransformer {
  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(String.class.getName())) {
      delegate(type, context, "concat", String.class, String.class);
      delegate(type, context, "compareTo", int.class, String.class);
      delegate(type, context, "startsWith", boolean.class, String.class, int.class);
    }
  }

  /** Makes {@code String.name(args)} return {@code NativeText.name(this, args)}. */
  private static void delegate(
      ClassHolder type,
      ClassHolderTransformerContext context,
      String name,
      Class<?> result,
      Class<?>... parameters) {
    Class<?>[] signature = Arrays.copyOf(parameters, parameters.length + 1);
    signature[parameters.length] = result;
    MethodHolder method = type.getMethod(new MethodDescriptor(name, signature));
    ProgramEmitter body = ProgramEmitter.create(method, context.getHierarchy());
    ValueEmitter[] values = new ValueEmitter[parameters.length + 1];
    values[0] = body.var(0, String.class);
    for (int i = 0; i < parameters.length; i++) {
      values[i + 1] = body.var(i + 1, parameters[i]);
    }
    body.invoke(NativeText.class, name, result, values).returnValue();
  }
}
