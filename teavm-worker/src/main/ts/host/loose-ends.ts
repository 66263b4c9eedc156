/** A query that others may have grown from. */
export interface GrownQuery {
  readonly origin: GrownQuery | undefined
  /** Whether a terminal method was called on it. */
  readonly hasRun: boolean
}

/** What the handler of one run has begun, and may have dropped. */
export class LooseEnds {
  /** Those of the run's queries that have neither run nor become another one. */
  readonly queries = new Set<GrownQuery>()

  /** Whether a query ran while one that had grown from it was dropped: what was asked of that one did not count. */
  get hasDroppedQuery(): boolean {
    for (const query of this.queries) {
      for (let { origin } = query; origin; { origin } = origin) if (origin.hasRun) return true
    }
    return false
  }
}
