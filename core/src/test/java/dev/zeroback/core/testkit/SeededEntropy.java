package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Entropy;
import java.util.Random;

/** Randomness that a seed repeats. */
public final class SeededEntropy implements Entropy {
  private final Random random;

  public SeededEntropy(long seed) {
    random = new Random(seed);
  }

  @Override
  public int nextBits(int bits) {
    if (bits < 1 || bits > 30) {
      throw new IllegalArgumentException("1 to 30 bits at once, not " + bits);
    }
    return random.nextInt() >>> (32 - bits);
  }
}
