import type { PendingMutation } from "./pending-mutation.js"

interface Applied {
  readonly mutation: PendingMutation
  readonly ts: number
  /** Resolves the mutation's promise and takes its optimistic update back. */
  readonly settle: () => void
}

/** The mutations that the server has applied, until this client shows their effects. */
export class UnshownMutations {
  #applied: readonly Applied[] = []

  get areAny(): boolean {
    return this.#applied.length > 0
  }

  add(mutation: PendingMutation, ts: number, settle: () => void): void {
    this.#applied = [...this.#applied, { mutation, ts, settle }]
  }

  /** This client shows everything up to `ts`. */
  shownUpTo(ts: number): void {
    this.#settle((applied) => applied.ts <= ts)
  }

  /**
   * The server counts from `ts` on a new connection, and everything applied before is part of that: also where its
   * clock was set back, so that the commits themselves had later times.
   */
  countedFrom(ts: number): void {
    this.#applied = this.#applied.map((applied) => ({ ...applied, ts: Math.min(applied.ts, ts) }))
  }

  /** Does not wait any longer for one mutation; returns whether it is one of these. */
  giveUp(mutation: PendingMutation): boolean {
    return this.#settle((applied) => applied.mutation === mutation)
  }

  giveUpAll(): void {
    this.#settle(() => true)
  }

  #settle(isDone: (applied: Applied) => boolean): boolean {
    const done = this.#applied.filter(isDone)
    this.#applied = this.#applied.filter((applied) => !done.includes(applied))
    for (const { settle } of done) settle()
    return done.length > 0
  }
}
