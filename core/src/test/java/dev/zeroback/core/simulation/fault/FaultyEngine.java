package dev.zeroback.core.simulation.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;

/** Loads the engine and its simulation anew, with one fault. */
final class FaultyEngine extends ClassLoader {
  private static final String OWN = "dev.zeroback.core.";

  private final Fault fault;
  private final ClassLoader original;

  FaultyEngine(Fault fault) {
    super(FaultyEngine.class.getClassLoader());
    this.fault = fault;
    this.original = FaultyEngine.class.getClassLoader();
  }

  /** Runs a seed; see {@link dev.zeroback.core.simulation.SeedRun}. */
  @SuppressWarnings("unchecked")
  LongFunction<String> simulation() {
    try {
      for (String changed : fault.classes()) {
        loadClass(changed);
      }
      Class<?> entry = loadClass(OWN + "simulation.SeedRun");
      return (LongFunction<String>) entry.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException wrong) {
      throw new IllegalStateException("The engine with the fault \"" + fault + "\"", wrong);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    UnaryOperator<DynamicType.Builder<?>> change = fault.changeOf(name);
    byte[] code = change == null ? codeOf(name) : changed(name, change);
    return defineClass(name, code, 0, code.length);
  }

  private byte[] changed(String name, UnaryOperator<DynamicType.Builder<?>> change)
      throws ClassNotFoundException {
    Class<?> type = Class.forName(name, false, original);
    return change
        .apply(new ByteBuddy().redefine(type, ClassFileLocator.ForClassLoader.of(original)))
        .make()
        .getBytes();
  }

  private byte[] codeOf(String name) throws ClassNotFoundException {
    try (InputStream code = original.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (code == null) {
        throw new ClassNotFoundException(name);
      }
      return code.readAllBytes();
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
