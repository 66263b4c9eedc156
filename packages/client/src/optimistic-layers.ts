import { canonicalKey, parseKey } from "@zeroback/values"
import { functionName, type FunctionName, type LocalStore, type OptimisticUpdate } from "./local-store.js"

/** One mutation's optimistic update. */
export interface Layer {
  readonly update: OptimisticUpdate
}

/** The optimistic updates of the mutations under way, in the order in which they were made. */
export class OptimisticLayers {
  readonly #layers = new Set<Layer>()

  add(update: OptimisticUpdate): Layer {
    const layer = { update }
    this.#layers.add(layer)
    return layer
  }

  /** @returns whether the layer was there. */
  remove(layer: Layer): boolean {
    return this.#layers.delete(layer)
  }

  /**
   * Runs every update, each on top of the ones before it.
   *
   * An update that throws changes nothing this time; the next server state may suit it.
   *
   * @param server - The results of queries by key, without any update.
   * @returns the results that the updates have set, by key.
   */
  replay(server: ServerResults): Map<string, unknown> {
    const results = new Map<string, unknown>()
    for (const { update } of this.#layers) {
      try {
        for (const [key, result] of runUpdate(update, results, server)) results.set(key, result)
      } catch (error) {
        console.error("Zeroback: an optimistic update failed on a new server state", error)
      }
    }
    return results
  }
}

/** The results of queries by key. */
export interface ServerResults {
  get(key: string): unknown
  has(key: string): boolean
  keys(): Iterable<string>
}

/** What it is without the types that references carry. */
type Untyped<Store> = { [Method in keyof Store]: (ref: FunctionName, ...rest: unknown[]) => unknown }

/**
 * Runs one update.
 *
 * @param results - What the updates before it have set.
 * @returns the results that it has set, by key.
 * @throws what it throws.
 */
export function runUpdate(
  update: OptimisticUpdate,
  results: ServerResults,
  server: ServerResults,
): ReadonlyMap<string, unknown> {
  const written = new Map<string, unknown>()
  const sources = [written, results, server]
  let running = true
  const read = (key: string) => sources.find((source) => source.has(key))?.get(key)
  const store: Untyped<LocalStore> = {
    getQuery: (ref, args) => read(canonicalKey(functionName(ref), args ?? {})),
    getAllQueries(ref) {
      const prefix = `${functionName(ref)}|`
      const keys = new Set(sources.flatMap((source) => [...source.keys()].filter((key) => key.startsWith(prefix))))
      return [...keys]
        .map((key) => ({ args: parseKey(key).args, result: read(key) }))
        .filter(({ result }) => result !== undefined)
    },
    setQuery(ref, args, value) {
      if (!running) throw new Error("An optimistic update must be synchronous: setQuery was called after it returned")
      written.set(canonicalKey(functionName(ref), args ?? {}), value)
    },
  }
  update(store as LocalStore)
  running = false
  return written
}
