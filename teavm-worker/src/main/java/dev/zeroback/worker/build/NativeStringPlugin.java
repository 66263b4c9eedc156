package dev.zeroback.worker.build;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatFactory;
import org.teavm.classlib.impl.JCLPlugin;
import org.teavm.model.MethodReference;
import org.teavm.vm.spi.After;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes the compiled engine build, compare and search strings with what JavaScript has. The class
 * library does it character by character in arrays, which took a third of the time of an insert,
 * and at such length that it was a twentieth of the module.
 */
@After(JCLPlugin.class)
public final class NativeStringPlugin implements TeaVMPlugin {
  @Override
  public void install(TeaVMHost host) {
    host.add(new NativeStringMethods());
    host.add(
        new MethodReference(
            StringConcatFactory.class,
            "makeConcatWithConstants",
            MethodHandles.Lookup.class,
            String.class,
            MethodType.class,
            String.class,
            Object[].class,
            CallSite.class),
        new NativeConcatenation());
  }
}
