package dev.zeroback.core.simulation;

/** The engine did what no correct engine does. An error, so that no handler swallows it. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
