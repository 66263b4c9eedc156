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
  readonly #failures: Failure[] = []

  /** Does a step at once. Its failure is a rejection, and is remembered until somebody looks at it. */
  step<T>(body: () => T): Promise<T> {
    try {
      return Promise.resolve(body())
    } catch (reason) {
      const failure = new Failure((_, reject) => reject(reason))
      failure.reason = reason
      this.#failures.push(failure)
      return failure
    }
  }

  /** Throws the first failure that the handler, which has ended, never looked at. */
  throwUnseen(): void {
    const unseen = this.#failures.filter((failure) => !failure.isSeen)
    // The platform need not report them, too.
    for (const failure of unseen) failure.catch(() => undefined)
    if (unseen[0]) throw unseen[0].reason
  }

  /** Whether a query ran while one that had grown from it was dropped: what was asked of that one did not count. */
  get hasDroppedQuery(): boolean {
    for (const query of this.queries) {
      for (let { origin } = query; origin; { origin } = origin) if (origin.hasRun) return true
    }
    return false
  }
}

/** A rejection that knows whether anybody looks at it; that `await` does by `then`, as this is no plain Promise. */
class Failure extends Promise<never> {
  static override readonly [Symbol.species] = Promise
  reason: unknown
  isSeen = false

  override then<A, B = never>(
    onFulfilled?: ((value: never) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isSeen = true
    return super.then(onFulfilled, onRejected)
  }
}
