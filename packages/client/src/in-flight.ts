import { backoffMillis } from "./backoff.js"
import { Deadline } from "./deadline.js"
import type { PendingMutation } from "./pending-mutation.js"

/** Most mutations sent and not answered: far below the 64 whose outcome a server keeps for each session. */
const WINDOW = 16
const BACKOFF = { baseMs: 50, maxMs: 1000 }

/**
 * The mutations sent on the current socket and not answered: always the first ones of the queue.
 *
 * When one has lost against other clients the server refuses those sent after it, so that none overtakes it. All of
 * them go again, in order, after a wait.
 */
export class InFlight {
  readonly #mutations = new Set<PendingMutation>()
  readonly #retry = new Deadline()
  readonly #resume: () => void
  #isHeld = false

  /** @param resume - Called when sending may go on after {@link hold}. */
  constructor(resume: () => void) {
    this.#resume = resume
  }

  get count(): number {
    return this.#mutations.size
  }

  /** @param isAlone - Whether one is sent at a time. */
  hasRoom(isAlone: boolean): boolean {
    return !this.#isHeld && this.#mutations.size < (isAlone ? 1 : WINDOW)
  }

  find(id: string): PendingMutation | undefined {
    return [...this.#mutations].find((mutation) => mutation.id === id)
  }

  add(mutation: PendingMutation): void {
    this.#mutations.add(mutation)
  }

  /** Nothing more is sent until all are answered and a wait is over. */
  hold(): void {
    this.#isHeld = true
  }

  /** @param queue - What is to be sent, that of these that is to be sent again included. */
  remove(mutation: PendingMutation, queue: readonly PendingMutation[]): void {
    if (!this.#mutations.delete(mutation) || !this.#isHeld || this.#mutations.size > 0) return
    const [first] = queue
    const delay = first ? backoffMillis(first.repeats++, BACKOFF, Math.random()) : 0
    this.#retry.set(delay, () => {
      this.#isHeld = false
      this.#resume()
    })
  }

  /** The socket is gone; returns what was in flight. */
  drop(): PendingMutation[] {
    const mutations = [...this.#mutations]
    this.#mutations.clear()
    this.#isHeld = false
    this.#retry.cancel()
    return mutations
  }
}
