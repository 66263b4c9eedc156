/** What several rounds measured. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: medianOf(sorted), min: sorted[0]!, max: sorted.at(-1)! }
}

/** The middle of sorted values; of an even number, the mean of the two in the middle. */
function medianOf(sorted: readonly number[]): number {
  if (sorted.length === 0) throw new Error("A median needs at least one value")
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[middle - 0.5]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
