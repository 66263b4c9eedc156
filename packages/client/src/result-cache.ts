import { Deadline } from "./deadline.js"
import type { CachedEntry } from "./persistence.js"
import type { QueryStore } from "./query-store.js"
import type { Storage } from "./storage.js"

const SCHEMA_KEY = "$schema"
const WRITE_DELAY_MS = 100

/** Keeps the results of queries from one visit to the next. */
export class ResultCache {
  readonly #storage: Storage
  readonly #store: QueryStore
  readonly #timer = new Deadline()
  /** Queries whose result has changed since it was last written. */
  readonly #unwritten = new Set<string>()

  constructor(storage: Storage, store: QueryStore) {
    this.#storage = storage
    this.#store = store
  }

  /** Shows what earlier visits of an owner left, and keeps from now on what the server says. */
  async restore(
    entries: ReadonlyMap<string, CachedEntry>,
    owner: string | undefined,
    maxAgeMillis: number,
    schemaVersion: string | undefined,
  ): Promise<void> {
    const isCurrent = entries.get(SCHEMA_KEY)?.result === schemaVersion
    const oldest = Date.now() - maxAgeMillis
    const results = [...entries].filter(([key]) => !key.startsWith("$"))
    results.sort(([, a], [, b]) => a.timestamp - b.timestamp)
    const isUsable = ([, { timestamp }]: [string, CachedEntry]) => isCurrent && timestamp >= oldest
    this.#store.change(() => {
      for (const [key, entry] of results.filter(isUsable)) {
        if (entry.owner === owner) this.#store.hydrate(key, entry.result, entry.hash)
      }
    })
    this.#store.keepResults((key) => this.#changed(key))
    const outdated = results.filter((entry) => !isUsable(entry))
    await Promise.all(outdated.map(([key]) => this.#storage.delete(key)))
    if (!isCurrent) await this.#storage.set(SCHEMA_KEY, { result: schemaVersion, timestamp: Date.now() })
  }

  /** Deletes every result that is kept. */
  async discard(): Promise<void> {
    this.#timer.cancel()
    this.#unwritten.clear()
    const keys = [...(await this.#storage.getAll()).keys()].filter((key) => !key.startsWith("$"))
    await Promise.all(keys.map((key) => this.#storage.delete(key)))
  }

  /** Writes what has changed and stops. */
  close(): void {
    this.#timer.cancel()
    this.#write()
  }

  #changed(key: string): void {
    if (this.#unwritten.size === 0) this.#timer.set(WRITE_DELAY_MS, () => this.#write())
    this.#unwritten.add(key)
  }

  #write(): void {
    const keys = [...this.#unwritten]
    this.#unwritten.clear()
    for (const key of keys) {
      const { result } = this.#store.serverState(key)
      if (result === undefined) continue
      const hash = this.#store.serverHash(key)
      const entry = { result, timestamp: Date.now(), ...(hash === undefined ? {} : { hash }) }
      void this.#storage.set(key, entry)
    }
  }
}
