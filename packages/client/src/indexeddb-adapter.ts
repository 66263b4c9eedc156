import { clear, createStore, del, entries, set, type UseStore } from "idb-keyval"
import type { CachedEntry, PersistenceAdapter } from "./persistence.js"

/** Keeps everything in an IndexedDB database of its own, which all tabs of a page share. */
export class IndexedDbAdapter implements PersistenceAdapter {
  readonly #store: UseStore

  constructor(name: string) {
    this.#store = createStore(name, "entries")
  }

  async getAll(): Promise<Map<string, CachedEntry>> {
    return new Map(await entries<string, CachedEntry>(this.#store))
  }

  set(key: string, entry: CachedEntry): Promise<void> {
    return set(key, entry, this.#store)
  }

  delete(key: string): Promise<void> {
    return del(key, this.#store)
  }

  clear(): Promise<void> {
    return clear(this.#store)
  }
}
