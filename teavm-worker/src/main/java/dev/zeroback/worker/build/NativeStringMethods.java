package dev.zeroback.worker.build;

import dev.zeroback.worker.NativeText;
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
      delegate(type, context, "concat", String.class);
      delegate(type, context, "compareTo", int.class);
    }
  }

  /** Makes {@code String.name(other)} return {@code NativeText.name(this, other)}. */
  private static void delegate(
      ClassHolder type, ClassHolderTransformerContext context, String name, Class<?> result) {
    MethodHolder method = type.getMethod(new MethodDescriptor(name, String.class, result));
    ProgramEmitter body = ProgramEmitter.create(method, context.getHierarchy());
    ValueEmitter self = body.var(0, String.class);
    ValueEmitter other = body.var(1, String.class);
    body.invoke(NativeText.class, name, result, self, other).returnValue();
  }
}
