/**
 * The wait before attempt number `attempt` (from 0), in milliseconds: exponential, and between half and all of its
 * full length, so that the clients of a restarted server do not return all at once.
 *
 * @param random - A number in [0, 1).
 */
export function backoffMillis(attempt: number, limits: { baseMs: number; maxMs: number }, random: number): number {
  const full = Math.min(limits.maxMs, limits.baseMs * 2 ** attempt)
  return full * (1 - random / 2)
}
