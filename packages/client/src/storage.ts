import { answerWithin, Deadline } from "./deadline.js"
import type { CachedEntry, UsedAdapter } from "./persistence.js"

const LIMIT_MS = 10_000

/**
 * An adapter that cannot hold its client up: each operation ends in time, a record that cannot be written or deleted is
 * logged, and one that cannot be read is left out.
 */
export class Storage {
  /** Marks what is kept from now on and has no mark. */
  owner: string | undefined
  readonly #adapter: UsedAdapter
  readonly #deadlines = new Set<Deadline>()
  #isClosed = false

  constructor(adapter: UsedAdapter) {
    this.#adapter = adapter
  }

  /** @throws what the adapter throws, and Error when it does not answer. */
  async getAll(): Promise<Map<string, CachedEntry>> {
    const all: ReadonlyMap<string, CachedEntry | null> = await this.#limited(() => this.#adapter.getAll())
    return new Map([...all].filter((entry): entry is [string, CachedEntry] => entry[1] !== null))
  }

  /** @returns whether the entry is kept. */
  set(key: string, entry: CachedEntry): Promise<boolean> {
    const marked = { owner: this.owner, ...entry }
    return this.#write(key, () => this.#adapter.set(key, marked))
  }

  delete(key: string): Promise<boolean> {
    return this.#write(key, () => this.#adapter.delete(key))
  }

  /** Nothing is waited for any more: no timer is left. */
  close(): void {
    this.#isClosed = true
    for (const deadline of this.#deadlines) deadline.cancel()
  }

  async #write(key: string, operation: () => Promise<void>): Promise<boolean> {
    try {
      await this.#limited(operation)
      return true
    } catch (error) {
      console.error(`Zeroback: what is kept as ${key} could not be changed`, error)
      return false
    }
  }

  async #limited<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return operation()
    const deadline = new Deadline()
    this.#deadlines.add(deadline)
    return answerWithin(LIMIT_MS, deadline, operation).finally(() => this.#deadlines.delete(deadline))
  }
}
