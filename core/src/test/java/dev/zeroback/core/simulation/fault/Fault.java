package dev.zeroback.core.simulation.fault;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.StubMethod;

/** Something that is wrong with the engine: what its classes have in place of some methods. */
final class Fault {
  private static final String ENGINE = "dev.zeroback.core.";

  final String name;

  /** The seed to begin with: that which noticed it last, so that the search is short. */
  private long likelySeed = 1;

  private final Map<String, UnaryOperator<DynamicType.Builder<?>>> changes = new TreeMap<>();

  Fault(String name) {
    this.name = name;
  }

  /** A seed that has noticed it. Nothing but time is lost when it does no more. */
  Fault noticedBy(long seed) {
    likelySeed = seed;
    return this;
  }

  long likelySeed() {
    return likelySeed;
  }

  /**
   * The method does nothing, and returns {@code null}, 0 or {@code false}.
   *
   * @param type name of the class below {@code dev.zeroback.core}
   */
  Fault skips(String type, String method) {
    return intercepted(type, method, StubMethod.INSTANCE);
  }

  /** The method always returns {@code value}. */
  Fault returns(String type, String method, Object value) {
    return intercepted(type, method, FixedValue.value(value));
  }

  private Fault intercepted(String type, String method, Implementation implementation) {
    return change(type, builder -> builder.method(named(method)).intercept(implementation));
  }

  /** The code of {@code advice} is part of the method. */
  Fault advised(String type, String method, Class<?> advice) {
    return change(type, builder -> builder.visit(Advice.to(advice).on(named(method))));
  }

  /** In the method, calls of {@code called} go to the static method of that name instead. */
  Fault redirects(String type, String method, String called, Class<?> instead) {
    java.lang.reflect.Method replacement = instead.getDeclaredMethods()[0];
    return change(
        type,
        builder ->
            builder.visit(
                MemberSubstitution.relaxed()
                    .method(named(called))
                    .replaceWith(replacement)
                    .on(named(method))));
  }

  private Fault change(String type, UnaryOperator<DynamicType.Builder<?>> change) {
    changes.merge(
        ENGINE + type, change, (one, other) -> builder -> other.apply(one.apply(builder)));
    return this;
  }

  /** What is to be done to the class; {@code null} when it stays as it is. */
  UnaryOperator<DynamicType.Builder<?>> changeOf(String className) {
    return changes.get(className);
  }

  /** The classes that it changes. */
  Iterable<String> classes() {
    return changes.keySet();
  }

  @Override
  public String toString() {
    return name;
  }
}
