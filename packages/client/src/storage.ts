import { answerWithin, Deadline } from "./deadline.js"
import type { CachedEntry, PersistenceAdapter } from "./persistence.js"

const LIMIT_MS = 10_000
/** Once an operation has had no answer, as long as none has: what hangs is not waited for again and again. */
const LIMIT_OF_HANGING_MS = 100

/** An adapter each of whose operations ends, with its outcome or with an error; what it keeps is marked. */
export class Storage implements Omit<PersistenceAdapter, "clear"> {
  /** Marks what is kept from now on and has no mark. */
  owner: string | undefined
  readonly #adapter: PersistenceAdapter
  readonly #deadlines = new Set<Deadline>()
  #limitMillis = LIMIT_MS
  #isClosed = false

  constructor(adapter: PersistenceAdapter) {
    this.#adapter = adapter
  }

  getAll(): Promise<Map<string, CachedEntry>> {
    return this.#limited(() => this.#adapter.getAll())
  }

  set(key: string, entry: CachedEntry): Promise<void> {
    const marked = { owner: this.owner, ...entry }
    return this.#limited(() => this.#adapter.set(key, marked))
  }

  delete(key: string): Promise<void> {
    return this.#limited(() => this.#adapter.delete(key))
  }

  /** Nothing is waited for any more: no timer is left. */
  close(): void {
    this.#isClosed = true
    for (const deadline of this.#deadlines) deadline.cancel()
  }

  async #limited<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return operation()
    const deadline = new Deadline()
    this.#deadlines.add(deadline)
    let isHanging = true
    const ask = async () => {
      try {
        return await operation()
      } finally {
        isHanging = false
        this.#limitMillis = LIMIT_MS
      }
    }
    try {
      return await answerWithin(this.#limitMillis, deadline, ask)
    } finally {
      this.#deadlines.delete(deadline)
      if (isHanging) this.#limitMillis = LIMIT_OF_HANGING_MS
    }
  }
}
