package dev.zeroback.core.port;

/** Randomness for identifiers, tokens and jitter. */
public interface Entropy {
  /**
   * A uniformly distributed integer of {@code bits} bits from a cryptographic source, {@code 1 <=
   * bits <= 30}.
   */
  int nextBits(int bits);
}
