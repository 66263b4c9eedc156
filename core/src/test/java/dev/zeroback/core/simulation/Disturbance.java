package dev.zeroback.core.simulation;

/** What makes the world hostile; a failing seed is tried again without each of them. */
enum Disturbance {
  /**
   * Sockets drop, clients resume on others, and what was under way on the old ones arrives late.
   */
  DROPS,
  /** The object leaves memory while sockets stay open. */
  SLEEP,
  /** The process dies between events and in the middle of them. */
  DEATH,
  /** A statement fails. */
  DISK,
  /** The wall clock is set back or forward. */
  CLOCK,
  /** Handlers swallow errors, do not await, and go on after their end. */
  HOSTILE,
  /** Actions call queries and mutations. */
  ACTIONS,
  /** What arrives is handled in groups, at whose ends live queries run again. */
  GROUPS
}
