import { createStore, promisifyRequest, type UseStore } from "idb-keyval"
import type { CachedEntry, UsedAdapter } from "./persistence.js"

/** Keeps everything in an IndexedDB database of its own, which all tabs of a page share. */
export class IndexedDbAdapter implements UsedAdapter {
  readonly #store: UseStore

  constructor(name: string) {
    this.#store = createStore(name, "entries")
  }

  async getAll(): Promise<Map<string, CachedEntry>> {
    const [keys, entries] = await this.#store("readonly", (store) =>
      Promise.all([promisifyRequest(store.getAllKeys()), promisifyRequest<CachedEntry[]>(store.getAll())]),
    )
    return new Map(entries.map((entry, i) => [keys[i] as string, entry]))
  }

  set(key: string, entry: CachedEntry): Promise<void> {
    return this.#change((store) => store.put(entry, key))
  }

  delete(key: string): Promise<void> {
    return this.#change((store) => store.delete(key))
  }

  #change(operation: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    return this.#store("readwrite", (store) => {
      operation(store)
      return promisifyRequest(store.transaction)
    })
  }
}
