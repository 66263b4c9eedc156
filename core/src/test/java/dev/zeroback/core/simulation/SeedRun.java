package dev.zeroback.core.simulation;

import java.util.function.LongFunction;

/**
 * Runs one seed and says what was wrong with it, {@code null} if nothing was. Its types are those
 * of the JDK, so that an engine from another class loader can be run with it.
 */
public final class SeedRun implements LongFunction<String> {
  @Override
  public String apply(long seed) {
    Throwable error = Simulation.run(seed).error();
    return error == null ? null : String.valueOf(error);
  }
}
