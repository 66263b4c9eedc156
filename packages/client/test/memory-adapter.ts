import type { CachedEntry, PersistenceAdapter } from "../src/index.js"

/** Keeps entries in memory, as a copy, and tells of each change. */
export class MemoryAdapter implements PersistenceAdapter {
  readonly entries: Map<string, CachedEntry>
  readonly #changed: () => void

  constructor(entries: ReadonlyMap<string, CachedEntry> = new Map(), changed = (): void => undefined) {
    this.entries = structuredClone(new Map(entries))
    this.#changed = changed
  }

  get pending(): string[] {
    return [...this.entries.keys()].filter((key) => key.startsWith("$pending|"))
  }

  getAll(): Promise<Map<string, CachedEntry>> {
    return Promise.resolve(structuredClone(this.entries))
  }

  async set(key: string, entry: CachedEntry): Promise<void> {
    await Promise.resolve()
    this.entries.set(key, structuredClone(entry))
    this.#changed()
  }

  async delete(key: string): Promise<void> {
    await Promise.resolve()
    this.entries.delete(key)
    this.#changed()
  }

  clear(): Promise<void> {
    this.entries.clear()
    return Promise.resolve()
  }
}
